import type { Kind } from "../../protocol/events.ts";
import { type Knowledge, learn, newKnowledge } from "../../routing/knowledge.ts";
import { shipped } from "../../routing/measured.ts";
import type { Candidate } from "../../routing/route.ts";
import type { PastTask } from "../../spend/past-task.ts";
import type { AttemptOutcome } from "../../spend/spend.ts";
import { routedCandidates } from "../candidates.ts";
import type { Parts } from "../parts.ts";

/** What all that happened tells of the models, whatever the conditions. */
export interface Hindsight {
  /** Oldest first, but for what the user wants to be forgotten. */
  readonly attempts: readonly AttemptOutcome[];
  knowledge(kind: Kind, parts: Parts, today: Parts): Knowledge;
}

export function hindsightOf(tasks: readonly PastTask[]): Hindsight {
  const attempts = attemptsIn(tasks);
  const known = new Map<string, Knowledge>();
  return {
    attempts,
    knowledge(kind, parts, today) {
      const candidates = candidatesOf(kind, parts, today);
      const key = [kind, ...candidates.map(({ id, typicalCost }) => `${id} ${typicalCost}`)].join("\n");
      const found = known.get(key) ?? knowledgeOf(kind, candidates, attempts);
      known.set(key, found);
      return found;
    },
  };
}

function attemptsIn(tasks: readonly PastTask[]): readonly AttemptOutcome[] {
  const all = tasks.flatMap(({ subtasks, workspace }) =>
    subtasks.flatMap(({ subtask, kind, attempts }) =>
      attempts
        .filter(({ verdict, answered, forgotten }) => (verdict !== undefined || answered) && !forgotten)
        .map((attempt, failuresBefore) => ({ ...attempt, subtask, workspace, kind, failuresBefore })),
    ),
  );
  return all.toSorted((a, b) => (a.endedAt < b.endedAt ? -1 : a.endedAt > b.endedAt ? 1 : 0));
}

/**
 * The models as they stand today, also those that the conditions leave out: they still tell how difficult a task was. Of the
 * same weights at several endpoints, the one that the conditions let choose.
 */
function candidatesOf(kind: Kind, parts: Parts, today: Parts): readonly Candidate[] {
  const may = new Map(routedCandidates(kind, parts).map((candidate) => [candidate.id, candidate]));
  return routedCandidates(kind, { ...today, priceOf: parts.priceOf }).map((candidate) => {
    const { id, alsoAs = [], rung, rungIndex } = candidate;
    const chosen = [id, ...alsoAs].flatMap((each) => may.get(each) ?? [])[0];
    if (chosen === undefined || chosen.id === id) return candidate;
    return { ...chosen, rung, rungIndex, alsoAs: [id, ...alsoAs].filter((each) => each !== chosen.id) };
  });
}

function knowledgeOf(kind: Kind, candidates: readonly Candidate[], attempts: readonly AttemptOutcome[]): Knowledge {
  const knowledge = newKnowledge(kind, candidates, shipped);
  for (const attempt of attempts) if (attempt.kind === kind) learn(knowledge, attempt);
  return knowledge;
}
