import type { NanoUsdText } from "./events.ts";

/**
 * Money as the editor shows and reads it. Amounts travel as decimal text of whole nano-dollars and are never turned into a
 * `number`; the pages and the extension share these functions, so that one amount looks the same everywhere.
 */
const nanoPerUsd = 1_000_000_000n;
const nanoPerCent = 10_000_000n;
const mostUsdDigits = 9;

/**
 * For people: cents (`$12.35`, `$0.42`), and two significant digits below one cent (`$0.0042`). Rounded to the nearest; an
 * amount that is not zero never reads `$0.00`.
 */
export function formatNanoUsd(text: NanoUsdText): string {
  const amount = BigInt(text);
  const size = amount < 0n ? -amount : amount;
  const decimals = size >= nanoPerCent || size === 0n ? 2 : 11 - size.toString().length;
  return signed(amount, dollars(rounded(size, Math.min(9, decimals)), 2));
}

/** Every digit that there is, at least cents: `$0.004200001`. For single calls and bills. */
export function exactNanoUsd(text: NanoUsdText): string {
  const amount = BigInt(text);
  return signed(amount, dollars(amount < 0n ? -amount : amount, 2));
}

/** A limit, which people set as a round number: every digit, but no `.00`: `$10`, `$2.50`. */
export function limitNanoUsd(text: NanoUsdText): string {
  return exactNanoUsd(text).replace(/\.00$/, "");
}

const typedAmount = /^\$?\s*(\d{1,9})?(?:\.(\d{0,9}))?$/;

/** Dollars as a person types them, exactly: `2`, `0.25`, `$1.5`, `.5`. Undefined for all else and for what is finer than a nano-dollar. */
export function nanoUsdOf(typed: string): NanoUsdText | undefined {
  const match = typedAmount.exec(typed.trim());
  if (match === null) return undefined;
  const [, whole = "", fraction = ""] = match;
  if (whole === "" && fraction === "") return undefined;
  return (BigInt(whole || "0") * nanoPerUsd + BigInt(fraction.padEnd(mostUsdDigits, "0"))).toString();
}

function rounded(size: bigint, decimals: number): bigint {
  const step = 10n ** BigInt(9 - decimals);
  return ((size + step / 2n) / step) * step;
}

function dollars(size: bigint, leastDecimals: number): string {
  const fraction = (size % nanoPerUsd).toString().padStart(9, "0").replace(/0+$/, "").padEnd(leastDecimals, "0");
  return `$${size / nanoPerUsd}.${fraction}`;
}

function signed(amount: bigint, text: string): string {
  return amount < 0n ? `-${text}` : text;
}
