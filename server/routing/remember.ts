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
    const own = outcomes.filter((outcome) => outcome.kind === kind).reverse();
    const models = candidates
      .map(({ id, alsoAs = [], family, rungIndex, typicalCost }) =>
        [id, ...alsoAs, family, rungIndex, typicalCost].join(" "),
      )
      .join("\n");
    let known = byKind.get(kind);
    if (
      known === undefined ||
      known.models !== models ||
      !known.learnt.every((one, index) => isSame(one, own[index]))
    ) {
      known = { models, knowledge: newKnowledge(kind, candidates, measured), learnt: [] };
      byKind.set(kind, known);
    }
    for (const outcome of own.slice(known.learnt.length)) {
      learn(known.knowledge, outcome);
      known.learnt.push(outcome);
    }
    return known.knowledge;
  };
}

function isSame(a: AttemptOutcome, b: AttemptOutcome | undefined): boolean {
  return (
    a === b ||
    (b !== undefined &&
      a.subtask === b.subtask &&
      a.model === b.model &&
      a.verdict === b.verdict &&
      a.later === b.later &&
      a.cost === b.cost &&
      a.endedAt === b.endedAt)
  );
}
