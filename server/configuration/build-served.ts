import { familyOf, offerAt, providerAt } from "../models/catalogue/catalogue.ts";
import { type PublishedHost, publishedModelAt } from "../models/catalogue/published.ts";
import { chargesCacheWrites } from "../models/charges-cache-writes.ts";
import { atEffort, efforts } from "../models/effort.ts";
import type { Endpoint, ServedModel } from "../models/endpoint.ts";
import { buildPrice, rateNames, type SomeRates } from "../spend/build-price.ts";
import type { Price } from "../spend/price.ts";
import type { AmountAt } from "./amounts.ts";
import { defaultContext, defaultMaxOutput, defaultTimeouts } from "./defaults.ts";
import type { WrittenEndpoint, WrittenModel } from "./endpoint-schema.ts";
import { isLoopback } from "./written-values.ts";

export interface Served {
  readonly served: readonly ServedModel[];
  readonly prices: ReadonlyMap<string, Price>;
}

/** Checked endpoints by their names, and what they serve. `asOf` dates the user's own prices. */
export function buildServed(
  endpoints: Readonly<Record<string, WrittenEndpoint>>,
  amountAt: AmountAt,
  asOf: string,
  published: readonly PublishedHost[] = [],
): Served {
  const served: ServedModel[] = [];
  const prices = new Map<string, Price>();
  for (const [id, writtenEndpoint] of Object.entries(endpoints)) {
    const endpoint = buildEndpoint(id, writtenEndpoint);
    for (const [name, model] of Object.entries(writtenEndpoint.models)) {
      const built = atItsEfforts(buildModel(endpoint, name, model, published), model);
      served.push(...built);
      const price = userPrice(model, endpoint, name, amountAt, asOf);
      if (price !== undefined) for (const { id } of built) prices.set(id, price);
    }
  }
  return { served, prices };
}

function buildEndpoint(id: string, written: WrittenEndpoint): Endpoint {
  const url = written.url.replace(/\/+$/, "");
  const local = written.local ?? (written.dialect === "ollama" && isLoopback(url));
  const usual = defaultTimeouts[local ? "local" : "remote"];
  const { headers, firstToken, idle } = written.timeouts ?? {};
  return {
    id,
    dialect: written.dialect,
    url,
    keyName: written.key,
    provider: written.provider ?? providerAt(url)?.priceList,
    local,
    timeouts: {
      headers: milliseconds(headers) ?? usual.headers,
      firstToken: milliseconds(firstToken) ?? usual.firstToken,
      idle: milliseconds(idle) ?? usual.idle,
    },
  };
}

function milliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : Math.max(1, Math.round(seconds * 1000));
}

function buildModel(
  endpoint: Endpoint,
  name: string,
  written: WrittenModel,
  hosts: readonly PublishedHost[],
): ServedModel {
  const published = publishedModelAt(hosts, endpoint.url, name)?.model;
  // Of an Ollama's model it is known what the weights could read, which is seldom what fits into memory.
  const told = endpoint.dialect === "ollama" ? undefined : published?.context;
  const context = written.context ?? told ?? usualContext(endpoint.dialect, endpoint.url, name);
  const offer = offerAt(endpoint.url, name);
  const usualOutput = offer?.maxOutput ?? published?.maxOutput ?? defaultMaxOutput;
  const weights = written.weights ?? offer?.model.id;
  return {
    id: `${endpoint.id}/${name}`,
    endpoint,
    model: name,
    family: written.family ?? offer?.model.family ?? familyOf(name),
    ...(weights === undefined ? {} : { weights }),
    context,
    maxOutput: written.maxOutput ?? Math.min(usualOutput, Math.floor(context / 2)),
    abilities: { tools: written.tools ?? published?.tools ?? true },
  };
}

/** Of several efforts each is a model of its own, the lowest first, whatever their order in the file. */
function atItsEfforts(model: ServedModel, { effort, efforts: several }: WrittenModel): readonly ServedModel[] {
  if (several === undefined) return [effort === undefined ? model : { ...model, effort }];
  const rising = efforts.filter((each) => several.includes(each));
  return rising.map((each) => ({ ...model, id: atEffort(model.id, each), effort: each }));
}

/** The context of a model whose entry names none, in tokens. */
export function usualContext(dialect: string, url: string, model: string): number {
  return offerAt(url, model)?.context ?? (dialect === "ollama" ? defaultContext.ollama : defaultContext.hosted);
}

function userPrice(
  written: WrittenModel,
  endpoint: Endpoint,
  name: string,
  amountAt: AmountAt,
  asOf: string,
): Price | undefined {
  if (written.price === undefined) return undefined;
  if (written.price === "free") return { kind: "free", source: "your configuration: free" };
  const path = ["endpoints", endpoint.id, "models", name, "price"];
  const base = ratesAt(path, amountAt);
  const { input, output } = base;
  if (input === undefined || output === undefined) return undefined;
  const steps = (written.price.steps ?? []).map(({ above }, index) => ({
    above,
    rates: ratesAt([...path, "steps", index], amountAt),
  }));
  const given = { base: { ...base, input, output }, steps };
  return buildPrice(given, chargesCacheWrites({ endpoint, model: name }), "your configuration", asOf);
}

function ratesAt(path: (string | number)[], amountAt: AmountAt): SomeRates {
  const found = rateNames.flatMap((name) => {
    const amount = amountAt([...path, name]);
    return amount === undefined ? [] : [[name, amount] as const];
  });
  return Object.fromEntries(found);
}
