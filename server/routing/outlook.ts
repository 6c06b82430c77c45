import { costBehind } from "./kinship.ts";
import type { Knowledge } from "./knowledge.ts";
import { meanUpTo, shareUpTo } from "./normal.ts";
import { bestFirst, kinshipWith, type Plan } from "./search.ts";
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
  readonly stages: readonly Stage[];
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

interface Reached {
  readonly tried: readonly Stage[];
  readonly reach: Float64Array;
  readonly spent: Spent;
  readonly left: number;
}

export interface Start {
  /** Where it begins. A plan of one stage ends with it. */
  readonly plan: Plan;
  readonly stages: readonly Stage[];
  readonly levels: Float64Array;
  readonly worth: number;
  readonly longest: number;
}

export function outlookOf(start: Start, knowledge: Knowledge): Outlook {
  const ways: Way[] = [];
  const walk = walkFrom(start, knowledge, ways);
  return { success: walk.success, ways };
}

export function successOf(start: Start, knowledge: Knowledge): number {
  return walkFrom(start, knowledge, undefined).success;
}

function walkFrom(start: Start, knowledge: Knowledge, ways: Way[] | undefined): Walk {
  const { plan, levels, worth, longest } = start;
  const walk: Walk = { stages: start.stages, worth, knowledge, ways, success: 0 };
  const nothing = new Float64Array(levels.length);
  const left = plan.stages.length === 1 ? 1 : longest;
  const [first] = plan.stages;
  if (first) step(walk, first, { tried: [], reach: levels, spent: { mean: nothing, variance: nothing }, left });
  return walk;
}

function step(walk: Walk, stage: Stage, reached: Reached): void {
  const { tried, reach, spent, left } = reached;
  const { g } = walk.knowledge.errors.rates;
  const { solves, fails } = stage;
  const related = kinshipWith(tried, stage);
  const share = costBehind(stage.model.kin, tried.at(-1)?.model.kin);
  let solved = 0;
  for (let k = 0; k < reach.length; k++) solved += (reach[k] as number) * (solves[k] as number);
  walk.success += solved * related * (left <= 1 ? 1 : 1 - g);
  if (left <= 1) {
    if (walk.ways !== undefined) addWay(walk, reach, added(spent, wholeCost(stage), share));
    return;
  }
  for (const branch of branchesOf(stage, walk.knowledge)) {
    const goesOn = new Float64Array(reach.length);
    const ends = walk.ways && new Float64Array(reach.length);
    for (let k = 0; k < reach.length; k++) {
      const here = (reach[k] as number) * (branch.share[k] as number);
      goesOn[k] = here * (fails[k] as number);
      if (ends !== undefined) ends[k] = here - (goesOn[k] as number);
    }
    const now = ends === undefined ? spent : added(spent, branch.cost, share);
    if (ends !== undefined) addWay(walk, ends, now);
    decide(walk, { tried: [...tried, stage], reach: goesOn, spent: now, left: left - 1 });
  }
}

/** Of an attempt after which nothing is decided any more. */
function wholeCost({ cost, costs, cap }: Stage): Spent {
  const tail = cost === undefined ? 0 : Math.exp(cost.spread ** 2) - 1;
  // A cap cuts the long tail off, and with it most of the variance.
  const variance = costs.map((mean) => Math.min(mean ** 2 * tail, ((cap - mean) * mean) / 2));
  return { mean: costs, variance };
}

function decide(walk: Walk, reached: Reached): void {
  const { tried, reach, spent, left } = reached;
  const { rates } = walk.knowledge.errors;
  const next = bestFirst(walk.stages, tried, reach, left, walk.worth, rates);
  if (next !== undefined) {
    step(walk, next, reached);
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
  const edges = bounds.map((z) => Math.exp(cost.logMean + z * cost.spread));
  return widths.map((width, index) => {
    const [share, mean, variance] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    for (let k = 0; k < count; k++) {
      const middle = cost.logMean + cost.slope * (difficulty.dearer[k] as number);
      const [under, over] = [edges[index] ?? 0, edges[index + 1] ?? 0].map((edge) => {
        const below = shareUpTo(edge, middle, cost.spread);
        const top = Math.min(edge, cap);
        // The mean up to a bound counts what lies above it as the bound itself.
        return { below, sum: meanUpTo(top, middle, cost.spread) - (below === 1 ? 0 : top * (1 - below)) };
      }) as [{ below: number; sum: number }, { below: number; sum: number }];
      share[k] = over.below - under.below;
      mean[k] = Math.max(0, over.sum - under.sum) / Math.max(share[k] as number, 1e-9);
      variance[k] = ((mean[k] as number) * width * Math.min(1, cost.spread)) ** 2;
    }
    return { share, cost: { mean, variance } };
  });
}

export function expectedSpend({ ways }: Outlook): number {
  return ways.reduce((sum, { weight, mean }) => sum + weight * mean, 0);
}
