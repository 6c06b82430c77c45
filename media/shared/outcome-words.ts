import { t } from "@vscode/l10n";
import type { TaskOutcome } from "../../server/protocol/events.ts";

export type Tone = "good" | "attention" | "bad" | "quiet" | "busy";

export interface OutcomeWords {
  readonly word: string;
  /** A codicon. */
  readonly icon: string;
  readonly tone: Tone;
}

/** How a task's or an attempt's outcome is shown, by the ledger's word for it. */
export function outcomeWords(outcome: string): OutcomeWords {
  switch (outcome) {
    case "proved":
      return { word: t("Proved"), icon: "pass-filled", tone: "good" };
    case "answered":
      return { word: t("Answered"), icon: "pass", tone: "good" };
    case "unproved":
      return { word: t("Unproved"), icon: "question", tone: "attention" };
    case "kept":
      return { word: t("Kept"), icon: "pass", tone: "good" };
    case "undone":
      return { word: t("Undone"), icon: "discard", tone: "quiet" };
    case "refuted":
      return { word: t("Refuted"), icon: "error", tone: "bad" };
    case "over-budget":
      return { word: t("Over budget"), icon: "credit-card", tone: "attention" };
    case "refused":
      return { word: t("Refused"), icon: "circle-slash", tone: "attention" };
    case "cancelled":
      return { word: t("Stopped"), icon: "debug-stop", tone: "quiet" };
    case "interrupted":
      return { word: t("Interrupted"), icon: "debug-disconnect", tone: "attention" };
    case "failed":
      return { word: t("Failed"), icon: "error", tone: "bad" };
    case "running":
      return { word: t("Running"), icon: "loading", tone: "busy" };
    default:
      return { word: outcome, icon: "circle-outline", tone: "quiet" };
  }
}

/** One sentence that says how a task ended and what became of its changes. */
export function outcomeSentence(outcome: TaskOutcome): string {
  const told = "because" in outcome ? outcome.because : "message" in outcome ? outcome.message : "";
  return [told, consequence(outcome)].filter((it) => it !== "").join(" ");
}

/** What became of a task's changes; empty where nothing is to be said. */
export function consequence(outcome: TaskOutcome): string {
  switch (outcome.kind) {
    case "answered":
      return t("Nothing was edited.");
    case "unproved":
      return t("The changes stay until you decide.");
    case "refuted":
    case "cancelled":
      return t("All changes were taken back.");
    case "proved":
    case "over-budget":
    case "refused":
    case "failed":
      return "";
  }
}
