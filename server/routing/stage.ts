import type { CostBelief } from "./cost.ts";
import { hopedChances, hopedCost } from "./curiosity.ts";
import { costBehind, type Kin, kinship } from "./kinship.ts";
import { costOf, type Knowledge, type ModelKnowledge } from "./knowledge.ts";
import { meanUpTo, shareUpTo } from "./normal.ts";

/** One model with a cap on what its attempt may cost, and what to expect of that on each level of difficulty. */
export interface Stage {
  readonly model: ModelKnowledge;
  /** In US dollars; `Infinity` for none. */
  readonly cap: number;
  readonly cost: CostBelief | undefined;
  /** Chance that the result is right. */
  readonly solves: Float64Array;
  /** Chance that the attempt is not accepted, right or wrong. */
  readonly fails: Float64Array;
  /** In US dollars. */
  readonly costs: Float64Array;
  /** The same for its check. What one model does alone, with nothing behind it, has none to pay for. */
  readonly checks: Float64Array;
  /** Both together. */
  readonly spends: Float64Array;
}

/** A check and the wait for it, in US dollars. */
export const checkCost = 0.01;
/** Caps lie so many spreads above the middle of what an attempt costs. */
const capsAt = [0.7, Number.POSITIVE_INFINITY];

export interface StageLimits {
  /** What may be spent on models that are new here. */
  readonly allowance: number;
  /** What failed at this already, in its order. */
  readonly tried: readonly Kin[];
  /** How much more there is to read than usual, as a log of what that costs. */
  readonly larger: (model: ModelKnowledge) => number;
  /** The most that this task may still spend, in US dollars. */
  readonly left: number;
  /** What a check is worth to save, in US dollars. */
  readonly check: number;
}

export function stagesOf(knowledge: Knowledge, model: ModelKnowledge, limits: StageLimits): readonly Stage[] {
  const larger = largerFor(model, limits);
  const cost = enlarged(hopedCost(model, limits.allowance), larger);
  if (cost === undefined) return [stageOf(knowledge, model, undefined, Number.POSITIVE_INFINITY, limits)];
  const caps = capsAt.map((z) => Math.min(limits.left, Math.exp(cost.logMean + z * cost.spread)));
  // A hope is tried for no more than it would cost if it came true.
  const hoped = cost.logMean < (costOf(model)?.logMean ?? 0) + larger;
  return [...new Set(hoped ? caps.slice(0, 1) : caps)].map((cap) => stageOf(knowledge, model, cost, cap, limits));
}

/** The same stage by what is believed, not hoped. */
export function believed(stage: Stage, knowledge: Knowledge, limits: StageLimits): Stage {
  const cost = enlarged(costOf(stage.model), largerFor(stage.model, limits));
  if (cost === undefined || cost.logMean === stage.cost?.logMean) return stage;
  return stageOf(knowledge, stage.model, cost, stage.cap, limits);
}

/** And how much less of it has to be paid in full. */
function largerFor(model: ModelKnowledge, { larger, tried }: StageLimits): number {
  return larger(model) + Math.log(costBehind(model.kin, tried.at(-1)));
}

function enlarged(cost: CostBelief | undefined, larger: number): CostBelief | undefined {
  return cost === undefined || larger === 0 ? cost : { ...cost, logMean: cost.logMean + larger };
}

function stageOf(
  { difficulty, errors }: Knowledge,
  model: ModelKnowledge,
  cost: CostBelief | undefined,
  cap: number,
  { tried, check }: StageLimits,
): Stage {
  const { f, g } = errors.rates;
  const { dearer } = difficulty;
  const related = kinship(model.kin, tried);
  const chances = hopedChances(model);
  const count = dearer.length;
  const [solves, fails] = [new Float64Array(count), new Float64Array(count)];
  const [costs, checks, spends] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k++) {
    const middle = cost && cost.logMean + cost.slope * (dearer[k] as number);
    const done = cost && middle !== undefined ? shareUpTo(cap, middle, cost.spread) : 1;
    const right = (chances[k] as number) * related * done;
    solves[k] = right;
    fails[k] = right * g + (done - right) * (1 - f) + (1 - done);
    costs[k] = cost && middle !== undefined ? meanUpTo(cap, middle, cost.spread) : 0;
    checks[k] = done * check;
    spends[k] = (costs[k] as number) + (checks[k] as number);
  }
  return { model, cap, cost, solves, fails, costs, checks, spends };
}
