import { meanAbove } from "./normal.ts";

/** What one attempt of a model costs, in logs of US dollars: a prior, and faded sums of how far its own attempts lay off it. */
export interface CostRecord {
  readonly logPrior: number;
  readonly slope: number;
  /** Standard deviation between attempts at work of the same difficulty. */
  readonly priorSpread: number;
  /** Standard deviation of the prior itself. */
  readonly priorDeviation: number;
  count: number;
  sum: number;
  squares: number;
}

/** What is believed of it now. */
export interface CostBelief {
  readonly logMean: number;
  readonly slope: number;
  /** Of the next attempt: between attempts, and what is not known of the mean. */
  readonly spread: number;
  /** Of the mean alone. */
  readonly deviation: number;
}

const priorSpreadWeight = 10;
/** How much the user's own work may be larger or smaller than what was measured, in logs. */
const workDeviation = 0.7;

export function newCost(prior: Pick<CostRecord, "logPrior" | "slope" | "priorSpread" | "priorDeviation">): CostRecord {
  return { ...prior, count: 0, sum: 0, squares: 0 };
}

export function learnCost(record: CostRecord, cost: number, dearer: number, cutShort: boolean, shared: number): void {
  const offset = Math.log(cost) - record.logPrior - record.slope * dearer;
  const off = cutShort ? beyond(record, offset, shared) : offset;
  record.count += 1;
  record.sum += off;
  record.squares += off ** 2;
}

/** An attempt that was cut at its cap would have cost more: what it would have cost on average. */
function beyond(record: CostRecord, offset: number, shared: number): number {
  const { logMean, spread } = believeCost(record, shared);
  const middle = logMean - record.logPrior;
  return middle + spread * meanAbove((offset - middle) / spread);
}

export function fadeCost(record: CostRecord, kept: number): void {
  record.count *= kept;
  record.sum *= kept;
  record.squares *= kept;
}

/** How much larger or smaller all models' attempts are than expected: the size of the user's work. */
export function sharedOffset(records: Iterable<CostRecord>): number {
  let precision = 1 / workDeviation ** 2;
  let sum = 0;
  for (const { count, sum: own, priorSpread, priorDeviation } of records) {
    if (count < 0.01) continue;
    const variance = priorDeviation ** 2 + priorSpread ** 2 / count;
    precision += 1 / variance;
    sum += own / count / variance;
  }
  return sum / precision;
}

export function believeCost(record: CostRecord, shared: number): CostBelief {
  const { count, sum, squares, priorSpread, priorDeviation, logPrior, slope } = record;
  const precision = 1 / priorDeviation ** 2 + count / priorSpread ** 2;
  const offset = (shared / priorDeviation ** 2 + sum / priorSpread ** 2) / precision;
  const around = Math.max(0, squares - 2 * offset * sum + count * offset ** 2);
  const within = (priorSpreadWeight * priorSpread ** 2 + around) / (priorSpreadWeight + count);
  return {
    logMean: logPrior + offset,
    slope,
    spread: Math.sqrt(within + 1 / precision),
    deviation: Math.sqrt(1 / precision),
  };
}
