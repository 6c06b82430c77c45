import { chancesAt } from "./ability.ts";
import type { CostBelief } from "./cost.ts";
import { costOf, isNew, type Knowledge, type ModelKnowledge } from "./knowledge.ts";

/** Of what this kind of work costs, so much may go to models of which hardly anything is known here. */
const shareForNew = 0.04;
/** Hoped for is a cost that lies so many deviations below what is believed. */
const hope = 1;
/** Where a cost is known better than this, in logs, there is little to find out. */
const doubtful = 0.6;

/** What may be spent now on finding out, in US dollars. */
export function allowanceFor({ spend }: Knowledge): number {
  return Math.max(0, shareForNew * spend.all - spend.onNew);
}

/** A model that is new here is judged by what it might cost, as long as finding out is within the allowance. */
export function hopedCost(model: ModelKnowledge, allowance: number): CostBelief | undefined {
  const belief = costOf(model);
  if (belief === undefined || !isNew(model) || belief.deviation < doubtful) return belief;
  const hoped = { ...belief, logMean: belief.logMean - hope * belief.deviation };
  return Math.exp(hoped.logMean) < allowance ? hoped : belief;
}

/** A free model costs nothing to find out about, so it is judged by what it might do until so many attempts were judged. */
const judgedEnough = 12;
const hopedFor = 0.84;

export function hopedChances({ prior, cost, ability, judged }: ModelKnowledge): Float64Array {
  const known = cost !== undefined || prior.source === "measured" || judged >= judgedEnough;
  return known ? ability.mean : chancesAt(ability, hopedFor);
}
