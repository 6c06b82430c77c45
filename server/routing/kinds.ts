import type { Kind } from "../protocol/events.ts";
import type { ErrorRates } from "./error-rates.ts";
import { measuredChecks } from "./measured-checks.ts";

/** What a kind of work implies: whether it edits files, and how often its checks are wrong by measurement, before the ledger tells. */
export interface KindFacts {
  readonly edits: boolean;
  /** Without checks nearly every wrong result is accepted: hardly any wrong answer names itself. */
  readonly checks: ErrorRates;
}

const editing = (kind: Kind): KindFacts => ({ edits: true, checks: measuredChecks(kind) });
const telling: KindFacts = { edits: false, checks: { f: 0.8, g: 0.01 } };

const facts: Readonly<Record<Kind, KindFacts>> = {
  edit: editing("edit"),
  // Only the editor's reports check it, and nobody measured these.
  "inline-edit": { edits: true, checks: { f: 0.15, g: 0.05 } },
  fix: editing("fix"),
  test: editing("test"),
  refactor: editing("refactor"),
  explore: telling,
  ask: telling,
  explain: telling,
  review: telling,
  summarize: telling,
  title: telling,
  "commit-message": telling,
  compact: telling,
  complete: telling,
};

export const kinds = Object.keys(facts) as readonly Kind[];

export function kindFacts(kind: Kind): KindFacts {
  return facts[kind];
}

/** The measured work that a kind is most like; of the others nothing was measured. */
export function workLike(kind: Kind): "fix" | "test" | undefined {
  if (kind === "test") return "test";
  return facts[kind].edits ? "fix" : undefined;
}

const patterns: readonly (readonly [RegExp, Kind])[] = [
  [/\b(fix|repair|resolve|debug|make .*\b(pass|work|green))\b|\b(fails|failing|broken|bug)\b/i, "fix"],
  [/\b(write|add|create|extend)\b[^.]*\btests?\b/i, "test"],
  [/\b(refactor|rename|extract|inline|simplify|deduplicate|clean up|move)\b/i, "refactor"],
  [/\b(review)\b/i, "review"],
  [/^\s*(explain|describe)\b/i, "explain"],
  [/^\s*(summari[sz]e)\b/i, "summarize"],
  [/^\s*(find|locate|list|explore)\b/i, "explore"],
];

const question = /^\s*(what|why|how|where|which|who|when|is|are|does|do|can|could|should)\b|\?\s*$/i;
const imperative =
  /^\s*(please\s+)?(fix|add|write|refactor|rename|implement|change|make|create|remove|update|extract)\b/i;

/** The kind of a task, from the user's own words. Files and model text have no say. `ask` mode never gives an editing kind. */
export function guessKind(prompt: string, mode: "ask" | "edit"): Kind {
  if (question.test(prompt) && !imperative.test(prompt)) return "ask";
  const kind = patterns.find(([pattern]) => pattern.test(prompt))?.[1] ?? "edit";
  return mode === "ask" && facts[kind].edits ? "ask" : kind;
}
