import type { NanoUsd } from "./money.ts";

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
  | {
      readonly kind: "priced";
      readonly rates: Rates;
      readonly dearest: Rates;
      readonly source: string;
      readonly asOf: string;
    };
