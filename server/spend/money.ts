declare const unit: unique symbol;

/** A whole number of nano-dollars (1 USD = 1,000,000,000). Every sum in the product is made of these. */
export type NanoUsd = bigint & { readonly [unit]: "nano-usd" };

export const nanoPerUsd = 1_000_000_000n;
export const noMoney = 0n as NanoUsd;

export function nano(amount: bigint): NanoUsd {
  return amount as NanoUsd;
}

export function sum(amounts: Iterable<NanoUsd>): NanoUsd {
  let total = 0n;
  for (const amount of amounts) total += amount;
  return nano(total);
}
