import { l10n } from "vscode";
import type { TaskOutcome } from "../../server/protocol/events.ts";

/** How a task ended, as one sentence of a message; `cost` as it is shown. */
export function outcomeMessage(outcome: TaskOutcome, name: string, cost: string): string {
  switch (outcome.kind) {
    case "proved":
      return l10n.t("Proved for {0}: {1}", cost, name);
    case "unproved":
      return l10n.t("Done for {0}, but nothing could prove it: {1}. Keep it or undo it.", cost, name);
    case "answered":
      return l10n.t("Answered for {0}: {1}", cost, name);
    case "refuted":
      return l10n.t("Not done: {0} ({1}). {2} All changes were taken back.", name, cost, outcome.because);
    case "cancelled":
      return l10n.t("Stopped: {0}. All changes were taken back; it cost {1}.", name, cost);
    case "over-budget":
    case "refused":
    case "failed":
      return l10n.t("Not done: {0} ({1}). {2}", name, cost, outcome.message);
  }
}
