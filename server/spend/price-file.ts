import { type ParseError, parse } from "jsonc-parser";
import { z } from "zod";
import { nearest } from "../configuration/suggestion.ts";
import { chargesCacheWrites } from "../models/charges-cache-writes.ts";
import { withoutEffort } from "../models/effort.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { buildPrice } from "./build-price.ts";
import { type PriceList, priceIn, priceList } from "./listed-prices.ts";
import { parseUsd } from "./money.ts";
import type { KnownPrice } from "./price.ts";

export type PriceFile =
  /** By `ServedModel.id`. */
  | { readonly kind: "prices"; readonly prices: ReadonlyMap<string, KnownPrice> }
  /** Ends in the next step. */
  | { readonly kind: "unreadable"; readonly message: string };

const amount = z.union([z.string(), z.number()]).transform((written, context) => {
  const parsed = parseUsd(String(written));
  if (parsed !== undefined) return parsed;
  context.addIssue("is no amount of dollars");
  return z.NEVER;
});
const cacheRates = {
  cacheRead: amount.optional(),
  cacheWrite: amount.optional(),
  cacheWrite1h: amount.optional(),
};
const step = z.strictObject({
  above: z.int().positive(),
  input: amount.optional(),
  output: amount.optional(),
  ...cacheRates,
});
const own = z.record(
  z.string(),
  z.union([
    z.literal("free"),
    z.strictObject({ input: amount, output: amount, ...cacheRates, steps: z.array(step).default([]) }),
  ]),
);
type OwnPrices = z.infer<typeof own>;

const shapes =
  'Write { "endpoint/model": { "input": 0.15, "output": 0.6 } } in dollars per million tokens, or a list as in the project\'s listed-prices.json.';

/** Prices for configured models: by their names as in the configuration, or a list by provider and model. */
export function readPriceFile(text: string, served: readonly ServedModel[]): PriceFile {
  const errors: ParseError[] = [];
  const value: unknown = parse(text, errors, { allowTrailingComma: true });
  if (errors.length > 0) return unreadable("It is no JSON.");
  const isList = typeof value === "object" && value !== null && "prices" in value && Array.isArray(value.prices);
  const parsed = isList ? priceList.safeParse(value) : own.safeParse(value);
  if (!parsed.success) return unreadable(sentence(parsed.error));
  return isList ? fromList(parsed.data as PriceList, served) : fromNames(parsed.data as OwnPrices, served);
}

function fromList(list: PriceList, served: readonly ServedModel[]): PriceFile {
  const prices = new Map<string, KnownPrice>();
  for (const model of served) {
    const provider = model.endpoint.provider?.toLowerCase();
    const row = list.prices.find((each) => each.provider === provider && each.model === model.model);
    const price = row && priceIn(row, list, chargesCacheWrites(model), "your file");
    if (price !== undefined) prices.set(model.id, price);
  }
  return prices.size > 0 ? { kind: "prices", prices } : unreadable("None of its prices is of a configured model.");
}

function fromNames(written: OwnPrices, served: readonly ServedModel[]): PriceFile {
  const prices = new Map<string, KnownPrice>();
  for (const [id, price] of Object.entries(written)) {
    const models = served.filter((each) => each.id === id || withoutEffort(each.id) === id);
    if (models.length === 0) {
      const meant = nearest(
        id,
        served.map((each) => each.id),
      );
      return unreadable(`No configured model is called ${id}${meant === undefined ? "" : `; did you mean ${meant}?`}.`);
    }
    for (const model of models) prices.set(model.id, priceFrom(price, model));
  }
  return prices.size > 0 ? { kind: "prices", prices } : unreadable("It names no model.");
}

function priceFrom(written: OwnPrices[string], model: ServedModel): KnownPrice {
  if (written === "free") return { kind: "free", source: "your file: free" };
  const { steps, ...base } = written;
  const given = { base: present(base), steps: steps.map(({ above, ...rates }) => ({ above, rates: present(rates) })) };
  return buildPrice(given, chargesCacheWrites(model), "your file", "");
}

/** Without the rates that are not given. */
function present<T extends object>(rates: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(rates).filter(([, rate]) => rate !== undefined)) as never;
}

function sentence(error: z.ZodError): string {
  const [issue] = error.issues;
  return `\`${issue?.path.join(".") ?? ""}\` is wrong: ${issue?.message ?? "it has another shape"}.`;
}

function unreadable(what: string): PriceFile {
  return { kind: "unreadable", message: `${what.replace(/\?\.$/, "?")} ${shapes}` };
}
