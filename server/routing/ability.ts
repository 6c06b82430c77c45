import { chance } from "./difficulty.ts";
import { chanceOf, type Likelihood } from "./error-rates.ts";

/** A model's ability at a kind as a distribution over a few steps around its prior. */
export interface Ability {
  readonly chances: readonly Float64Array[];
  readonly prior: Float64Array;
  /** Logs of the weights of the steps. */
  readonly logWeights: Float64Array;
  /** Mean chance on each level, kept up to date. */
  readonly mean: Float64Array;
}

const steps = 15;
const reach = 2.5;

export function newAbility(ability: number, deviation: number, levels: Float64Array, steepness = 1): Ability {
  const offsets = Array.from({ length: steps }, (_, step) => (step / (steps - 1) - 0.5) * 2 * reach);
  const prior = Float64Array.from(offsets, (offset) => -(offset ** 2) / 2);
  const chances = offsets.map((offset) =>
    levels.map((level) => chance(ability + offset * deviation, level, steepness)),
  );
  const made = { chances, prior, logWeights: Float64Array.from(prior), mean: new Float64Array(levels.length) };
  refresh(made);
  return made;
}

/** Of a result of another model, which is told only to a share. */
export interface Hearsay {
  readonly of: Ability;
  readonly share: number;
}

/** Tells the ability what was seen of a result at a task that is on each level with the given weight. */
export function learnVerdict(
  ability: Ability,
  weights: Float64Array,
  seen: Likelihood,
  { of, share }: Hearsay = { of: ability, share: 1 },
): void {
  const { logWeights } = ability;
  const { chances } = of;
  for (let step = 0; step < chances.length; step++) {
    let solves = 0;
    const row = chances[step] as Float64Array;
    for (let k = 0; k < row.length; k++) solves += (weights[k] as number) * (row[k] as number);
    logWeights[step] = (logWeights[step] as number) + share * Math.log(chanceOf(solves, seen));
  }
  refresh(ability);
}

/** Forgets towards the prior. */
export function fadeAbility(ability: Ability, kept: number): void {
  const { logWeights, prior } = ability;
  for (let step = 0; step < prior.length; step++) {
    const from = prior[step] as number;
    logWeights[step] = from + ((logWeights[step] as number) - from) * kept;
  }
  refresh(ability);
}

/** The chances of the step below which the ability lies with this probability. */
export function chancesAt({ chances, logWeights, mean }: Ability, probability: number): Float64Array {
  const highest = logWeights.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  const weights = logWeights.map((log) => Math.exp(log - highest));
  const wanted = weights.reduce((sum, weight) => sum + weight, 0) * probability;
  let sum = 0;
  for (let step = 0; step < weights.length; step++) {
    sum += weights[step] as number;
    if (sum >= wanted) return chances[step] ?? mean;
  }
  return mean;
}

/** The mean over levels of these weights. */
export function averageOver(chances: Float64Array, weights: Float64Array): number {
  return chances.reduce((sum, chance, k) => sum + chance * (weights[k] ?? 0), 0);
}

function refresh({ chances, logWeights, mean }: Ability): void {
  let highest = Number.NEGATIVE_INFINITY;
  for (const log of logWeights) if (log > highest) highest = log;
  mean.fill(0);
  let total = 0;
  for (let step = 0; step < chances.length; step++) {
    const weight = Math.exp((logWeights[step] as number) - highest);
    const row = chances[step] as Float64Array;
    total += weight;
    for (let k = 0; k < mean.length; k++) mean[k] = (mean[k] as number) + weight * (row[k] as number);
  }
  for (let k = 0; k < mean.length; k++) mean[k] = (mean[k] as number) / total;
}
