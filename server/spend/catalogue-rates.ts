import type { ConditionalPrice, ModelPrice } from "@pydantic/genai-prices";
import { type NanoUsd, parseUsd } from "./money.ts";
import { dearestRate, type Rate, type Rates } from "./price.ts";

/** Fees per call or per kind of output that our rates can't express. A model that has one has no usable list price. */
const inexpressible = ["requests_kcount", "output_reasoning_mtok", "output_citation_mtok"];

const millisecondsPerDay = 86_400_000;

/** One list price in our exact form; undefined when it lacks a rate that every call needs, or has a fee that we can't express. */
export function ratesOf(listed: ModelPrice): Rates | undefined {
  if (inexpressible.some((fee) => listed[fee] !== undefined)) return undefined;
  const input = rateOf(listed, "input_mtok");
  const output = rateOf(listed, "output_mtok");
  if (input === undefined || output === undefined) return undefined;
  const cacheRead = rateOf(listed, "cache_read_mtok") ?? input;
  const cacheWrite = rateOf(listed, "cache_write_mtok") ?? input;
  const cacheWrite1h = rateOf(listed, "cache_write_1h_mtok") ?? cacheWrite;
  return { input, output, cacheRead, cacheWrite, cacheWrite1h };
}

/**
 * The list prices that can apply within a day of `at`: every hour-dependent one, the one in force, and one that starts
 * within a day. A call that is reserved now can't be billed at any other.
 */
export function applicablePrices(listed: readonly ConditionalPrice[] | ModelPrice, at: Date): readonly ModelPrice[] {
  if (!isConditional(listed)) return [listed];
  const applicable: ModelPrice[] = [];
  for (const { constraint, prices } of listed.toReversed()) {
    if (constraint !== undefined && "start_date" in constraint) {
      const start = Date.parse(constraint.start_date);
      if (start <= at.getTime() + millisecondsPerDay) applicable.push(prices);
      if (start <= at.getTime()) break;
    } else {
      applicable.push(prices);
      if (constraint === undefined) break;
    }
  }
  return applicable;
}

export function dearestRates(all: readonly [Rates, ...Rates[]]): Rates {
  const [first, ...others] = all;
  const dearest = (name: keyof Rates) => dearestRate([first[name], ...others.map((rates) => rates[name])]);
  return {
    input: dearest("input"),
    output: dearest("output"),
    cacheRead: dearest("cacheRead"),
    cacheWrite: dearest("cacheWrite"),
    cacheWrite1h: dearest("cacheWrite1h"),
  };
}

function isConditional(listed: readonly ConditionalPrice[] | ModelPrice): listed is readonly ConditionalPrice[] {
  return Array.isArray(listed);
}

function rateOf(listed: ModelPrice, key: string): Rate | undefined {
  const value = listed[key];
  if (value === undefined) return undefined;
  if (typeof value === "number") return stepped(value, []);
  return stepped(value.base, value.tiers);
}

function stepped(base: number, tiers: readonly { readonly start: number; readonly price: number }[]): Rate | undefined {
  const exactBase = amount(base);
  if (exactBase === undefined) return undefined;
  const steps: { above: number; rate: NanoUsd }[] = [];
  for (const { start, price } of tiers.toSorted((a, b) => a.start - b.start)) {
    const rate = amount(price);
    if (rate === undefined) return undefined;
    steps.push({ above: start, rate });
  }
  return { base: exactBase, steps };
}

/** A number's shortest decimal form is what its author wrote, so reading that is exact. */
function amount(value: number): NanoUsd | undefined {
  return parseUsd(String(value));
}
