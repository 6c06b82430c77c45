import assert from "node:assert/strict";
import { test } from "node:test";
import {
  catalogue,
  familyOf,
  modelCalled,
  offerAt,
  offersOf,
  providerAt,
} from "../../../server/models/catalogue/catalogue.ts";
import { modelData, providerData } from "../../../server/models/catalogue/schema.ts";
import { listedPriceOf, listedPrices } from "../../../server/spend/listed-prices.ts";

test("a family is read from the model's name", () => {
  for (const [model, family] of [
    ["qwen3-coder:30b", "qwen"],
    ["Qwen/Qwen3-Coder-480B", "qwen"],
    ["anthropic/claude-opus-5.5", "claude"],
    ["openai/gpt-oss-120b", "gpt"],
    ["o4-mini", "gpt"],
    ["accounts/fireworks/models/glm-5p3", "glm"],
    ["zai-glm-4.7", "glm"],
    ["devstral:24b", "mistral"],
    ["deepseek-v4-pro", "deepseek"],
    ["constructor", "constructor"],
    ["42", "unknown"],
  ] as const) {
    assert.equal(familyOf(model), family, model);
  }
});

test("known hosts are asked over https, and their names and variables stand once", () => {
  const { providers } = catalogue;
  assert.ok(providers.every(({ url }) => url.startsWith("https://") && !url.endsWith("/")));
  for (const all of [
    providers.map(({ id }) => id),
    providers.flatMap(({ keys }) => keys),
    providers.map(({ url }) => new URL(url).host),
    catalogue.models.map(({ id }) => id),
  ]) {
    assert.equal(new Set(all).size, all.length);
  }
});

test("every offer names a model of the catalogue, and none promises more than the weights can do", () => {
  for (const provider of catalogue.providers) {
    for (const { model: id, as, context = 0, maxOutput = 0 } of provider.serves) {
      const model = modelCalled(id);
      assert.ok(model, `${provider.id}: ${id}`);
      assert.ok(context <= model.context && maxOutput <= model.maxOutput, `${provider.id}: ${as}`);
    }
    const names = provider.serves.map(({ as }) => as);
    assert.equal(new Set(names).size, names.length, provider.id);
    assert.ok(
      offersOf(provider).some(({ starter }) => starter),
      provider.id,
    );
  }
});

test("every model has an endpoint, and every measured strength says by what it was measured", () => {
  const served = new Set(catalogue.providers.flatMap((provider) => provider.serves.map(({ model }) => model)));
  for (const { id, strength = [] } of catalogue.models) {
    assert.ok(served.has(id), id);
    for (const { measured } of strength) assert.ok(catalogue.benchmarks[measured], `${id}: ${measured}`);
  }
});

test("the same open weights are known at several hosts, whatever each calls them", () => {
  const flash = [
    ["https://api.z.ai/api/paas/v4", "glm-5.3-flash"],
    ["https://openrouter.ai/api/v1", "z-ai/glm-5.3-flash"],
    ["https://api.together.xyz/v1", "zai-org/GLM-5.3-Flash"],
    ["https://api.fireworks.ai/inference/v1", "accounts/fireworks/models/glm-5p3-flash"],
  ] as const;
  for (const [url, as] of flash) assert.equal(offerAt(url, as)?.model.id, "glm-5.3-flash", url);
  assert.equal(offerAt("https://api.together.xyz/v1", "GLM-5.3-Flash"), undefined);
  assert.equal(providerAt("https://api.together.xyz.example/v1"), undefined);
});

test("data with a mistake is not taken", () => {
  const [provider] = catalogue.providers;
  assert.ok(provider);
  const rows = { source: "s", asOf: "2026-11-21", providers: [provider], servers: [] };
  assert.ok(providerData.safeParse(rows).success);
  assert.ok(!providerData.safeParse({ ...rows, providers: [{ ...provider, key: "sk-1" }] }).success);
  assert.ok(!providerData.safeParse({ ...rows, asOf: "yesterday" }).success);
  assert.ok(!modelData.safeParse({ ...catalogue, providers: undefined, models: [{ id: "x" }] }).success);
});

test("the project's own price list names a dated source for each of its prices", () => {
  for (const { provider, model, source } of listedPrices.prices) {
    assert.ok(listedPrices.sources[source], `${provider}/${model}`);
    const price = listedPriceOf(provider, model, false);
    assert.ok(price?.kind === "priced" && /^\d{4}-\d\d-\d\d$/.test(price.asOf), `${provider}/${model}`);
  }
});
