import { ConfigurationTarget, commands, l10n, ProgressLocation, window, workspace } from "vscode";
import type { ModelsView } from "../../server/protocol/requests.ts";
import type { Keys } from "../connection/keys.ts";
import type { Parts } from "../parts.ts";
import { type EndpointSetting, type LadderSettings, type RungSetting, writesBetween } from "./ladder-settings.ts";
import { testWords } from "./model-words.ts";

/** What the model commands work with: the server's view, the user's settings, keys, and a test. */
export interface ModelDesk {
  readonly parts: Parts;
  readonly keys: Keys;
  view(): Promise<ModelsView>;
  settings(): LadderSettings;
  /** Into the user's settings, never a workspace's; a running server knows them before its next answer. */
  write(settings: LadderSettings, view: ModelsView): Promise<void>;
  /** Says at once what works, what does not and what to do about it, and what it cost. */
  test(model: string): Promise<void>;
}

export function createModelDesk(parts: Parts, keys: Keys): ModelDesk {
  const { server, notify } = parts;
  return {
    parts,
    keys,
    async view() {
      const title = l10n.t("Looking for models");
      return await window.withProgress({ location: ProgressLocation.Window, title }, () =>
        server.request("stepladder/models", {}),
      );
    },
    settings() {
      const configuration = workspace.getConfiguration("stepladder");
      return {
        endpoints: configuration.inspect<Record<string, EndpointSetting>>("endpoints")?.globalValue,
        rungs: configuration.inspect<RungSetting[]>("rungs")?.globalValue,
      };
    },
    async write(settings, view) {
      const configuration = workspace.getConfiguration("stepladder");
      for (const { name, value } of writesBetween(this.settings(), settings, view)) {
        await configuration.update(name, value, ConfigurationTarget.Global);
      }
    },
    async test(model) {
      const view = await window.withProgress(
        { location: ProgressLocation.Notification, title: l10n.t("Testing {0}", model), cancellable: true },
        (_progress, token) => server.request("stepladder/models/test", { model }, token),
      );
      const { works, text } = testWords(view);
      // With a button the box shows its whole text, and both have a next step.
      if (works) void offer(notify.info(text, l10n.t("New Task")), "stepladder.newTask");
      else void offer(notify.warn(text, l10n.t("Choose Models…")), "stepladder.chooseModels");
    },
  };
}

async function offer(answer: Promise<string | undefined>, command: string): Promise<void> {
  if ((await answer) !== undefined) await commands.executeCommand(command);
}
