import type { Kind } from "../../protocol/events.ts";
import type { PastSubtask, PastTask } from "../../spend/past-task.ts";
import { usd } from "../dollars.ts";
import { type Knowledge, levelsAfterAll, type ModelKnowledge, modelCalled } from "../knowledge.ts";

/** One piece of past work, as it is played again. */
export interface Piece {
  /** Counts from 0. */
  readonly index: number;
  readonly kind: Kind;
  readonly workspace: string;
  readonly root: boolean;
  readonly knowledge: Knowledge;
  /** What was really tried, and tells something. */
  readonly tries: readonly Try[];
  /** How difficult it was, by all of these. */
  readonly levels: Float64Array;
  /** Nothing could check its result, and the user said nothing of it. */
  readonly unprovable: boolean;
  /** Its task was completed. */
  readonly completed: boolean;
}

export interface Try {
  /** Stands for the same weights wherever they are served. */
  readonly model: ModelKnowledge | undefined;
  /** In US dollars. */
  readonly cost: number;
  readonly cutShort: boolean;
  /** With it the work ended. */
  readonly ends: boolean;
}

export function pieceOf(
  index: number,
  past: PastSubtask,
  { workspace, completed }: PastTask,
  knowledge: Knowledge,
): Piece {
  const last = past.attempts.findLast(({ ends }) => ends);
  const telling = past.attempts.filter(({ verdict, answered }) => verdict !== undefined || answered);
  return {
    index,
    kind: past.kind,
    workspace,
    root: past.root,
    knowledge,
    tries: telling.map(({ model, cost, cutShort, ends }) => ({
      ...{ model: modelCalled(model, knowledge), cost: usd(cost) },
      ...{ cutShort, ends },
    })),
    levels: levelsAfterAll(knowledge, workspace, telling),
    unprovable: last?.verdict === "unproved",
    completed,
  };
}

/** Whether what was tried says anything of it: what was stopped, interrupted or refused stays as it was. */
export function wasJudged({ attempts }: PastSubtask): boolean {
  return attempts.some(({ verdict, answered }) => verdict !== undefined || answered);
}
