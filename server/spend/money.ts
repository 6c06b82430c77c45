declare const unit: unique symbol;

/** A whole number of nano-dollars (1 USD = 1,000,000,000). Every sum in the product is made of these. */
export type NanoUsd = bigint & { readonly [unit]: "nano-usd" };

export const nanoPerUsd = 1_000_000_000n;
export const noMoney = 0n as NanoUsd;

/** One billion dollars. Above it an amount is a mistake, and sums of many must stay inside SQLite's 64-bit integers. */
export const mostMoney = (1_000_000_000n * nanoPerUsd) as NanoUsd;

export function nano(amount: bigint): NanoUsd {
  return amount as NanoUsd;
}

export function sum(amounts: Iterable<NanoUsd>): NanoUsd {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return nano(total);
}

/** Reads a whole number of nano-dollars, as the protocol writes it. Undefined for all else, and above `mostMoney`. */
export function parseNano(text: string): NanoUsd | undefined {
  if (!/^\d{1,27}$/.test(text)) return undefined;
  const amount = BigInt(text);
  return amount > mostMoney ? undefined : nano(amount);
}

const decimal = /^(\d{1,40})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,3}))?$/;
const largestExponent = 30;

/**
 * Reads a decimal amount of US dollars such as `0.0075` or `1.13e-05`, exactly. What is finer than a nano-dollar is rounded
 * up, so that a price or a cost is never understated. Undefined for everything else: signs, `NaN`, `Infinity`, commas,
 * currency symbols, exponents beyond ±30, and amounts above `mostMoney`.
 */
export function parseUsd(text: string): NanoUsd | undefined {
  const match = decimal.exec(text.trim());
  if (match === null) return undefined;
  const [, whole = "", fraction = "", exponentText = "0"] = match;
  const exponent = Number(exponentText);
  if (Math.abs(exponent) > largestExponent) return undefined;
  const amount = scaled(BigInt(whole + fraction), 9 + exponent - fraction.length);
  return amount > mostMoney ? undefined : nano(amount);
}

/** `digits × 10^power`, rounded up. */
function scaled(digits: bigint, power: number): bigint {
  if (power >= 0) return digits * 10n ** BigInt(power);
  return ceilingDivision(digits, 10n ** BigInt(-power));
}

/** For amounts that are not negative. */
export function ceilingDivision(dividend: bigint, divisor: bigint): bigint {
  return (dividend + divisor - 1n) / divisor;
}

/**
 * For people: cents from one dollar up (`$12.35`), two significant digits below it (`$0.0042`). Rounded to the nearest;
 * an amount that is not zero never reads `$0.00`.
 */
export function formatUsd(amount: NanoUsd): string {
  const size = amount < 0n ? -amount : amount;
  const rounded = roundTo(size, size >= nanoPerUsd ? 2 : decimalsFor(size));
  return `${amount < 0n ? "-" : ""}$${usdText(nano(rounded))}`;
}

/** Every digit that there is, at least cents: `$0.004200001`. For limits and bills, where a rounded figure would mislead. */
export function formatUsdExactly(amount: NanoUsd): string {
  return amount < 0n ? `-$${usdText(nano(-amount))}` : `$${usdText(amount)}`;
}

/** An exact decimal number of dollars without a symbol, for exports: `0.0042`, `12.00`. */
export function usdText(amount: NanoUsd): string {
  const size = amount < 0n ? -amount : amount;
  const fraction = (size % nanoPerUsd).toString().padStart(9, "0").replace(/0+$/, "").padEnd(2, "0");
  return `${amount < 0n ? "-" : ""}${size / nanoPerUsd}.${fraction}`;
}

/** Decimals that keep two significant digits of an amount below one dollar. */
function decimalsFor(size: bigint): number {
  const leadingZeros = 9 - size.toString().length;
  return Math.min(9, Math.max(2, leadingZeros + 2));
}

function roundTo(size: bigint, decimals: number): bigint {
  const step = 10n ** BigInt(9 - decimals);
  return ((size + step / 2n) / step) * step;
}
