import { type NanoUsd, nano, nanoPerUsd } from "../spend/money.ts";

/** What is only expected is reckoned in floating dollars; what is booked never is. */
export function usd(amount: NanoUsd): number {
  return Number(amount) / Number(nanoPerUsd);
}

export function toNano(amount: number): NanoUsd {
  return nano(BigInt(Math.round(Number.isFinite(amount) ? amount * Number(nanoPerUsd) : 0)));
}
