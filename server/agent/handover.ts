import { formatUsd } from "../spend/money.ts";
import { headAndTail } from "../verification/head-and-tail.ts";
import type { Verdict } from "../verification/verdict.ts";
import type { AttemptEnd } from "./attempt.ts";
import { signsSentence } from "./progress.ts";
import { render } from "./prompts.ts";

/** What the next model is told: never the transcript. */
export interface Handover {
  /** Attempts that were refuted so far. */
  readonly attempts: number;
  readonly end: AttemptEnd;
  readonly verdict: Verdict;
  /** Unified diff of what was taken back. */
  readonly diff: string;
  readonly facts: readonly string[];
  /** The user's words, when it was the user who refuted it. */
  readonly hint?: string | undefined;
}

const mostDiff = 5_000;
const mostEvidence = 4_000;
const mostFacts = 3_000;

/** A brief of about 2,000 to 4,000 tokens: the task, why it failed, the rejected diff, and what was found on the way. */
export function handoverBrief(task: string, handover: Handover): string {
  const failed = handover.verdict.evidence.filter(
    (evidence) => evidence.outcome === "failed" || evidence.outcome === "timed-out",
  );
  const evidence = failed.map((one) => `${one.check}: ${one.summary}\n${one.detail}`).join("\n\n");
  return render("handover", {
    task,
    attempts: String(handover.attempts),
    because: [...new Set([handover.verdict.because, endSentence(handover.end)])].join(" ").trim(),
    evidence: evidence === "" ? "" : `\nWhat the checks said:\n${headAndTail(evidence, mostEvidence)}\n`,
    diff: handover.diff === "" ? "" : `\nThe rejected change:\n${headAndTail(handover.diff, mostDiff)}\n`,
    facts:
      headAndTail(
        unique(handover.facts)
          .map((fact) => `- ${fact}`)
          .join("\n"),
        mostFacts,
      ) || "- nothing",
    hint: handover.hint ? `\nThe user says: ${headAndTail(handover.hint, mostFacts)}\n` : "",
  });
}

/** How an attempt ended, as a sentence for people and models. */
export function endSentence(end: AttemptEnd): string {
  switch (end.kind) {
    case "claims-done":
      return "";
    case "gave-up":
      return `It gave up: ${end.summary}`;
    case "out-of-steps":
      return "It used up its steps.";
    case "out-of-time":
      return "It used up its time.";
    case "out-of-tokens":
      return "It used up its tokens.";
    case "out-of-money":
      return `It used up the ${formatUsd(end.cap)} that were set for it.`;
    case "context-full":
      return "The work no longer fitted its context.";
    case "repeating":
      return `It repeated itself: ${end.what}`;
    case "stuck":
      return signsSentence(end.signs);
    case "malformed":
      return `Its tool calls could not be read: ${end.what}`;
    case "silent":
      return "It answered nothing.";
    case "model-failed":
      return end.error.message;
    case "refused-call":
      return end.refusal.message;
    case "cancelled":
      return "It was cancelled.";
  }
}

function unique(lines: readonly string[]): readonly string[] {
  return [...new Set(lines)];
}
