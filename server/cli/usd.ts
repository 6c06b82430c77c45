import { formatUsd, formatUsdExactly, type NanoUsd, nano, parseUsd } from "../spend/money.ts";

/** Dollars as a person types them, with or without the sign: `2`, `0.25`, `$1.5`. */
export function typedUsd(text: string): NanoUsd | undefined {
  return parseUsd(text.trim().replace(/^\$/, ""));
}

/** Every digit, for what was spent. Takes nano-dollars, also as the decimal text of the protocol. */
export function exactUsd(amount: bigint | string): string {
  return formatUsdExactly(nano(BigInt(amount)));
}

/** Two digits that mean something, for quotes and estimates. */
export function roughUsd(amount: bigint | string): string {
  return formatUsd(nano(BigInt(amount)));
}
