import type { Kind } from "../protocol/events.ts";
import { workLike } from "./kinds.ts";
import type { Measured } from "./measured.ts";

/**
 * Tasks of one kind differ in difficulty, and all models feel it: what one failed at is hard for the next. So there are a
 * few levels, and a model of ability `a` and steepness `s` solves a task of level `b`
 * with the chance `1 / (1 + e^(s (b - a)))`: the flatter a model is, the less a hard task keeps it from what it does else.
 */
export interface Difficulty {
  readonly levels: Float64Array;
  readonly shares: Float64Array;
  /** How much dearer an attempt at each level is, in logs. */
  readonly dearer: Float64Array;
}

/** As measured work has it, when nothing was measured: half of it is easy for all, a sixth is hard for all. */
const usual: Difficulty = {
  levels: Float64Array.of(-4.5, -3.5, -2.5, -1.7, -1, 0, 1, 2.5, 4.5),
  shares: Float64Array.of(0.24, 0.16, 0.1, 0.09, 0.11, 0.07, 0.08, 0.07, 0.08),
  dearer: Float64Array.of(-0.25, -0.17, 0, 0.02, 0.2, 0.2, 0.3, 0.2, 0.2),
};

export function difficultyOf(kind: Kind, measured: Measured): Difficulty {
  const { fix, test } = measured.kinds;
  const work = workLike(kind) === "test" ? (test ?? fix) : fix;
  if (work === undefined) return usual;
  return {
    levels: Float64Array.from(work.levels),
    shares: normalized(Float64Array.from(work.shares)),
    dearer: Float64Array.from(work.dearer),
  };
}

export function chance(ability: number, level: number, steepness = 1): number {
  return 1 / (1 + Math.exp(steepness * (level - ability)));
}

export function averageChance(ability: number, { levels, shares }: Difficulty): number {
  return levels.reduce((sum, level, k) => sum + (shares[k] ?? 0) * chance(ability, level), 0);
}

/** The ability that solves this share of the work. */
export function abilityFor(success: number, difficulty: Difficulty): number {
  let [low, high] = [-10, 10];
  for (let round = 0; round < 30; round++) {
    const middle = (low + high) / 2;
    if (averageChance(middle, difficulty) < success) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

export function normalized(weights: Float64Array): Float64Array {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return total > 0 ? weights.map((weight) => weight / total) : weights.fill(1 / weights.length);
}
