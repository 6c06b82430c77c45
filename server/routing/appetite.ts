import type { Preference } from "../configuration/configuration.ts";
import { along, costOf, expectedCost, frontierOf, type Knowledge } from "./knowledge.ts";
import { checkCost } from "./stage.ts";

/** What a preference asks for. */
interface Asked {
  /** True success to reach, as a share of what the frontier model alone would reach. */
  readonly success: number;
  /** More of it is bought as long as it costs less than so many times what a right result costs with the frontier alone. */
  readonly pays: number;
}

type Dial = Exclude<Preference, "quality">;

const asked: Readonly<Record<Dial, Asked>> = {
  economy: { success: 0.9, pays: 0.2 },
  // What is chosen for its promise mostly keeps a little less of it.
  balanced: { success: 1.005, pays: 1.2 },
};
/** Where hardly any wrong result is noticed, nobody behind a model can make up for it, and only a share can be asked for. */
const askedUnchecked: Readonly<Record<Dial, Asked>> = {
  economy: { success: 0.7, pays: 0 },
  balanced: { success: 0.82, pays: 0 },
};
const checkedUpTo = 0.6;
/** `quality` leaves out only the last bit that can't be had at a sane price. */
const ofTheBest = 0.985;
const qualityPays = 10;
/** So much more success than asked for is enough. */
const enoughBeyond = 0.07;
/**
 * What the user's tasks got beyond that is saved again over so many tasks. What they fell short is not made up for at any
 * price: that they did is itself only an estimate.
 */
const correctedOver = 100;
const [mostLowered, mostRaised] = [0.1, 0.01];
/** And never for more than so many times that: the last bit of success may be dear. */
const dearest = 3.2;
/** It is dearer the more wrong results pass the checks, from such a share on. */
const strictUpTo = 0.15;
/** Where hosts are cheap, far less than usual is enough. */
const cheapest = 1 / 12;
/** What a right result is worth is found within this factor. */
const finest = 1.03;
export const mostWorth = 100;

/** What a right result is worth in US dollars, so that its plans reach the success asked for on average. */
export interface Appetite {
  /** Plans come in steps: between the two, so large a share of the tasks takes the higher one. */
  readonly low: number;
  readonly high: number;
  readonly share: number;
}

/** `successAt` tells what is reached when a right result is worth so much. */
export function appetiteFor(
  successAt: (worth: number) => number,
  { least: target, most, pays, dearest: limit }: Target,
  usual: number,
): Appetite {
  const start = usual * Math.max(pays, 1 / limit);
  const success = successAt(start);
  if (success < target) return between(successAt, target, start, start * limit);
  if (success > most) return between(successAt, most, start * cheapest, start);
  return { low: start, high: start, share: 1 };
}

function between(successAt: (worth: number) => number, target: number, from: number, to: number): Appetite {
  let [low, high] = [from, to];
  let [under, over] = [0, 1];
  while (high > low * finest) {
    const middle = Math.sqrt(low * high);
    const success = successAt(middle);
    if (success < target) [low, under] = [middle, success];
    else [high, over] = [middle, success];
  }
  const share = over > under ? Math.min(1, Math.max(0, (target - under) / (over - under))) : 1;
  return { low, high, share };
}

/** True success to reach on average, and how much of it is enough. */
export interface Target {
  readonly least: number;
  readonly most: number;
  readonly pays: number;
  readonly dearest: number;
}

/** With the frontier as the yardstick, or with the best that can be had by any plan. */
export function targetFor(preference: Preference, knowledge: Knowledge, best: number, levels: Float64Array): Target {
  if (preference === "quality") return { least: best * ofTheBest, most: 1, pays: qualityPays, dearest: qualityPays };
  const { standing, errors } = knowledge;
  const { success, pays } = (errors.rates.f > checkedUpTo ? askedUnchecked : asked)[preference];
  const frontier = frontierOf(knowledge, levels);
  const alone = frontier === undefined ? best : along(levels, frontier.ability.mean);
  const ahead = (standing.reached - success * standing.frontier) / correctedOver;
  const share = success - Math.max(-mostRaised, Math.min(mostLowered, ahead));
  return {
    least: Math.min(best, alone * share),
    most: Math.min(1, alone * (share + enoughBeyond)),
    pays,
    dearest: dearest * Math.max(1, errors.rates.f / strictUpTo),
  };
}

/**
 * What a right result costs with the frontier model alone. Other costs are told as multiples of it, so where its own is in
 * doubt the harmonic mean of what it may be counts: the less is known, the less is paid on its word.
 */
export function usualWorth(knowledge: Knowledge, levels: Float64Array): number {
  const frontier = frontierOf(knowledge, levels);
  if (frontier === undefined) return 1;
  const doubt = costOf(frontier)?.deviation ?? 0;
  return (expectedCost(frontier) * Math.exp(-(doubt ** 2)) + checkCost) / along(levels, frontier.ability.mean);
}
