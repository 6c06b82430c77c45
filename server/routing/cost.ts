import { meanAbove } from "./normal.ts";

/** What one attempt of a model costs, in logs of US dollars: a prior, and faded sums of how far its own attempts lay off it. */
export interface CostRecord extends PriorCost {
  count: number;
  sum: number;
  squares: number;
  belief: CostBelief;
}

export interface PriorCost {
  /** Of one attempt in logs of US dollars. */
  readonly logPrior: number;
  /** How its logarithm follows the difficulty. */
  readonly slope: number;
  /** Standard deviation between attempts at work of the same difficulty. */
  readonly priorSpread: number;
  /** Standard deviation of the prior itself. */
  readonly priorDeviation: number;
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
/**
 * How far models' costs lie off their priors, as multiples of the priors' own deviations, and how likely each is before
 * anything was seen: mostly they hold, but where some turn out otherwise the others may as well.
 */
const scales = [
  { scale: 0.25, likely: 0.35 },
  { scale: 0.5, likely: 0.3 },
  { scale: 1, likely: 0.2 },
  { scale: 1.6, likely: 0.15 },
] as const;

export function newCost(prior: PriorCost): CostRecord {
  const nothing = { logMean: prior.logPrior, slope: prior.slope, spread: prior.priorSpread, deviation: 0 };
  return { ...prior, count: 0, sum: 0, squares: 0, belief: nothing };
}

/** The beliefs stay as they are until `believeCosts`. */
export function learnCost(record: CostRecord, cost: number, dearer: number, cutShort: boolean): void {
  const offset = Math.log(cost) - record.logPrior - record.slope * dearer;
  const off = cutShort ? beyond(record, offset) : offset;
  record.count += 1;
  record.sum += off;
  record.squares += off ** 2;
}

/** An attempt that was cut at its cap would have cost more: what it would have cost on average. */
function beyond({ belief, logPrior }: CostRecord, offset: number): number {
  const middle = belief.logMean - logPrior;
  return middle + belief.spread * meanAbove((offset - middle) / belief.spread);
}

export function fadeCost(record: CostRecord, kept: number): void {
  record.count *= kept;
  record.sum *= kept;
  record.squares *= kept;
}

/** What all models' attempts together let believe of each. */
export function believeCosts(records: readonly CostRecord[]): void {
  const worlds = worldsOf(records);
  for (const record of records) record.belief = believe(record, worlds);
}

/** One scale: how likely it is by now, and then how much larger or smaller all attempts are than expected: the size of the user's work. */
interface World {
  readonly scale: number;
  readonly weight: number;
  readonly shared: number;
}

function worldsOf(records: readonly CostRecord[]): readonly World[] {
  const found = scales.map(({ scale, likely }) => {
    let [precision, sum, squares, logs] = [1 / workDeviation ** 2, 0, 0, 0];
    for (const { count, sum: own, priorSpread, priorDeviation } of records) {
      if (count < 0.01) continue;
      const variance = (scale * priorDeviation) ** 2 + priorSpread ** 2 / count;
      const off = own / count;
      precision += 1 / variance;
      sum += off / variance;
      squares += off ** 2 / variance;
      logs += Math.log(variance);
    }
    const log = Math.log(likely) - (logs + Math.log(precision) + squares - sum ** 2 / precision) / 2;
    return { scale, log, shared: sum / precision };
  });
  const highest = Math.max(...found.map(({ log }) => log));
  const total = found.reduce((all, { log }) => all + Math.exp(log - highest), 0);
  return found.map(({ scale, log, shared }) => ({ scale, weight: Math.exp(log - highest) / total, shared }));
}

function believe(record: CostRecord, worlds: readonly World[]): CostBelief {
  const { count, sum, squares, priorSpread, priorDeviation, logPrior, slope } = record;
  let [offset, square, doubt] = [0, 0, 0];
  for (const { scale, weight, shared } of worlds) {
    const trust = 1 / (scale * priorDeviation) ** 2;
    const precision = trust + count / priorSpread ** 2;
    const own = (shared * trust + sum / priorSpread ** 2) / precision;
    offset += weight * own;
    square += weight * own ** 2;
    doubt += weight / precision;
  }
  const variance = doubt + Math.max(0, square - offset ** 2);
  const around = Math.max(0, squares - 2 * offset * sum + count * offset ** 2);
  const within = (priorSpreadWeight * priorSpread ** 2 + around) / (priorSpreadWeight + count);
  return { logMean: logPrior + offset, slope, spread: Math.sqrt(within + variance), deviation: Math.sqrt(variance) };
}
