import type { Verdict } from "../verification/verdict.ts";
import type { AttemptEnd } from "./attempt.ts";
import { endSentence } from "./handover.ts";
import type { Tried } from "./try-model.ts";

/** How an attempt stopped and what that means for the subtask. */
export interface Worked {
  readonly end: AttemptEnd;
  readonly tried: Tried;
}

/** Whether the user asked for a stronger model while the attempt ran, and with which words. */
export type Asked = () => { readonly hint: string | undefined } | undefined;

export type NotJudged = Extract<AttemptEnd, { kind: "cancelled" | "refused-call" | "model-failed" }>;

export function isNotJudged(end: AttemptEnd): end is NotJudged {
  return end.kind === "cancelled" || end.kind === "refused-call" || end.kind === "model-failed";
}

/** Ends that say nothing about the model's work. */
export function notJudged(end: NotJudged): Tried {
  switch (end.kind) {
    case "cancelled":
      return { kind: "cancelled" };
    case "model-failed":
      return { kind: "unavailable", message: end.error.message };
    case "refused-call":
      return { kind: end.refusal.kind === "over-budget" ? "over-budget" : "refused", message: end.refusal.message };
  }
}

export function unfinished(end: AttemptEnd): Verdict {
  const because = endSentence(end) || "It did not finish.";
  return { kind: "refuted", because, evidence: [], grounds: ["unfinished"] };
}

export const askedForStronger: Verdict = {
  kind: "refuted",
  because: "The user asked for a stronger model.",
  evidence: [],
  grounds: ["user"],
};
