import type { NanoUsd } from "../spend/money.ts";

const fewest = 5;
/** A model's dearest tenth fails about every second time and takes a quarter to a third of its spend. */
const share = 0.9;

/** What nine in ten of a model's successful attempts at a kind cost at most; undefined while there are hardly any, or they were free. */
export function mostOfGoodAttempts(costs: readonly NanoUsd[]): NanoUsd | undefined {
  const ascending = costs.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const most = ascending[Math.ceil(costs.length * share) - 1];
  return costs.length < fewest || most === 0n ? undefined : most;
}
