import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { askPublished } from "../../server/models/discovery/ask-published.ts";
import { perMillion } from "../../server/models/discovery/per-million.ts";
import type { Endpoint } from "../../server/models/endpoint.ts";
import { parseUsd } from "../../server/spend/money.ts";
import { serve } from "../model-server/clients.ts";
import { closedAddress, rawHost } from "./raw-host.ts";
import { targetAt } from "./targets.ts";

const never = new AbortController().signal;
const secrets = { read: () => "key" };

/** Answers each path with its JSON, and all others with 404. */
async function hostWith(context: TestContext, answers: Readonly<Record<string, unknown>>) {
  return rawHost(context, (request, response) => {
    const answer = answers[request.url ?? ""];
    if (answer === undefined) response.writeHead(404).end("{}");
    else response.end(JSON.stringify(answer));
  });
}

async function ask(url: string, parts: Partial<Endpoint> = {}) {
  return askPublished(targetAt("openai-chat", url, parts).endpoint, secrets, never);
}

test("OpenRouter's prices per token become prices per million, digit by digit", async (context) => {
  const pricing = { prompt: "0.0000014", completion: "0.0000044", request: "0", input_cache_read: "2.6e-7" };
  const host = await hostWith(context, {
    "/models": {
      data: [
        {
          id: "z-ai/glm-5.3",
          context_length: 1_048_576,
          pricing,
          top_provider: { max_completion_tokens: 131_072 },
          supported_parameters: ["tools", "temperature"],
        },
        { id: "openrouter/auto", context_length: 2_000_000, pricing: { prompt: "-1", completion: "-1" } },
        { id: "by/request", pricing: { ...pricing, request: "0.01" } },
        { id: "some/model:free", pricing: { prompt: "0", completion: "0" } },
        { id: "unfilled/model", pricing: { prompt: "0", completion: "0" }, context_length: "many" },
      ],
    },
  });
  const published = await ask(host.url, { provider: "openrouter" });
  assert.ok(published.kind === "published");
  assert.deepEqual(published.models, [
    {
      name: "z-ai/glm-5.3",
      context: 1_048_576,
      maxOutput: 131_072,
      tools: true,
      price: { input: "1.4", output: "4.4", cacheRead: "0.26" },
    },
    { name: "openrouter/auto", context: 2_000_000 },
    { name: "by/request" },
    { name: "some/model:free", price: "free" },
    { name: "unfilled/model" },
  ]);
});

test("a LiteLLM proxy's prices are taken at the dearest deployment, and a 0 says nothing", async (context) => {
  const info = (input: number, output: number) => ({
    input_cost_per_token: input,
    output_cost_per_token: output,
    max_input_tokens: 128_000,
    max_output_tokens: 8_192,
    supports_function_calling: true,
  });
  const host = await hostWith(context, {
    "/model/info": {
      data: [
        { model_name: "glm", model_info: info(1.4e-6, 4.4e-6) },
        { model_name: "glm", model_info: info(2e-6, 6e-6) },
        { model_name: "own", model_info: info(0, 0) },
        { model_name: "mixed", model_info: info(0, 0) },
        { model_name: "mixed", model_info: info(1e-6, 1e-6) },
      ],
    },
  });
  const published = await ask(`${host.url}/v1`);
  assert.ok(published.kind === "published");
  assert.equal(published.source, "LiteLLM /model/info");
  const facts = { context: 128_000, maxOutput: 8_192, tools: true };
  assert.deepEqual(published.models, [
    { name: "glm", ...facts, price: { input: "2", output: "6" } },
    { name: "own", ...facts },
    { name: "mixed", ...facts },
  ]);
});

test("an Ollama and an LM Studio tell names and contexts", async (context) => {
  const server = await serve(context, []);
  const ollama = await askPublished(targetAt("ollama", server.url, { keyName: undefined }).endpoint, secrets, never);
  assert.deepEqual(ollama.kind === "published" && ollama.models, [{ name: "small", context: 8192, tools: true }]);
  const data = [
    { id: "qwen", type: "llm", state: "loaded", loaded_context_length: 32_768, max_context_length: 99_999 },
  ];
  const studio = await hostWith(context, { "/api/v0/models": { data } });
  const found = await ask(`${studio.url}/v1`, { local: true, keyName: undefined });
  assert.deepEqual(found.kind === "published" && found.models, [{ name: "qwen", context: 32_768 }]);
});

test("any list of models is read, with the context under each of its names, and no price of an unknown unit", async (context) => {
  const data = [
    { id: "a", max_model_len: 40_960 },
    { id: "b", context_window: 131_072, max_completion_tokens: 32_768, pricing: { prompt: 5, input: 9 } },
    { id: "c", max_context_length: 262_144 },
    { id: "d" },
  ];
  const expected = [
    { name: "a", context: 40_960 },
    { name: "b", context: 131_072, maxOutput: 32_768 },
    { name: "c", context: 262_144 },
    { name: "d" },
  ];
  for (const answer of [{ object: "list", data }, data]) {
    const host = await hostWith(context, { "/v1/models": answer });
    const published = await ask(`${host.url}/v1`);
    assert.deepEqual(published.kind === "published" && published.models, expected);
  }
});

test("Google's own list is read with its limits, without what can't chat", async (context) => {
  const models = [
    { name: "models/gemini-4-argon", inputTokenLimit: 1_048_576, outputTokenLimit: 32_768 },
    { name: "models/gemini-3.8-flash", supportedGenerationMethods: ["generateContent", "countTokens"] },
    { name: "models/gemini-embedding", supportedGenerationMethods: ["embedContent"] },
  ];
  const host = await hostWith(context, { "/v1beta/models?pageSize=1000": { models } });
  const published = await askPublished(targetAt("gemini", `${host.url}/v1beta`).endpoint, secrets, never);
  const expected = [{ name: "gemini-4-argon", context: 1_048_576, maxOutput: 32_768 }, { name: "gemini-3.8-flash" }];
  assert.deepEqual(published.kind === "published" && published.models, expected);
});

test("a host that is down, has no list, or wants a key that is not there says so", async (context) => {
  const host = await hostWith(context, { "/models": { hello: 1 } });
  const cases = [
    [await ask(await closedAddress()), /check that it runs|reach/],
    [await ask(`${host.url}/v1`), /status 404/],
    [await ask(host.url), /no list of models/],
  ] as const;
  for (const [published, because] of cases) {
    assert.ok(published.kind === "unknown");
    assert.match(published.because, because);
  }
  const keyless = await askPublished(targetAt("openai-chat", host.url).endpoint, { read: () => undefined }, never);
  assert.deepEqual(keyless, { kind: "unknown", because: "HOST_KEY is not set." });
});

test("a price per token is moved by six places exactly, whatever its form", () => {
  const cases = {
    "0.0000014": "1.4",
    "1.4e-06": "1.4",
    "2.6E-7": "0.26",
    "1": "1000000",
    "0": "0",
    "0.00000000001": "0.00001",
  };
  for (const [text, expected] of Object.entries(cases)) assert.equal(perMillion(text), expected, text);
  for (const wrong of ["-1", "", "NaN", "1,5", null, {}, "1e999"]) assert.equal(perMillion(wrong), undefined);
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), (nano) => {
      const text = `${nano / 10n ** 15n}.${String(nano % 10n ** 15n).padStart(15, "0")}`;
      assert.equal(parseUsd(perMillion(text) ?? "?"), nano);
    }),
  );
});
