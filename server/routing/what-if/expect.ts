import type { Kind } from "../../protocol/events.ts";
import type { PastTask } from "../../spend/past-task.ts";
import { usd } from "../dollars.ts";
import type { Knowledge } from "../knowledge.ts";
import type { Range } from "../survey.ts";
import { createDecisions, type Decide, type Decision } from "./decisions.ts";
import { type Piece, pieceOf, wasJudged } from "./past.ts";
import { poisson, type Random, seeded } from "./random.ts";
import { play } from "./replay.ts";
import { stretchesOf } from "./stretches.ts";
import { drawWorld } from "./world.ts";

/** What the policy would make of the past tasks, in many worlds that may be the true one. */
export interface Expectation {
  /** The same index stands for the same choice of tasks, whatever the conditions. Cost in US dollars. */
  readonly samples: readonly Sample[];
  /** Tasks by what stands behind them: attempts that were really made, at least one that was not, or nothing judged, so that they stay as they were. */
  readonly behind: { readonly observed: number; readonly estimated: number; readonly unchanged: number };
}

/** Of as many tasks as there are, drawn from them at random: so much may chance alone change. */
export interface Sample {
  readonly completed: number;
  readonly cost: number;
}

export interface Conditions {
  /** With what was known when a task began. */
  readonly policyBefore: (task: PastTask) => Decide;
  readonly knowledge: (kind: Kind) => Knowledge;
}

const seed = 20_261_121;
/** More tasks even out by themselves. */
const [fewestWorlds, mostWorlds, mostPlayed] = [40, 400, 400_000];

/** Tasks in the order in which they began. */
export function expect(tasks: readonly PastTask[], conditions: Conditions): Expectation {
  const { played, open, behind } = begin(tasks, conditions);
  const worlds = Math.min(mostWorlds, Math.max(fewestWorlds, Math.ceil(mostPlayed / Math.max(1, tasks.length))));
  const samples = Array.from({ length: worlds }, (_, index) => sampleOf(played, open, index));
  return { samples, behind };
}

/** A task with what is certain of it, and the pieces whose end has to be imagined. */
interface Played {
  readonly cost: number;
  readonly completed: boolean;
  readonly open: readonly Open[];
}

interface Open {
  readonly piece: Piece;
  readonly begin: Decision;
}

function begin(tasks: readonly PastTask[], { policyBefore, knowledge }: Conditions) {
  const behind = { observed: 0, estimated: 0, unchanged: 0 };
  const played: Played[] = [];
  let open = 0;
  for (const stretch of stretchesOf(tasks)) {
    const decisions = createDecisions(policyBefore(stretch[0]));
    for (const task of stretch) {
      const judged = task.subtasks.filter(wasJudged);
      const pieces = judged.map((past, index) => pieceOf(open + index, past, task, knowledge(past.kind)));
      const one = beginTask(task, pieces, decisions);
      played.push(one);
      open += pieces.length;
      behind[judged.length === 0 ? "unchanged" : one.open.length > 0 ? "estimated" : "observed"] += 1;
    }
  }
  return { played, open, behind };
}

function beginTask(task: PastTask, pieces: readonly Piece[], decisions: (piece: Piece) => Decision): Played {
  const open: Open[] = [];
  let [cost, completed] = [usd(task.cost), task.completed];
  for (const piece of pieces) {
    const begin = decisions(piece);
    const played = play(piece, begin, undefined);
    // What these attempts really cost is in the task's cost; what was never judged stays there.
    cost += (played?.cost ?? 0) - piece.tries.reduce((sum, each) => sum + each.cost, 0);
    if (piece.root) completed = played?.completed === true;
    if (played === undefined) open.push({ piece, begin });
  }
  return { cost, completed, open };
}

function sampleOf(tasks: readonly Played[], pieces: number, index: number): Sample {
  const times = drawnTimes(tasks.length, seeded(seed + index));
  const world = drawWorld(pieces, seeded(seed - index - 1));
  let [chosen, cost, completed] = [0, 0, 0];
  for (const [place, task] of tasks.entries()) {
    const often = times[place] as number;
    if (often === 0) continue;
    chosen += often;
    cost += often * task.cost;
    let ends = task.completed;
    for (const { piece, begin } of task.open) {
      const played = play(piece, begin, world);
      cost += often * (played?.cost ?? 0);
      if (piece.root) ends = played?.completed === true;
    }
    if (ends) completed += often;
  }
  const scale = chosen === 0 ? 0 : tasks.length / chosen;
  return { completed: completed * scale, cost: Math.max(0, cost * scale) };
}

/** How often each of them stands among as many that are drawn with replacement; of a few, at least once each when none would. */
function drawnTimes(count: number, random: Random): Uint8Array {
  const times = Uint8Array.from({ length: count }, () => poisson(random.uniform()));
  return times.every((often) => often === 0) ? times.fill(1) : times;
}

/** How large a share of cases a range holds, if what is believed is right. */
export const rangeHolds = 0.8;

export function rangeOf(values: readonly number[]): Range {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  const likely = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [low, high] = [at((1 - rangeHolds) / 2), at((1 + rangeHolds) / 2)];
  return { low: Math.min(low, likely), likely, high: Math.max(high, likely) };
}
