import { commands, l10n, type QuickPickItem } from "vscode";
import type { Kind } from "../../server/protocol/events.ts";
import { kinds } from "../../server/protocol/kinds.ts";
import type { ModelsView } from "../../server/protocol/requests.ts";
import { pickOne } from "./ask.ts";
import type { ModelDesk } from "./model-desk.ts";
import { grouped, pinnedInFile, readSay, writeSay } from "./say-desk.ts";
import { pinnedFor, type SaySettings, withPinToggled } from "./say-settings.ts";

interface KindItem extends QuickPickItem {
  readonly work?: Kind;
}

interface NameItem extends QuickPickItem {
  readonly name?: string;
}

/** Which kind of work, then which models do it and in which order. What is pinned shows first and goes when it is chosen again. */
export async function pinModel(desk: ModelDesk): Promise<void> {
  for (;;) {
    const view = await desk.view();
    if (view.models.length === 0) return await commands.executeCommand("stepladder.chooseModels");
    const choice = await pickOne<KindItem>({
      title: l10n.t("Pin a Model"),
      placeholder: l10n.t("For which kind of work? What you pin for it is used, and nothing else."),
      canGoBack: false,
      items: kindItems(readSay(), view),
    });
    if (choice.kind !== "answer" || choice.value.work === undefined) return;
    if ((await pinFor(choice.value.work, desk)) === "done") return;
  }
}

function kindItems(settings: SaySettings, view: ModelsView): readonly KindItem[] {
  const items = kinds.map((work): KindItem & { readonly pinned: boolean } => {
    const names = pinnedFor(work, settings, view);
    return { work, label: work, description: names.join(", "), pinned: names.length > 0 };
  });
  return [
    ...grouped(
      l10n.t("Pinned"),
      items.filter(({ pinned }) => pinned),
    ),
    ...grouped(
      l10n.t("The router chooses"),
      items.filter(({ pinned }) => !pinned),
    ),
  ];
}

async function pinFor(work: Kind, desk: ModelDesk): Promise<"back" | "done"> {
  for (let changed = false; ; changed = true) {
    const view = await desk.view();
    const settings = readSay();
    const names = pinnedFor(work, settings, view);
    const choice = await pickOne<NameItem>({
      title: l10n.t("Pin a Model for {0}", work),
      placeholder:
        names.length === 0
          ? l10n.t("Nothing is pinned, so the router chooses.")
          : l10n.t("Another one goes behind what is pinned. Escape when you are done."),
      canGoBack: true,
      items: nameItems(names, view),
    });
    const name = choice.kind === "answer" ? choice.value.name : undefined;
    if (name === undefined) {
      if (changed) void desk.parts.notify.info(pinnedText(work, names));
      return choice.kind === "back" ? "back" : "done";
    }
    const said = withPinToggled(work, name, settings, view);
    if (said.kind === "in-file") {
      void desk.parts.notify.warn(pinnedInFile(name));
      return "done";
    }
    await writeSay(settings, said.settings);
  }
}

function nameItems(names: readonly string[], view: ModelsView): readonly NameItem[] {
  const open = view.models.filter(({ id }) => !names.includes(id) && !view.excluded.includes(id));
  return [
    ...grouped(
      l10n.t("Pinned, in this order"),
      names.map((name) => ({ name, label: `$(pinned) ${name}`, description: l10n.t("choose it to take it back") })),
    ),
    ...grouped(
      l10n.t("Models"),
      open.map(({ id, rung }) => ({ name: id, label: id, description: rung ?? "" })),
    ),
  ];
}

function pinnedText(work: Kind, names: readonly string[]): string {
  return names.length === 0
    ? l10n.t("The router chooses the models for {0} again.", work)
    : l10n.t("Pinned for {0}: {1}.", work, names.join(", "));
}
