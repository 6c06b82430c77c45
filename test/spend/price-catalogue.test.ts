import assert from "node:assert/strict";
import { test } from "node:test";
import type { ConditionalPrice } from "@pydantic/genai-prices";
import type { PublishedHost } from "../../server/models/catalogue/published.ts";
import type { ServedModel } from "../../server/models/endpoint.ts";
import { applicablePrices, ratesOf } from "../../server/spend/catalogue-rates.ts";
import { costOf, type Price, worstCase } from "../../server/spend/price.ts";
import { priceOf } from "../../server/spend/price-catalogue.ts";
import { flatPrice, usageOf, usd } from "./fixtures.ts";

const noon = new Date("2026-11-21T12:00:00Z");

function served(model: string, provider: string | undefined, local = false): ServedModel {
  const timeouts = { headers: 1, firstToken: 1, idle: 1 };
  const endpoint = {
    id: "host",
    dialect: "openai-chat",
    url: "https://host.example",
    keyName: undefined,
    provider,
    local,
    timeouts,
  } as const;
  return { id: `host/${model}`, endpoint, model, family: "any", context: 1, maxOutput: 1, abilities: { tools: true } };
}

function pricedAt(model: string, provider: string, at: Date): Extract<Price, { kind: "priced" }> {
  const price = priceOf(served(model, provider), new Map(), at);
  if (price.kind !== "priced") throw new Error(`${model} has no price`);
  return price;
}

test("the user's own price comes first, also for a local endpoint", () => {
  const own = flatPrice("1", "2");
  assert.equal(priceOf(served("gpt-4o", "openai", true), new Map([["host/gpt-4o", own]]), noon), own);
});

test("a local endpoint is free and says so", () => {
  const price = priceOf(served("qwen3-coder:30b", undefined, true), new Map(), noon);
  assert.equal(price.kind, "free");
  assert.match(price.kind === "free" ? price.source : "", /local/);
});

test("a listed price of the named provider is taken exactly", () => {
  const price = pricedAt("gpt-4o", "OpenAI", noon);
  assert.equal(price.rates.input.base, usd("2.5"));
  assert.equal(price.rates.output.base, usd("10"));
  assert.equal(price.rates.cacheRead.base, usd("1.25"));
  assert.equal(price.source, "genai-prices openai/gpt-4o");
  assert.equal(price.asOf, "2026-11-21");
});

test("a step by context length re-prices the whole call", () => {
  const price = pricedAt("gemini-2.5-pro", "google", noon);
  assert.equal(costOf(price, usageOf(200_000, 0)), usd("0.25"));
  assert.equal(costOf(price, usageOf(200_001, 0)), usd("0.5000025"));
});

test("a price by the hour settles at the hour's rate and is held at the dearest", () => {
  const night = pricedAt("deepseek-v4-pro", "deepseek", new Date("2026-11-21T02:00:00Z"));
  const day = pricedAt("deepseek-v4-pro", "deepseek", noon);
  assert.equal(costOf(night, usageOf(1_000_000, 0)), usd("1.32"));
  assert.equal(costOf(day, usageOf(1_000_000, 0)), usd("0.66"));
  assert.equal(worstCase(day, 1_000_000, 0), usd("1.32"));
});

test("a model that is not listed is unknown, never zero, and the message names the next step", () => {
  for (const [model, provider] of [
    ["gpt-99", "openai"],
    ["gpt-4o", "nobody"],
    ["gpt-4o", undefined],
    ["openai/gpt-oss-20b:free", "openrouter"],
  ] as const) {
    const price = priceOf(served(model, provider), new Map(), noon);
    assert.equal(price.kind, "unknown", model);
    assert.match(price.kind === "unknown" ? price.because : "", /Give its price.*stepladder doctor/);
  }
});

test("a price with a fee that is not per token is not taken", () => {
  assert.equal(ratesOf({ input_mtok: 1, output_mtok: 1, requests_kcount: 5 }), undefined);
  assert.equal(ratesOf({ input_mtok: 1 }), undefined);
  assert.equal(ratesOf({ input_mtok: 1, output_mtok: -1 }), undefined);
});

test("a missing cache rate is the input's, and a missing one-hour rate the cache write's", () => {
  const rates = ratesOf({ input_mtok: 2, output_mtok: 4, cache_write_mtok: 3 });
  assert.equal(rates?.cacheRead.base, usd("2"));
  assert.equal(rates?.cacheWrite1h.base, usd("3"));
});

test("a past price no longer counts and one that starts tomorrow does", () => {
  const price = (input: number, start?: string): ConditionalPrice => ({
    ...(start === undefined ? {} : { constraint: { type: "start_date", start_date: start } as const }),
    prices: { input_mtok: input, output_mtok: 1 },
  });
  const listed = [price(1), price(2, "2026-01-01"), price(3, "2026-11-22"), price(4, "2026-12-24")];
  assert.deepEqual(
    applicablePrices(listed, noon).map((each) => each.input_mtok),
    [3, 2],
  );
});

test("what the public list lacks comes from the project's own, with its source and date", () => {
  const price = priceOf(served("zai-org/GLM-5.2", "deepinfra"), new Map(), noon);
  assert.ok(price.kind === "priced");
  assert.equal(price.rates.output.base, usd("3"));
  assert.match(price.source, /^own list: .*models\.dev/);
  assert.equal(price.asOf, "2026-07-02");
  const stepped = priceOf(served("grok-4.7", "x-ai"), new Map(), noon);
  assert.ok(stepped.kind === "priced");
  assert.equal(costOf(stepped, usageOf(200_000, 0)), usd("0.4"));
  assert.equal(costOf(stepped, usageOf(200_001, 0)), usd("0.800004"));
});

test("the own list never stands over the public one, nor over the user's price", () => {
  const listed = priceOf(served("gpt-4o", "openai"), new Map(), noon);
  assert.match(listed.kind === "priced" ? listed.source : "", /^genai-prices/);
  const own = flatPrice("0.01", "0.02");
  assert.equal(priceOf(served("zai-org/GLM-5.2", "deepinfra"), new Map([["host/zai-org/GLM-5.2", own]]), noon), own);
});

test("where the prompt is marked for a cache, writes that nobody priced are held at more than input", () => {
  const published = (model: string): readonly PublishedHost[] => {
    const models = [{ name: model, price: { input: "4", output: "20" } }];
    return [{ url: "https://host.example", source: "its list", asOf: "2026-11-20", models }];
  };
  const writesOf = (model: string) => {
    const price = priceOf(served(model, "openrouter"), new Map(), noon, published(model));
    return price.kind === "priced" ? price.rates.cacheWrite.base : undefined;
  };
  assert.equal(writesOf("anthropic/of-tomorrow"), usd("5"));
  assert.equal(writesOf("other/of-tomorrow"), usd("4"));
});
