import { z } from "zod";
import { buildPrice, rateNames, type SomeRates } from "./build-price.ts";
import data from "./listed-prices.json" with { type: "json" };
import { parseUsd } from "./money.ts";
import type { Price, PricedPrice } from "./price.ts";

/** US dollars per million tokens. */
const usd = z.string().refine((text) => parseUsd(text) !== undefined, "is no amount of dollars");
const cacheRates = { cacheRead: usd.optional(), cacheWrite: usd.optional(), cacheWrite1h: usd.optional() };

const row = z.strictObject({
  /** The host's name in price lists, and the model's over its wire. */
  provider: z.string(),
  model: z.string(),
  input: usd,
  output: usd,
  ...cacheRates,
  steps: z
    .array(
      z.strictObject({
        above: z.int().positive(),
        input: usd.optional(),
        output: usd.optional(),
        ...cacheRates,
      }),
    )
    .optional(),
  /** A name under `sources`. */
  source: z.string(),
});

/** A list of prices in a file: the project's own, or one that a user holds against the ledger. */
export const priceList = z.strictObject({
  sources: z.record(z.string(), z.strictObject({ what: z.string(), asOf: z.iso.date() })),
  prices: z.array(row),
});

export type PriceList = z.infer<typeof priceList>;

/** The project's own list, for what the public one lacks. */
export const listedPrices = priceList.parse(data);

const rows = new Map(listedPrices.prices.map((each) => [keyOf(each.provider, each.model), each]));

function keyOf(provider: string, model: string): string {
  return `${provider}\n${model}`;
}

/** Undefined where the list has no such model, or names no source for it. */
export function listedPriceOf(provider: string, model: string, chargesCacheWrites: boolean): Price | undefined {
  const found = rows.get(keyOf(provider.toLowerCase(), model));
  return found && priceIn(found, listedPrices, chargesCacheWrites, "own list");
}

/** The price that a row stands for; undefined when the list names no source for it. */
export function priceIn(
  found: PriceList["prices"][number],
  { sources }: PriceList,
  chargesCacheWrites: boolean,
  whose: string,
): PricedPrice | undefined {
  const source = sources[found.source];
  if (source === undefined) return undefined;
  const { input, output, ...base } = ratesIn(found);
  if (input === undefined || output === undefined) return undefined;
  const steps = (found.steps ?? []).map(({ above, ...rates }) => ({ above, rates: ratesIn(rates) }));
  const given = { base: { ...base, input, output }, steps };
  return buildPrice(given, chargesCacheWrites, `${whose}: ${source.what}`, source.asOf);
}

function ratesIn(written: Readonly<Record<string, unknown>>): SomeRates {
  const found = rateNames.flatMap((name) => {
    const amount = parseUsd(String(written[name] ?? ""));
    return amount === undefined ? [] : [[name, amount] as const];
  });
  return Object.fromEntries(found);
}
