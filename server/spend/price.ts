import { inputTotal, type Usage } from "../models/usage.ts";
import { ceilingDivision, type NanoUsd, nano, noMoney } from "./money.ts";

/** A rate per million tokens. When the call's whole input exceeds a step's `above`, that step's rate applies to the whole call. */
export interface Rate {
  readonly base: NanoUsd;
  /** In ascending order of `above` (tokens). */
  readonly steps: readonly { readonly above: number; readonly rate: NanoUsd }[];
}

export interface Rates {
  readonly input: Rate;
  readonly output: Rate;
  readonly cacheRead: Rate;
  readonly cacheWrite: Rate;
  readonly cacheWrite1h: Rate;
}

/**
 * What a call costs at one endpoint. `unknown` is never zero: such a call is refused.
 * `dearest` holds the highest rates that can apply at any hour; reservations use it, settlements use `rates`.
 */
export type Price =
  | { readonly kind: "free"; readonly source: string }
  | { readonly kind: "unknown"; readonly because: string }
  | PricedPrice;

export interface PricedPrice {
  readonly kind: "priced";
  readonly rates: Rates;
  readonly dearest: Rates;
  readonly source: string;
  /** The day on which it was looked up, or what the user wrote; not the time, so that equal prices are stored once. */
  readonly asOf: string;
}

/** A price of which an amount can be computed. */
export type KnownPrice = Exclude<Price, { readonly kind: "unknown" }>;

const tokensPerRate = 1_000_000n;
const unboundedOutput = BigInt(Number.MAX_SAFE_INTEGER);

export function flatRate(base: NanoUsd): Rate {
  return { base, steps: [] };
}

/** The rate per million tokens for a call whose whole input has this many tokens. */
export function rateAt(rate: Rate, inputTokens: number): NanoUsd {
  return rate.steps.findLast((step) => inputTokens > step.above)?.rate ?? rate.base;
}

/** At every input size the highest of the given rates. */
export function dearestRate(rates: readonly [Rate, ...Rate[]]): Rate {
  const thresholds = new Set(rates.flatMap((rate) => rate.steps.map((step) => step.above)));
  const highestAt = (tokens: number) => highest(rates.map((rate) => rateAt(rate, tokens)));
  return {
    base: highest(rates.map((rate) => rate.base)),
    steps: [...thresholds].sort((a, b) => a - b).map((above) => ({ above, rate: highestAt(above + 1) })),
  };
}

/** Exact, with one rounding up at the end. One-hour cache writes above the total of cache writes count as that total. */
export function costOf(price: KnownPrice, usage: Usage): NanoUsd {
  if (price.kind === "free") return noMoney;
  const input = inputTotal(usage);
  const oneHour = Math.min(usage.cacheWrite1h, usage.cacheWrite);
  const { rates } = price;
  return perMillion(
    BigInt(usage.uncached) * rateAt(rates.input, input) +
      BigInt(usage.cacheRead) * rateAt(rates.cacheRead, input) +
      BigInt(usage.cacheWrite - oneHour) * rateAt(rates.cacheWrite, input) +
      BigInt(oneHour) * rateAt(rates.cacheWrite1h, input) +
      BigInt(usage.output) * rateAt(rates.output, input),
  );
}

/** The most that a call of at most this size can cost, at the dearest rates, whatever part of its input is cached or written to a cache. */
export function worstCase(price: KnownPrice, inputTokens: number, maxOutputTokens: number): NanoUsd {
  if (price.kind === "free") return noMoney;
  const worst = worstRates(price.dearest, inputTokens);
  return perMillion(BigInt(inputTokens) * worst.input + BigInt(maxOutputTokens) * worst.output);
}

/** The largest output whose `worstCase` is at most `available`; undefined when the input alone costs more than that. */
export function affordableOutput(price: KnownPrice, inputTokens: number, available: NanoUsd): number | undefined {
  if (price.kind === "free") return Number(unboundedOutput);
  const worst = worstRates(price.dearest, inputTokens);
  const left = available * tokensPerRate - BigInt(inputTokens) * worst.input;
  if (left < 0n) return undefined;
  const output = worst.output === 0n ? unboundedOutput : left / worst.output;
  return Number(output < unboundedOutput ? output : unboundedOutput);
}

/** False when a host's report is not made of whole, non-negative numbers; no cost may be computed from it. */
export function isWholeUsage(usage: Usage): boolean {
  const { uncached, cacheRead, cacheWrite, cacheWrite1h, output, reasoning } = usage;
  const tokens = [uncached, cacheRead, cacheWrite, cacheWrite1h, output, reasoning];
  return tokens.every((count) => Number.isSafeInteger(count) && count >= 0);
}

/** The input may be smaller than the bound, so a dearer rate below a step counts too. */
function worstRates(rates: Rates, inputTokens: number): { readonly input: NanoUsd; readonly output: NanoUsd } {
  const reachable = (rate: Rate) =>
    highest([rate.base, ...rate.steps.filter((step) => inputTokens > step.above).map((step) => step.rate)]);
  const inputs = [rates.input, rates.cacheRead, rates.cacheWrite, rates.cacheWrite1h];
  return { input: highest(inputs.map(reachable)), output: reachable(rates.output) };
}

function perMillion(amount: bigint): NanoUsd {
  return nano(ceilingDivision(amount, tokensPerRate));
}

function highest(amounts: readonly NanoUsd[]): NanoUsd {
  let most = noMoney;
  for (const amount of amounts) if (amount > most) most = amount;
  return most;
}
