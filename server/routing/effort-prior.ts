import type { Effort } from "../models/effort.ts";

/** How far a model at an effort is expected to lie off the same model as it was measured. */
export interface EffortShift {
  /** In logits, and how uncertain that is. */
  readonly ability: number;
  readonly abilityDeviation: number;
  /** In logs of the cost of an attempt. */
  readonly cost: number;
  readonly costDeviation: number;
}

/**
 * The measured runs asked for a high effort wherever a model takes one. The others follow pairs of runs of one model on
 * Aider's polyglot benchmark (January to August 2025): from medium to high +0.1 to +0.3 logits at 1.5 to 2 times the cost
 * (gpt-5, o3, o3-mini), from low to high +0.5 to +0.6 at up to 2.8 times (gpt-5, Grok 3 Mini), from no reasoning to 24,000
 * to 32,000 tokens of it +0.1 to +0.4 at 1 to 7.5 times (Claude 3.7 and 4, Gemini 2.5 Flash). `none` is assumed to be no more
 * able than `low`, and `max` a little more than `high`. Agents differ from that benchmark, and some models do not get better
 * at all, so each step away from what was measured is held to be uncertain by as much as it is worth.
 */
const shifts: Readonly<Record<Effort, EffortShift>> = {
  none: shift(-0.6, -0.9),
  low: shift(-0.5, -0.7),
  medium: shift(-0.2, -0.5),
  high: shift(0, 0),
  max: shift(0.1, 0.5),
};

const measuredAt = "high";

function shift(ability: number, cost: number): EffortShift {
  const uncertain = Math.abs(cost);
  return { ability, abilityDeviation: 0.5 * uncertain, cost, costDeviation: 0.7 * uncertain };
}

export function effortShift(effort: Effort | undefined): EffortShift {
  return shifts[effort ?? measuredAt];
}

/** Without an effort a model is taken to be as it was measured. */
export function isAsMeasured(effort: Effort | undefined): boolean {
  return effort === undefined || effort === measuredAt;
}
