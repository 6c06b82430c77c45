import type { NanoUsdText } from "./events.ts";

const nanoPerUsd = 1_000_000_000n;

/**
 * An amount for people: cents from one dollar up (`$12.35`), two significant digits below it (`$0.0042`). Rounded to the
 * nearest; an amount that is not zero never reads `$0.00`.
 */
export function formatNanoUsd(amount: NanoUsdText): string {
  const value = BigInt(amount);
  const size = value < 0n ? -value : value;
  const decimals = size >= nanoPerUsd ? 2 : Math.min(9, Math.max(2, 11 - size.toString().length));
  const step = 10n ** BigInt(9 - decimals);
  const rounded = ((size + step / 2n) / step) * step;
  const fraction = (rounded % nanoPerUsd).toString().padStart(9, "0").replace(/0+$/, "").padEnd(2, "0");
  return `${value < 0n ? "-" : ""}$${rounded / nanoPerUsd}.${fraction}`;
}
