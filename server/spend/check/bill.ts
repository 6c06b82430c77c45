import type { NanoUsd } from "../money.ts";

/** What both sides can count; absent: this side does not say. */
export interface Counted {
  readonly calls?: number;
  /** Input as a whole, of it read from a cache, of it written to one. */
  readonly input?: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
  /** Reasoning included. */
  readonly output?: number;
  readonly usd?: NanoUsd;
}

/** One line of a provider's own record. */
export interface BillLine {
  /** Of the file, 1-based; for JSON the number of the result. */
  readonly line: number;
  /** Milliseconds since the epoch: the moment of a call, or the begin and end of what is summed up. */
  readonly from: number;
  readonly to: number;
  readonly model: string;
  readonly counted: Counted;
}

export type Host = "openai" | "anthropic" | "openrouter";

export interface Bill {
  readonly host: Host;
  /** For people: `OpenRouter activity (CSV)`. */
  readonly format: string;
  /** Whether each line is one call, or the sum of a time and a model. */
  readonly each: "call" | "sum";
  /** Decimals of the amounts: what is finer can't be compared. */
  readonly decimals: number;
  readonly lines: readonly BillLine[];
}

export type ReadBill =
  | { readonly kind: "bill"; readonly bill: Bill }
  /** The sentence names what was expected and ends in the next step. */
  | { readonly kind: "unreadable"; readonly message: string };

/** A model's name as far as two sides can agree on it: without its maker, its date, and how it is punctuated. */
export function comparableModel(name: string): string {
  return name
    .slice(name.lastIndexOf("/") + 1)
    .toLowerCase()
    .replace(/:[a-z]+$/, "")
    .replaceAll(/[ ._]+/g, "-")
    .replace(/-(?:\d{4}-\d{2}-\d{2}|20\d{6})$/, "");
}
