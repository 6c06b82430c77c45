import { createRequire } from "node:module";
import type { PriceCalculation } from "@pydantic/genai-prices";
import type { PublishedHost } from "../models/catalogue/published.ts";
import { chargesCacheWrites } from "../models/charges-cache-writes.ts";
import type { ServedModel } from "../models/endpoint.ts";
import { applicablePrices, dearestRates, ratesOf } from "./catalogue-rates.ts";
import { listedPriceOf } from "./listed-prices.ts";
import type { Price, Rates } from "./price.ts";
import { publishedPriceOf } from "./published-prices.ts";

type Catalogue = typeof import("@pydantic/genai-prices");

const require = createRequire(import.meta.url);
let loaded: Catalogue | undefined;

/** Loaded at the first look-up, because it takes a tenth of a second and a user of local models never needs it. */
function catalogue(): Catalogue {
  loaded ??= require("@pydantic/genai-prices") as Catalogue;
  return loaded;
}

/**
 * The price of a model at its endpoint: the user's own first, since nobody else knows a contract; then free for local
 * endpoints; then what the host itself published; then the public list of the endpoint's named provider, and our own list for
 * what that lacks. Without a provider's name no list is looked at, since another provider's price could be found.
 */
export function priceOf(
  served: ServedModel,
  userPrices: ReadonlyMap<string, Price>,
  at: Date,
  published: readonly PublishedHost[] = [],
): Price {
  const own = userPrices.get(served.id);
  if (own !== undefined) return own;
  if (served.endpoint.local) return { kind: "free", source: `local: ${served.endpoint.id} runs on your own machine` };
  const listed = listedPrice(served, at);
  return publishedPriceOf(served, published, listed) ?? listed;
}

function listedPrice(served: ServedModel, at: Date): Price {
  const { provider, id } = served.endpoint;
  if (provider === undefined) {
    return unknown(served, `the endpoint ${id} names no provider whose price list could be read`);
  }
  const listed = publicPrice(served, provider, at);
  if (listed.kind !== "unknown") return listed;
  return listedPriceOf(provider, served.model, chargesCacheWrites(served)) ?? listed;
}

function publicPrice(served: ServedModel, provider: string, at: Date): Price {
  const listed = lookUp(served.model, provider, at);
  if (listed === null) return unknown(served, `the price list of ${provider} does not have ${served.model}`);
  const rates = ratesOf(listed.model_price);
  const applicable = applicablePrices(listed.model.prices, at).map(ratesOf);
  const [first, ...others] = applicable.filter((each): each is Rates => each !== undefined);
  if (rates === undefined || first === undefined || others.length + 1 !== applicable.length) {
    return unknown(served, `the price list of ${provider} has no complete price per token for ${served.model}`);
  }
  return {
    kind: "priced",
    rates,
    dearest: dearestRates([rates, first, ...others]),
    source: `genai-prices ${listed.provider.id}/${listed.model.id}`,
    asOf: at.toISOString().slice(0, 10),
  };
}

function lookUp(model: string, provider: string, at: Date): PriceCalculation | null {
  const { calcPrice, findProvider } = catalogue();
  const providerId = provider.toLowerCase();
  if (findProvider({ providerId }) === undefined) return null;
  return calcPrice({ input_tokens: 0, output_tokens: 0 }, model, { providerId, timestamp: at });
}

function unknown(served: ServedModel, reason: string): Price {
  return {
    kind: "unknown",
    because: `The price of ${served.id} is not known: ${reason}. Give its price, or declare it free, in your configuration; \`stepladder doctor\` shows where.`,
  };
}
