import type { PublishedHost } from "../models/catalogue/published.ts";
import { publishedModelAt } from "../models/catalogue/published.ts";
import { chargesCacheWrites } from "../models/charges-cache-writes.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { buildPrice, type SomeRates } from "./build-price.ts";
import { dearestRates } from "./catalogue-rates.ts";
import { parseUsd } from "./money.ts";
import type { Price } from "./price.ts";

/**
 * What the host itself published for this model when it was last asked. A host may serve a call dearer than it publishes, so
 * money is set aside at the dearer of its price and the listed one.
 */
export function publishedPriceOf(
  served: ServedModel,
  hosts: readonly PublishedHost[],
  listed: Price,
): Price | undefined {
  const found = publishedModelAt(hosts, served.endpoint.url, served.model);
  if (found === undefined || found.model.price === undefined) return undefined;
  const { source, asOf } = found.host;
  const { price } = found.model;
  if (price === "free") return { kind: "free", source: `published as free: ${source}, ${asOf}` };
  const rates = ratesIn(price);
  const { input, output } = rates;
  if (input === undefined || output === undefined) return undefined;
  const given = { base: { ...rates, input, output }, steps: [] };
  const published = buildPrice(given, chargesCacheWrites(served), `published: ${source}`, asOf);
  if (published.kind !== "priced" || listed.kind !== "priced") return published;
  return { ...published, dearest: dearestRates([published.dearest, listed.dearest]) };
}

function ratesIn(written: Readonly<Record<string, string | undefined>>): SomeRates {
  const names = ["input", "output", "cacheRead", "cacheWrite"] as const;
  const found = names.flatMap((name) => {
    const amount = parseUsd(written[name] ?? "");
    return amount === undefined ? [] : [[name, amount] as const];
  });
  return Object.fromEntries(found);
}
