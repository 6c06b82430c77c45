import { shareUpTo } from "./normal.ts";
import { expectedSpend, type Outlook, type Way } from "./outlook.ts";

/** What a task's calls may cost together, in US dollars. */
export interface Estimate {
  /** The mean by what is believed, before earlier quotes correct it. */
  readonly expected: number;
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

const lowShare = 0.06;
const highShare = 0.94;
const rounds = 18;

/**
 * The real cost lies between low and high in nearly nine tasks of ten, if the beliefs are right; likely is the mean. Where
 * earlier tasks cost so many times what was expected of them, the range is widened to that side.
 */
export function estimateOf(outlook: Outlook, correction: number): Estimate {
  const expected = expectedSpend(outlook);
  if (expected === 0) return { expected, low: 0, likely: 0, high: 0 };
  const likely = expected * correction;
  const low = quantile(outlook.ways, lowShare) * Math.min(1, correction);
  const high = quantile(outlook.ways, highShare) * Math.max(1, correction);
  return { expected, low: Math.min(likely, low), likely, high: Math.max(likely, high) };
}

/** Of a mixture of log-normal amounts. */
function quantile(ways: readonly Way[], share: number): number {
  const logs = ways.map(({ weight, mean, variance }) => {
    const spread = Math.sqrt(Math.log(1 + variance / Math.max(mean ** 2, 1e-18)));
    return { weight, free: mean === 0, middle: Math.log(Math.max(mean, 1e-12)) - spread ** 2 / 2, spread };
  });
  let [low, high] = [1e-6, 1e4];
  for (let round = 0; round < rounds; round++) {
    const middle = Math.sqrt(low * high);
    const under = logs.reduce(
      (sum, way) => sum + way.weight * (way.free ? 1 : shareUpTo(middle, way.middle, way.spread)),
      0,
    );
    if (under < share) low = middle;
    else high = middle;
  }
  return low < 1e-5 ? 0 : low;
}
