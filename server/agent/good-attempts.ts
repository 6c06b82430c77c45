import type { Kind } from "../protocol/events.ts";
import { type NanoUsd, nano } from "../spend/money.ts";
import type { AttemptOutcome } from "../spend/spend.ts";

const fewest = 5;
/** A model's dearest tenth fails about every second time and takes a quarter to a third of its spend. */
const share = 0.9;

/** What nine in ten of a model's successful attempts at a kind cost at most; undefined while there are hardly any, or they were free. */
export function mostOfGoodAttempts(
  model: string,
  kind: Kind,
  outcomes: readonly AttemptOutcome[],
): NanoUsd | undefined {
  const costs = outcomes
    .filter((outcome) => outcome.model === model && outcome.kind === kind && outcome.verdict === "proved")
    .map(({ cost }) => cost)
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const most = costs[Math.ceil(costs.length * share) - 1];
  return costs.length < fewest || most === undefined || most === 0n ? undefined : nano(most);
}
