import type { AttemptOutcome } from "../spend/spend.ts";
import { type Knowledge, learn, newKnowledge } from "./knowledge.ts";
import type { Measured } from "./measured.ts";
import type { RouteRequest } from "./route.ts";

interface Remembered {
  readonly models: string;
  readonly knowledge: Knowledge;
  /** In the order in which they happened. */
  readonly learnt: AttemptOutcome[];
}

/**
 * What the outcomes teach, by kind. Outcomes come newest first, and mostly as before with a few new ones: only those are
 * learnt then. The same outcomes always give the same knowledge.
 */
export function rememberKnowledge(measured: Measured) {
  const byKind = new Map<string, Remembered>();
  return (request: RouteRequest, outcomes: readonly AttemptOutcome[]): Knowledge => {
    const { kind, candidates } = request;
    const models = candidates
      .map(({ id, alsoAs = [], family, rungIndex, typicalCost }) =>
        [id, ...alsoAs, family, rungIndex, typicalCost].join(" "),
      )
      .join("\n");
    let known = byKind.get(kind);
    let own = known?.models === models ? newSince(known.learnt, kind, outcomes) : undefined;
    if (known === undefined || own === undefined) {
      known = { models, knowledge: newKnowledge(kind, candidates, measured), learnt: [] };
      byKind.set(kind, known);
      own = newSince([], kind, outcomes) ?? [];
    }
    for (const outcome of own) {
      learn(known.knowledge, outcome);
      known.learnt.push(outcome);
    }
    return known.knowledge;
  };
}

/** Those of the kind that came after what was learnt, oldest first; undefined when that is no longer how it began. */
function newSince(
  learnt: readonly AttemptOutcome[],
  kind: RouteRequest["kind"],
  outcomes: readonly AttemptOutcome[],
): readonly AttemptOutcome[] | undefined {
  const found: AttemptOutcome[] = [];
  let place = 0;
  for (let index = outcomes.length - 1; index >= 0; index--) {
    const outcome = outcomes[index] as AttemptOutcome;
    if (outcome.kind !== kind) continue;
    const before = learnt[place++];
    if (before === undefined) found.push(outcome);
    else if (!isSame(before, outcome)) return undefined;
  }
  return place < learnt.length ? undefined : found;
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
      a.endedAt === b.endedAt)
  );
}
