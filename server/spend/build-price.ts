import { ceilingDivision, type NanoUsd, nano } from "./money.ts";
import type { PricedPrice, Rate, Rates } from "./price.ts";

export const rateNames = ["input", "output", "cacheRead", "cacheWrite", "cacheWrite1h"] as const;
type RateName = (typeof rateNames)[number];
export type SomeRates = Readonly<Partial<Record<RateName, NanoUsd>>>;

/** Rates in nano-dollars per million tokens, as a user or a price list gives them. */
export interface PricesGiven {
  readonly base: SomeRates & { readonly input: NanoUsd; readonly output: NanoUsd };
  /** In ascending order of `above`. */
  readonly steps: readonly { readonly above: number; readonly rates: SomeRates }[];
}

/**
 * The price that a set of rates stands for. Where a cache rate is missing it follows `input`: the same for reading, and what
 * the dialect's cache writes cost at most, so that a reservation never undercuts the bill.
 */
export function buildPrice(
  written: PricesGiven,
  chargesCacheWrites: boolean,
  source: string,
  asOf: string,
): PricedPrice {
  const given = chargesCacheWrites || written.base.cacheWrite1h !== undefined ? written : hourlyAsUsual(written);
  const rate = (name: RateName): Rate => {
    const rateIn = (rates: SomeRates): NanoUsd | undefined =>
      rates[name] ?? (given.base[name] === undefined ? derived(name, rates, chargesCacheWrites) : undefined);
    return {
      base: rateIn(given.base) ?? given.base.input,
      steps: given.steps.flatMap(({ above, rates }) => {
        const next = rateIn(rates);
        return next === undefined ? [] : [{ above, rate: next }];
      }),
    };
  };
  const rates: Rates = {
    input: rate("input"),
    output: rate("output"),
    cacheRead: rate("cacheRead"),
    cacheWrite: rate("cacheWrite"),
    cacheWrite1h: rate("cacheWrite1h"),
  };
  return { kind: "priced", rates, dearest: rates, source, asOf };
}

/** Cache writes that live for an hour cost what the others do where the dialect knows no difference. */
function hourlyAsUsual({ base, steps }: PricesGiven): PricesGiven {
  const copied = <R extends SomeRates>(rates: R): R =>
    rates.cacheWrite === undefined || rates.cacheWrite1h !== undefined
      ? rates
      : { ...rates, cacheWrite1h: rates.cacheWrite };
  return { base: copied(base), steps: steps.map(({ above, rates }) => ({ above, rates: copied(rates) })) };
}

function derived(name: RateName, { input }: SomeRates, chargesCacheWrites: boolean): NanoUsd | undefined {
  if (input === undefined || name === "output") return undefined;
  if (name === "cacheWrite" && chargesCacheWrites) return nano(ceilingDivision(input * 5n, 4n));
  if (name === "cacheWrite1h" && chargesCacheWrites) return nano(input * 2n);
  return input;
}
