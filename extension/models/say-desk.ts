import { ConfigurationTarget, l10n, type QuickPickItem, QuickPickItemKind, workspace } from "vscode";
import type { SaySettings } from "./say-settings.ts";

export function readSay(): SaySettings {
  const configuration = workspace.getConfiguration("stepladder");
  return {
    pins: configuration.inspect<Record<string, string[]>>("pins")?.globalValue,
    exclude: configuration.inspect<string[]>("exclude")?.globalValue,
  };
}

/** Into the user's settings: a workspace has no say in this. Pins first, since none may name what is excluded. */
export async function writeSay(before: SaySettings, after: SaySettings): Promise<void> {
  const configuration = workspace.getConfiguration("stepladder");
  if (after.pins !== before.pins) await configuration.update("pins", after.pins, ConfigurationTarget.Global);
  if (after.exclude !== before.exclude) {
    await configuration.update("exclude", after.exclude, ConfigurationTarget.Global);
  }
}

export function pinnedInFile(name: string): string {
  return l10n.t("The configuration file pins {0} and nothing else. Take it out there, or pin another model too.", name);
}

/** Nothing for no items. */
export function grouped<Item extends QuickPickItem>(
  label: string,
  items: readonly Item[],
): readonly (Item | QuickPickItem)[] {
  return items.length === 0 ? [] : [{ label, kind: QuickPickItemKind.Separator }, ...items];
}
