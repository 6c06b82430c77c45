import { commands, type LogOutputChannel, l10n, window } from "vscode";
import { settingNamedIn } from "./connection/configuration-problems.ts";
import { ServerFailure } from "./connection/server-failure.ts";
import type { Notify } from "./notify.ts";

/**
 * The message boxes of the editor. A question that is still open is not asked a second time; any other message is told again,
 * because an old one of the same words stays open, and out of sight, in the editor's list.
 */
export function createNotify(log: LogOutputChannel): Notify {
  const open = new Set<string>();
  const once = async <A>(
    message: string,
    actions: readonly A[],
    show: () => Thenable<A | undefined>,
  ): Promise<A | undefined> => {
    if (actions.length === 0) return await show();
    if (open.has(message)) return undefined;
    open.add(message);
    try {
      return await show();
    } finally {
      open.delete(message);
    }
  };
  const notify: Notify = {
    info: (message, ...actions) => once(message, actions, () => window.showInformationMessage(message, ...actions)),
    warn: (message, ...actions) => once(message, actions, () => window.showWarningMessage(message, ...actions)),
    error: (message, ...actions) => once(message, actions, () => window.showErrorMessage(message, ...actions)),
    async confirm(message, detail, action) {
      return (await window.showWarningMessage(message, { modal: true, detail }, action)) === action;
    },
    failure(error) {
      if (error instanceof ServerFailure) void tellFailure(error);
      else void tellBug(error);
    },
  };

  async function tellFailure({ kind, message }: ServerFailure): Promise<void> {
    switch (kind) {
      case "cancelled":
        return;
      case "not-running":
      case "failed":
        return await offer("error", message, l10n.t("Show Log"), "stepladder.showLog");
      case "not-configured":
        return await tellConfiguration(message);
      case "untrusted":
        return await offer("warn", message, l10n.t("Manage Trust"), "workbench.trust.manage");
      default:
        await notify.warn(message);
    }
  }

  /** What is wrong with a setting is mended there; all else is a question of which models there are. */
  async function tellConfiguration(message: string): Promise<void> {
    const setting = settingNamedIn(message);
    if (setting === undefined) {
      return await offer("warn", message, l10n.t("Choose Models…"), "stepladder.chooseModels");
    }
    await offer("warn", message, l10n.t("Open the Setting"), "workbench.action.openSettings", `@id:${setting}`);
  }

  async function offer(
    how: "warn" | "error",
    message: string,
    action: string,
    command: string,
    ...words: readonly string[]
  ): Promise<void> {
    if ((await notify[how](message, action)) === action) await commands.executeCommand(command, ...words);
  }

  async function tellBug(error: unknown): Promise<void> {
    log.error(error instanceof Error ? error : String(error));
    const sentence = error instanceof Error ? error.message : String(error);
    await offer("error", l10n.t("Stepladder made a mistake: {0}", sentence), l10n.t("Show Log"), "stepladder.showLog");
  }

  return notify;
}
