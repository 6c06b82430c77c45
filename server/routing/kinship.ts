import { type Effort, isHigher, withoutEffort } from "../models/effort.ts";
import { noMoney } from "../spend/money.ts";
import type { Candidate } from "./route.ts";

/** What a model has in common with others: equal numbers stand for equal words, since they are compared all the time. */
export interface Kin {
  readonly family: number;
  /** The same for all efforts of the same weights. */
  readonly weights: number;
  /** The same for all efforts of the same weights at one endpoint, which share what is cached there. */
  readonly name: number;
  readonly effort: Effort | undefined;
  /** Of its usual cost, what it costs right after another effort of the same model. */
  readonly warm: number;
}

/** A model of the family that failed shares its blind spots: it solves less of what is left than another one would (measured: 0.93). */
const sameFamily = 0.93;
/**
 * The same model once more rescues 17 to 24 % of what it failed at, where another model of its strength rescues 38 %: about
 * half. So does a lower effort of it.
 */
const sameModel = 0.54;
/** At a higher effort it goes about it in another way. Nobody has measured how much that helps: assumed in the middle of the two. */
const higherEffort = 0.7;

/** In the order of the candidates. */
export function kinsOf(candidates: readonly Candidate[]): readonly Kin[] {
  const numbers = new Map<string, number>();
  const numberOf = (word: string): number => {
    const number = numbers.get(word) ?? numbers.size;
    numbers.set(word, number);
    return number;
  };
  return candidates.map(({ id, family, weights, effort, typicalCost = noMoney, warmCost = typicalCost }) => {
    const name = withoutEffort(id);
    const warm = typicalCost === 0n ? 1 : Number(warmCost) / Number(typicalCost);
    return { family: numberOf(family), weights: numberOf(weights ?? name), name: numberOf(name), effort, warm };
  });
}

/** Of what it would solve if strangers had failed, the share that it solves after its kin. */
export function kinship(one: Kin, failed: readonly Kin[]): number {
  let least = 1;
  for (const other of failed) least = Math.min(least, kinshipTo(one, other));
  return least;
}

export function kinshipTo(one: Kin, other: Kin): number {
  if (one.weights === other.weights) return isHigher(one.effort, other.effort) ? higherEffort : sameModel;
  return one.family === other.family ? sameFamily : 1;
}

/** Of its usual cost, what it costs right behind another: instructions and tools are in the cache already, or not. */
export function costBehind(one: Kin, before: Kin | undefined): number {
  return one.name === before?.name ? one.warm : 1;
}

/** Whether both are the same weights, asked to reason more or less. */
export function areEfforts(one: Kin, other: Kin): boolean {
  return one.weights === other.weights && one.effort !== other.effort;
}
