import { estimateTokens } from "../models/estimate.ts";
import { formatUsd } from "../spend/money.ts";
import type { Verdict } from "../verification/verdict.ts";
import type { AttemptEnd } from "./attempt.ts";
import { type Fact, factLines } from "./facts.ts";
import { signsSentence } from "./progress.ts";
import { promptText, render } from "./prompts.ts";
import { fitTogether } from "./within-tokens.ts";

/** What an attempt that did not pass leaves behind. */
export interface Refutation {
  readonly end: AttemptEnd;
  readonly verdict: Verdict;
  /** Unified diff of what was taken back. */
  readonly diff: string;
  readonly facts: readonly Fact[];
  /** The user's words, when it was the user who refuted it. */
  readonly hint?: string | undefined;
}

/** What the next model is told: never the transcript. The facts are those of all attempts so far. */
export interface Handover extends Refutation {
  readonly model: string;
  /** What the attempts before it tried and why they were refuted, oldest first. */
  readonly earlier: readonly string[];
  /** Commands of the checks that judge the result and may be run. */
  readonly checks: readonly string[];
}

/** The handover after one more attempt. */
export function handedOver(
  model: string,
  refuted: Refutation,
  before: Handover | undefined,
  checks: readonly string[],
): Handover {
  if (before === undefined) return { ...refuted, model, earlier: [], checks };
  const earlier = [...before.earlier, ruledOutBy(before)];
  return { ...refuted, model, earlier, checks, facts: [...before.facts, ...refuted.facts] };
}

/** Tokens. A brief is at most so long, unless the request itself leaves too little of it: then `leastOfFindings` come on top. */
const longestBrief = 4_000;
const leastOfFindings = 2_000;
/** Headings, and what rounding adds. */
const besides = estimateTokens(promptText("handover")) + 120;
const weights = { because: 3, hint: 5, evidence: 10, diff: 12, facts: 8, ruledOut: 5 };

/**
 * A brief of about 2,000 to 4,000 tokens: the request in full, why the last attempt failed, its rejected diff, what was found
 * on the way and what is ruled out. When there is too much to tell, each of these gives way.
 */
export function handoverBrief(task: string, handover: Handover): string {
  const { verdict, end, earlier, checks, hint = "" } = handover;
  const { found, ruledOut } = factLines(handover.facts);
  const runnable = checks.map((command) => `to judge the result, run \`${command}\` with the tool \`check\``);
  const parts = {
    because: withoutRepeats([verdict.because, endSentence(end)]),
    hint,
    evidence: failedEvidence(verdict),
    diff: handover.diff,
    facts: listed([...runnable, ...found]),
    ruledOut: listed([...earlier, ...ruledOut]),
  };
  const room = Math.max(leastOfFindings, longestBrief - estimateTokens(task)) - besides;
  const names = Object.keys(parts) as (keyof typeof parts)[];
  const texts = fitTogether(
    names.map((name) => ({ text: parts[name], weight: weights[name] })),
    room,
  );
  const text = (name: keyof typeof parts) => texts[names.indexOf(name)] ?? "";
  const section = (title: string, name: keyof typeof parts) => (text(name) === "" ? "" : `\n${title}\n${text(name)}\n`);
  return render("handover", {
    task,
    attempts: String(earlier.length + 1),
    because: text("because"),
    evidence: section("What the checks said:", "evidence"),
    diff: section("The rejected change:", "diff"),
    facts: text("facts") || "- nothing",
    ruledOut: section("Ruled out:", "ruledOut"),
    hint: text("hint") === "" ? "" : `\nThe user says: ${text("hint")}\n`,
  });
}

function ruledOutBy({ model, verdict, end, diff }: Handover): string {
  const paths = [...diff.matchAll(/^\+\+\+ (?:b\/)?(\S+)/gm)].flatMap(([, path]) => path ?? []);
  const changed = paths.length === 0 ? "" : ` It had changed ${paths.slice(0, 5).join(", ")}.`;
  return `What ${model} tried: ${withoutRepeats([verdict.because, endSentence(end)])}${changed}`;
}

function failedEvidence({ evidence }: Verdict): string {
  return evidence
    .filter(({ outcome }) => outcome === "failed" || outcome === "timed-out")
    .map(({ check, summary, detail }) => `${check}: ${summary}\n${detail}`.trim())
    .join("\n\n");
}

/** Each sentence once, also when one is part of another. */
export function withoutRepeats(sentences: readonly string[]): string {
  return sentences
    .filter((one, index) => !sentences.some((other, at) => other.includes(one) && (other !== one || at < index)))
    .join(" ")
    .trim();
}

function listed(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
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
