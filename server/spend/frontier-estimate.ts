import type { DatabaseSync } from "node:sqlite";
import { ceilingDivision, type NanoUsd, nano } from "./money.ts";
import { boundsOf, type ReportRange } from "./portions.ts";
import { type PricedPrice, type Rate, type Rates, rateAt } from "./price.ts";
import type { Frontier } from "./receipt.ts";
import { exactStatement, moneyIn } from "./rows.ts";

export type ReadFrontierEstimate = (
  range: ReportRange,
  workspace: string | undefined,
  frontier: Frontier | undefined,
) => { readonly model: string; readonly cost: NanoUsd } | undefined;

/** Every token that a host reported in the period at the frontier model's price, summed up by SQLite and rounded up once. */
export function createFrontierEstimates(database: DatabaseSync): ReadFrontierEstimate {
  return (range, workspace, frontier) => {
    if (frontier === undefined || frontier.price.kind !== "priced") return undefined;
    const { price, model } = frontier;
    const steps = stepsOf(price);
    const sums = exactStatement(database, sumsSql(steps));
    let amount = 0n;
    for (const row of sums.all(...boundsOf(range), workspace ?? null)) {
      const tier = Number(row.tier);
      // Any size that lies in the tier: a step counts from one token above it.
      const rate = (name: keyof Rates) => rateAt(price.rates[name], tier === 0 ? 0 : (steps[tier - 1] ?? 0) + 1);
      for (const [name, column] of columns) amount += moneyIn(row, column) * rate(name);
    }
    return { model, cost: nano(ceilingDivision(amount, 1_000_000n)) };
  };
}

const columns = [
  ["input", "uncached"],
  ["cacheRead", "cache_read"],
  ["cacheWrite", "cache_write"],
  ["cacheWrite1h", "cache_write_1h"],
  ["output", "output"],
] as const satisfies readonly (readonly [keyof Rates, string])[];

/** The sizes of input above which some rate changes, ascending. */
function stepsOf({ rates }: PricedPrice): readonly number[] {
  const all = Object.values(rates).flatMap((rate: Rate) => rate.steps.map((step) => step.above));
  return [...new Set(all)].sort((a, b) => a - b);
}

/** One row of token sums for each tier of input size; tier 0 lies below all steps. */
function sumsSql(steps: readonly number[]): string {
  const tier = ["0", ...steps.map((above) => `(uncached + cache_read + cache_write > ${Math.trunc(above)})`)].join(
    " + ",
  );
  return `
    select ${tier} as tier, sum(uncached) as uncached, sum(cache_read) as cache_read,
      sum(cache_write - min(cache_write, cache_write_1h)) as cache_write, sum(min(cache_write, cache_write_1h)) as cache_write_1h,
      sum(output) as output
    from call where uncached is not null and reserved_at >= ?1 and reserved_at < ?2 and (?3 is null or workspace = ?3) group by 1`;
}
