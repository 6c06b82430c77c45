import type { CostBelief } from "./cost.ts";
import { costBehind, kinship } from "./kinship.ts";
import type { Knowledge } from "./knowledge.ts";
import { meanUpTo, shareUpTo } from "./normal.ts";
import { bestFirst, type Ending, type Plan, type Prospects, prospectsOf } from "./search.ts";
import type { Stage } from "./stage.ts";

/** One way that a task can go: how likely, and what its calls cost then, in US dollars. */
export interface Way {
  readonly weight: number;
  readonly mean: number;
  readonly variance: number;
}

/** What is to be expected of a task that begins with a stage and decides anew after each failure. */
export interface Outlook {
  readonly success: number;
  readonly ways: readonly Way[];
}

/** A failed attempt was cheap, middling or dear for its model, at these spreads off the middle: that tells how hard the task is. */
const bounds = [Number.NEGATIVE_INFINITY, -0.4, 0.5, Number.POSITIVE_INFINITY];
/** Within the middle branch and the outer ones, costs differ by so large a share of their mean. */
const widths = [0.3, 0.3, 0.45];

interface Walk {
  readonly worth: number;
  readonly knowledge: Knowledge;
  /** Undefined when only the success is asked for. */
  readonly ways: Way[] | undefined;
  success: number;
}

/** What the attempts so far cost, by level. */
interface Spent {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
}

/** How far a task can come. What can follow there is the same whatever a right result is worth, and is worked out once. */
interface Point {
  readonly choices: Choices;
  readonly tried: readonly Stage[];
  readonly reach: Float64Array;
  readonly left: number;
  prospects: Prospects | undefined;
  /** By the stage that is tried next and fails: one for each of its branches. */
  readonly after: Map<Stage, readonly Point[]>;
}

/** What there is to choose from. */
export interface Choices {
  readonly stages: readonly Stage[];
  readonly levels: Float64Array;
  readonly longest: number;
  readonly ending: Ending;
}

export interface Start extends Choices {
  /** Where it begins. A plan of one stage ends with it. */
  readonly plan: Plan;
  readonly worth: number;
}

export function outlookOf(start: Start, knowledge: Knowledge): Outlook {
  const ways: Way[] = [];
  const walk: Walk = { worth: start.worth, knowledge, ways, success: 0 };
  begin(walk, start.plan, beginningOf(start));
  return { success: walk.success, ways };
}

/** The success of a task that begins with a plan, for any number of plans and worths. */
export function successesAmong(choices: Choices, knowledge: Knowledge): (plan: Plan, worth: number) => number {
  const beginning = beginningOf(choices);
  return (plan, worth) => {
    const walk: Walk = { worth, knowledge, ways: undefined, success: 0 };
    begin(walk, plan, beginning);
    return walk.success;
  };
}

function beginningOf(choices: Choices): Point {
  return pointAt(choices, [], choices.levels, choices.longest);
}

function pointAt(choices: Choices, tried: readonly Stage[], reach: Float64Array, left: number): Point {
  return { choices, tried, reach, left, prospects: undefined, after: new Map() };
}

function begin(walk: Walk, { stages: [first, ...others] }: Plan, beginning: Point): void {
  if (first === undefined) return;
  const nothing = new Float64Array(beginning.reach.length);
  step(walk, first, others.length === 0 ? { ...beginning, left: 1 } : beginning, { mean: nothing, variance: nothing });
}

function step(walk: Walk, stage: Stage, point: Point, spent: Spent): void {
  const { tried, reach, left } = point;
  const { g } = walk.knowledge.errors.rates;
  const { solves, model } = stage;
  const failed = tried.map((each) => each.model.kin);
  const related = kinship(model.kin, failed);
  const share = costBehind(model.kin, failed.at(-1));
  let solved = 0;
  for (let k = 0; k < reach.length; k++) solved += (reach[k] as number) * (solves[k] as number);
  walk.success += solved * related * (left <= 1 ? 1 : 1 - g);
  if (left <= 1) {
    if (walk.ways !== undefined) addWay(walk, reach, added(spent, wholeCost(stage), share));
    return;
  }
  const branches = branchesOf(stage, walk.knowledge);
  const points = pointsAfter(point, stage, branches);
  for (let index = 0; index < branches.length; index++) {
    const next = points[index] as Point;
    decide(
      walk,
      next,
      walk.ways === undefined ? spent : endHere(walk, branches[index] as Branch, point, next, spent, share),
    );
  }
}

function pointsAfter(point: Point, stage: Stage, branches: readonly Branch[]): readonly Point[] {
  const found = point.after.get(stage);
  if (found !== undefined) return found;
  const { choices, reach, left } = point;
  const tried = [...point.tried, stage];
  const points = branches.map(({ share }) => {
    const goesOn = new Float64Array(reach.length);
    for (let k = 0; k < reach.length; k++)
      goesOn[k] = (reach[k] as number) * (share[k] as number) * (stage.fails[k] as number);
    return pointAt(choices, tried, goesOn, left - 1);
  });
  point.after.set(stage, points);
  return points;
}

/** What does not go on ends with this branch. */
function endHere(walk: Walk, branch: Branch, { reach }: Point, next: Point, spent: Spent, share: number): Spent {
  const ends = new Float64Array(reach.length);
  for (let k = 0; k < reach.length; k++)
    ends[k] = (reach[k] as number) * (branch.share[k] as number) - (next.reach[k] as number);
  const now = added(spent, branch.cost, share);
  addWay(walk, ends, now);
  return now;
}

/** Of an attempt after which nothing is decided any more. */
function wholeCost({ cost, costs, cap }: Stage): Spent {
  const tail = cost === undefined ? 0 : Math.exp(cost.spread ** 2) - 1;
  // A cap cuts the long tail off, and with it most of the variance.
  const variance = costs.map((mean) => Math.min(mean ** 2 * tail, ((cap - mean) * mean) / 2));
  return { mean: costs, variance };
}

function decide(walk: Walk, point: Point, spent: Spent): void {
  const { choices, tried, reach, left } = point;
  const { rates } = walk.knowledge.errors;
  point.prospects ??= prospectsOf(choices.stages, tried, reach, left, choices.ending);
  const next = bestFirst(point.prospects, walk.worth, rates);
  if (next !== undefined) {
    step(walk, next, point, spent);
    return;
  }
  addWay(walk, reach, spent);
  const stage = tried.at(-1);
  // The last attempt's result stays, and is right as often as it was wrongly refused.
  for (let k = 0; k < reach.length; k++)
    walk.success += ((reach[k] as number) * (stage?.solves[k] ?? 0) * rates.g) / Math.max(stage?.fails[k] ?? 0, 1e-9);
}

/** `share` of an attempt's own cost comes on top. */
function added(spent: Spent, own: Spent, share: number): Spent {
  const [mean, variance] = [spent.mean.slice(), spent.variance.slice()];
  for (let k = 0; k < mean.length; k++) {
    mean[k] = (mean[k] as number) + (own.mean[k] as number) * share;
    variance[k] = (variance[k] as number) + (own.variance[k] as number) * share ** 2;
  }
  return { mean, variance };
}

/** All levels of one way together. */
function addWay({ ways }: Walk, weights: Float64Array, spent: Spent): void {
  if (ways === undefined) return;
  let [weight, mean, square] = [0, 0, 0];
  for (let k = 0; k < weights.length; k++) {
    const own = spent.mean[k] as number;
    const share = weights[k] as number;
    weight += share;
    mean += share * own;
    square += share * ((spent.variance[k] as number) + own ** 2);
  }
  if (weight < 1e-6) return;
  mean /= weight;
  ways.push({ weight, mean, variance: Math.max(0, square / weight - mean ** 2) });
}

/** By level: how likely the attempt's cost lies in this branch, and what it is then. */
interface Branch {
  readonly share: Float64Array;
  readonly cost: Spent;
}

const known = new WeakMap<Stage, readonly Branch[]>();

function branchesOf(stage: Stage, knowledge: Knowledge): readonly Branch[] {
  const found = known.get(stage) ?? makeBranches(stage, knowledge);
  known.set(stage, found);
  return found;
}

function makeBranches(stage: Stage, { difficulty }: Knowledge): readonly Branch[] {
  const { cost, cap } = stage;
  const count = difficulty.dearer.length;
  const nothing = new Float64Array(count);
  if (cost === undefined) return [{ share: nothing.map(() => 1), cost: { mean: nothing, variance: nothing } }];
  const edges = bounds.map((z) => {
    const edge = Math.exp(cost.logMean + z * cost.spread);
    return upToEdge(edge, cap, cost, difficulty.dearer);
  });
  return widths.map((width, index) => {
    const [share, mean, variance] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    const [under, over] = [edges[index] as Portion, edges[index + 1] as Portion];
    for (let k = 0; k < count; k++) {
      share[k] = (over.below[k] as number) - (under.below[k] as number);
      mean[k] = Math.max(0, (over.sum[k] as number) - (under.sum[k] as number)) / Math.max(share[k] as number, 1e-9);
      variance[k] = ((mean[k] as number) * width * Math.min(1, cost.spread)) ** 2;
    }
    return { share, cost: { mean, variance } };
  });
}

/** By level: how likely an attempt's cost lies below a bound, and what such attempts add to the mean. */
interface Portion {
  readonly below: Float64Array;
  readonly sum: Float64Array;
}

function upToEdge(edge: number, cap: number, cost: CostBelief, dearer: Float64Array): Portion {
  const top = Math.min(edge, cap);
  const [below, sum] = [new Float64Array(dearer.length), new Float64Array(dearer.length)];
  for (let k = 0; k < dearer.length; k++) {
    const middle = cost.logMean + cost.slope * (dearer[k] as number);
    const share = shareUpTo(edge, middle, cost.spread);
    below[k] = share;
    // The mean up to a bound counts what lies above it as the bound itself.
    sum[k] = meanUpTo(top, middle, cost.spread) - (share === 1 ? 0 : top * (1 - share));
  }
  return { below, sum };
}

export function expectedSpend({ ways }: Outlook): number {
  return ways.reduce((sum, { weight, mean }) => sum + weight * mean, 0);
}
