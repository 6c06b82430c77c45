import type { AttemptOutcome } from "../spend/spend.ts";
import { type Knowledge, learn, newKnowledge } from "./knowledge.ts";
import type { Measured } from "./measured.ts";
import type { Candidate, RouteRequest } from "./route.ts";

/** Outcomes older than this many attempts teach nothing new. */
export const mostOutcomes = 2_000;

interface Remembered {
  readonly candidates: readonly Candidate[];
  readonly knowledge: Knowledge;
  /** In the order in which they happened. */
  readonly learnt: AttemptOutcome[];
}

/**
 * What the outcomes teach, by kind. Outcomes come newest first, and mostly as before with a few new ones: only those are
 * learnt then. The same outcomes always give the same knowledge, but that what was learnt stays when it grows too old to be told again.
 */
export function rememberKnowledge(measured: Measured) {
  const byKind = new Map<string, Remembered>();
  return ({ kind, candidates }: RouteRequest, outcomes: readonly AttemptOutcome[]): Knowledge => {
    const own = outcomes.filter((outcome) => outcome.kind === kind).reverse();
    let known = byKind.get(kind);
    const fallen = known && areSame(known.candidates, candidates) ? fallenOut(known.learnt, own, outcomes) : undefined;
    if (known === undefined || fallen === undefined) {
      known = { candidates, knowledge: newKnowledge(kind, candidates, measured), learnt: [] };
      byKind.set(kind, known);
    } else if (fallen > 0) known.learnt.splice(0, fallen);
    for (const outcome of own.slice(known.learnt.length)) {
      learn(known.knowledge, outcome);
      known.learnt.push(outcome);
    }
    return known.knowledge;
  };
}

/** How many of the oldest that were learnt are no longer told, since newer ones took their place; undefined when anything else is different. */
function fallenOut(
  learnt: readonly AttemptOutcome[],
  own: readonly AttemptOutcome[],
  outcomes: readonly AttemptOutcome[],
): number | undefined {
  const [first] = own;
  if (learnt.length === 0) return 0;
  if (first === undefined) return undefined;
  const fallen = learnt.findIndex((outcome) => isSame(outcome, first));
  const before = learnt[fallen - 1];
  if (fallen < 0 || (before !== undefined && !isTooOld(before, outcomes))) return undefined;
  for (let place = fallen; place < learnt.length; place++) {
    const now = own[place - fallen];
    if (now === undefined || !isSame(learnt[place] as AttemptOutcome, now)) return undefined;
  }
  return fallen;
}

/** What is missing though older outcomes are told, or though there is room for more, was forgotten at the user's wish. */
function isTooOld({ endedAt }: AttemptOutcome, outcomes: readonly AttemptOutcome[]): boolean {
  return outcomes.length >= mostOutcomes && endedAt <= (outcomes.at(-1)?.endedAt ?? "");
}

function isSame(a: AttemptOutcome, b: AttemptOutcome): boolean {
  return (
    a === b ||
    (a.subtask === b.subtask &&
      a.model === b.model &&
      a.verdict === b.verdict &&
      a.later === b.later &&
      a.grounds?.join() === b.grounds?.join() &&
      a.cost === b.cost &&
      a.endedAt === b.endedAt &&
      a.whole?.expected === b.whole?.expected &&
      a.whole?.cost === b.whole?.cost)
  );
}

/** In all that knowledge begins with. */
function areSame(before: readonly Candidate[], now: readonly Candidate[]): boolean {
  return (
    before === now ||
    (before.length === now.length && before.every((candidate, index) => isAlike(candidate, now[index] as Candidate)))
  );
}

function isAlike(a: Candidate, b: Candidate): boolean {
  return (
    a === b ||
    (a.id === b.id &&
      a.family === b.family &&
      a.rungIndex === b.rungIndex &&
      a.weights === b.weights &&
      a.effort === b.effort &&
      a.typicalCost === b.typicalCost &&
      a.warmCost === b.warmCost &&
      a.alsoAs?.length === b.alsoAs?.length &&
      (a.alsoAs ?? []).every((id, index) => id === b.alsoAs?.[index]))
  );
}
