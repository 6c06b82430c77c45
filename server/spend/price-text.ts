import { nano } from "./money.ts";
import type { KnownPrice } from "./price.ts";

/** A price as JSON for the ledger, so that an old receipt never changes. Amounts are strings of nano-dollars. */
export function priceToText(price: KnownPrice): string {
  return JSON.stringify(price, (_key, value: unknown) => (typeof value === "bigint" ? value.toString() : value));
}

/** The inverse of `priceToText`, for text that it wrote. */
export function priceFromText(text: string): KnownPrice {
  return JSON.parse(text, (key, value: unknown) =>
    (key === "base" || key === "rate") && typeof value === "string" ? nano(BigInt(value)) : value,
  ) as KnownPrice;
}
