import { l10n, ProgressLocation, window } from "vscode";
import type { QuoteView } from "../../server/protocol/events.ts";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import type { Parts } from "../parts.ts";
import { chooseFolder } from "./folder.ts";
import { startTask } from "./start-task.ts";

/** What a prompt would cost as a task, which may then be started. */
export async function quoteTask(parts: Parts): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const prompt = await window.showInputBox({
    title: l10n.t("Quote Task"),
    prompt: l10n.t("What should be done? Nothing is spent for a quote."),
    ignoreFocusOut: true,
  });
  if (prompt === undefined || prompt.trim() === "") return;
  const quote = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t("Stepladder: quoting") },
    (_, token) => parts.server.request("stepladder/quote", { prompt, workspace: folder.fsPath }, token),
  );
  const start = l10n.t("Start");
  const edit = l10n.t("Edit the Prompt");
  const answer = await parts.notify.info(quoteSentence(quote), start, edit);
  if (answer === start) await startTask(parts, folder, { prompt });
  else if (answer === edit) await parts.panel.show({ prompt, mode: "edit", context: [] });
}

function quoteSentence({ low, likely, high, because }: QuoteView): string {
  return l10n.t(
    "Likely {0}, from {1} to {2}. {3}",
    formatNanoUsd(likely),
    formatNanoUsd(low),
    formatNanoUsd(high),
    because,
  );
}
