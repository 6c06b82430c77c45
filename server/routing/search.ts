import type { ErrorRates } from "./error-rates.ts";
import { costBehind, kinship, kinshipTo } from "./kinship.ts";
import { along, type ModelKnowledge } from "./knowledge.ts";
import type { Stage } from "./stage.ts";

/** Up to three stages in the order in which they are tried. */
export interface Plan {
  readonly stages: readonly Stage[];
  /** Expected, in US dollars. */
  readonly cost: number;
  /** Chance that the task ends with a result that is truly right. */
  readonly success: number;
}

/** Every plan's value, and its stages by their index. There are thousands, so they are kept as columns. */
export interface Plans {
  readonly stages: readonly Stage[];
  readonly cost: Float64Array;
  readonly success: Float64Array;
  /** Up to three indexes, one after the other in digits of base 128; 0 stands for none. */
  readonly path: Int32Array;
  readonly highest: Ending["highest"];
  count: number;
}

/**
 * When a sequence may end though others could go on: once a model that stands highest has tried it. After one failure somebody
 * always goes on.
 */
export interface Ending {
  readonly highest: ReadonlySet<ModelKnowledge>;
  /** What failed at it already. */
  readonly failed: readonly ModelKnowledge[];
}

/** These have failed, and that may be enough. */
export function mayStop({ highest, failed }: Ending): boolean {
  return failed.length > 1 && hasHighest({ highest, failed });
}

function hasHighest({ highest, failed }: Ending): boolean {
  return failed.some((model) => highest.has(model));
}

const base = 128;

/**
 * Values every sequence of the stages in which no model stands twice, and which goes on as long as it can or ends where it
 * may. The result of the last stage counts whatever its verdict.
 */
export function plansOf(
  stages: readonly Stage[],
  levels: Float64Array,
  longest: number,
  { g }: ErrorRates,
  ending: Ending,
): Plans {
  const size = stages.length ** longest + stages.length;
  const [cost, success, path] = [new Float64Array(size), new Float64Array(size), new Int32Array(size)];
  const plans: Plans = { stages, cost, success, path, highest: ending.highest, count: 0 };
  const ties = tiesOf(stages);
  const mayEnd = hasHighest(ending);
  const before = { reach: levels, path: 0, cost: 0, success: 0, first: undefined, second: undefined, mayEnd };
  const models = new Set(stages.map(({ model }) => model)).size;
  if (longest > 0 && models > 0) extend(plans, ties, before, Math.min(longest, models), 1 - g);
  return plans;
}

/** How each stage fares right behind each other one: in rows, one for the stage that failed. */
interface Ties {
  readonly kinship: Float64Array;
  readonly cost: Float64Array;
}

function tiesOf(stages: readonly Stage[]): Ties {
  const count = stages.length;
  const [kinship, cost] = [new Float64Array(count * count), new Float64Array(count * count)];
  let cell = 0;
  for (const { model: failed } of stages)
    for (const { model } of stages) {
      kinship[cell] = kinshipTo(model.kin, failed.kin);
      cost[cell++] = costBehind(model.kin, failed.kin);
    }
  return { kinship, cost };
}

interface Begun {
  readonly reach: Float64Array;
  readonly path: number;
  readonly cost: number;
  readonly success: number;
  /** Indexes of the stages before. */
  readonly first: number | undefined;
  readonly second: number | undefined;
  /** A model that stands highest is among them. */
  readonly mayEnd: boolean;
}

function extend(plans: Plans, ties: Ties, begun: Begun, left: number, accepted: number): void {
  const { reach, first, second } = begun;
  const { stages } = plans;
  const next = left > 1 ? new Float64Array(reach.length) : reach;
  const firstModel = first === undefined ? undefined : stages[first]?.model;
  const secondModel = second === undefined ? undefined : stages[second]?.model;
  const firstRow = (first ?? -1) * stages.length;
  const secondRow = (second ?? -1) * stages.length;
  const lastRow = second === undefined ? firstRow : secondRow;
  for (let index = 0; index < stages.length; index++) {
    const stage = stages[index] as Stage;
    const { model, costs, solves, checks } = stage;
    if (model === firstModel || model === secondModel) continue;
    const afterFirst = ties.kinship[firstRow + index] ?? 1;
    const afterSecond = ties.kinship[secondRow + index] ?? 1;
    const share = ties.cost[lastRow + index] ?? 1;
    let [paid, check, solved] = [begun.cost, 0, 0];
    for (let k = 0; k < reach.length; k++) {
      const here = reach[k] as number;
      paid += here * (costs[k] as number);
      check += here * (checks[k] as number);
      solved += here * (solves[k] as number);
    }
    if (share !== 1) paid -= (paid - begun.cost) * (1 - share);
    if (first !== undefined) paid += check;
    solved *= Math.min(afterFirst, afterSecond);
    const path = begun.path * base + index + 1;
    const mayEnd = begun.mayEnd || plans.highest.has(model);
    if (left === 1 || mayEnd) {
      plans.cost[plans.count] = paid;
      plans.success[plans.count] = begun.success + solved;
      plans.path[plans.count++] = path;
    }
    if (left === 1) continue;
    if (first === undefined) paid += check;
    afterFailing(stage, reach, next);
    const success = begun.success + solved * accepted;
    extend(
      plans,
      ties,
      {
        reach: next,
        path,
        cost: paid,
        success,
        first: first ?? index,
        second: first === undefined ? undefined : index,
        mayEnd,
      },
      left - 1,
      accepted,
    );
  }
}

/**
 * What each stage that is open would add next, and what each other one would behind it: chances of a right result, and US
 * dollars. What a right result is worth is not in it, so it serves for every worth.
 */
export interface Prospects {
  readonly open: readonly Stage[];
  /** For each, how much less it solves since its kin were tried. */
  readonly kin: readonly number[];
  /** There is time for another one behind it. */
  readonly more: boolean;
  /** By the stages in `open`: it may end with it. */
  readonly mayEnd: readonly boolean[];
  readonly mayStop: boolean;
  /** Rows as long as `open`: what each adds next, then what each adds behind the first, the second and so on. */
  readonly right: Float64Array;
  readonly spent: Float64Array;
}

export function prospectsOf(
  stages: readonly Stage[],
  tried: readonly Stage[],
  reach: Float64Array,
  left: number,
  { highest, failed: before }: Ending,
): Prospects {
  const open = stages.filter((stage) => tried.every(({ model }) => model !== stage.model));
  const ending = { highest, failed: [...before, ...tried.map(({ model }) => model)] };
  const ended = hasHighest(ending);
  const failed = tried.map(({ model }) => model.kin);
  const kin = open.map(({ model }) => kinship(model.kin, failed));
  const more = left > 1 && open.some(({ model }) => model !== open[0]?.model);
  const size = more ? open.length * (open.length + 1) : open.length;
  const prospects: Prospects = {
    ...{ open, kin, more, right: new Float64Array(size), spent: new Float64Array(size) },
    mayEnd: open.map(({ model }) => ended || highest.has(model)),
    mayStop: mayStop(ending),
  };
  addRow(prospects, 0, reach, tried.at(-1));
  const next = new Float64Array(reach.length);
  if (!more) return prospects;
  for (const [index, stage] of open.entries()) addRow(prospects, index + 1, afterFailing(stage, reach, next), stage);
  return prospects;
}

function addRow({ open, right, spent }: Prospects, row: number, reach: Float64Array, before: Stage | undefined): void {
  let place = row * open.length;
  for (const { model, costs, solves, spends } of open) {
    const share = costBehind(model.kin, before?.model.kin);
    let [won, paid] = [0, 0];
    for (let k = 0; k < reach.length; k++) {
      const here = reach[k] as number;
      won += here * (solves[k] as number);
      paid += here * (spends[k] as number);
    }
    right[place] = won;
    spent[place++] = share === 1 ? paid : paid - (1 - share) * along(reach, costs);
  }
}

/**
 * The first stage of the plan of one or two stages with the most left over, when a right result is worth so much: the same
 * as `bestAt` would find, without keeping the plans. Undefined when nothing is worth its cost and what was tried may be enough.
 */
export function bestFirst(prospects: Prospects, worth: number, { g }: ErrorRates): Stage | undefined {
  const { open, kin, more, mayEnd, mayStop, right, spent } = prospects;
  let best: Stage | undefined;
  let most = mayStop ? 0 : Number.NEGATIVE_INFINITY;
  for (let index = 0; index < open.length; index++) {
    const won = worth * (kin[index] as number) * (right[index] as number);
    // Who goes on does not keep what the check refuses wrongly.
    const goingOn = more ? bestBehind(prospects, index, worth) - g * won : 0;
    const gain = won - (spent[index] as number) + (mayEnd[index] === true ? Math.max(0, goingOn) : goingOn);
    if (gain <= most) continue;
    most = gain;
    best = open[index];
  }
  return best;
}

/** The most that a second stage adds. */
function bestBehind({ open, kin, right, spent }: Prospects, index: number, worth: number): number {
  const first = open[index] as Stage;
  const row = (index + 1) * open.length;
  let most = Number.NEGATIVE_INFINITY;
  for (let other = 0; other < open.length; other++) {
    const stage = open[other] as Stage;
    if (stage.model === first.model) continue;
    const related = Math.min(kin[other] as number, kinshipTo(stage.model.kin, first.model.kin));
    const gain = worth * related * (right[row + other] as number) - (spent[row + other] as number);
    if (gain > most) most = gain;
  }
  return most;
}

function afterFailing({ fails }: Stage, reach: Float64Array, next: Float64Array): Float64Array {
  for (let k = 0; k < reach.length; k++) next[k] = (reach[k] as number) * (fails[k] as number);
  return next;
}

/** The plan with the most left over when a right result is worth so much, if that is more than `least`. */
export function bestAt(plans: Plans, worth: number, least = Number.NEGATIVE_INFINITY): Plan | undefined {
  const { count, cost, success, path } = plans;
  let best = -1;
  let most = least;
  for (let index = 0; index < count; index++) {
    const left = worth * (success[index] as number) - (cost[index] as number);
    if (left <= most) continue;
    most = left;
    best = index;
  }
  return best < 0
    ? undefined
    : { stages: stagesOn(path[best] ?? 0, plans.stages), cost: cost[best] ?? 0, success: success[best] ?? 0 };
}

function stagesOn(path: number, stages: readonly Stage[]): readonly Stage[] {
  const found: Stage[] = [];
  for (let rest = path; rest > 0; rest = Math.floor(rest / base)) {
    const stage = stages[(rest % base) - 1];
    if (stage !== undefined) found.unshift(stage);
  }
  return found;
}

export function mostSuccess({ count, success }: Plans): number {
  let most = 0;
  for (let index = 0; index < count; index++) most = Math.max(most, success[index] as number);
  return most;
}
