import assert from "node:assert/strict";
import { test } from "node:test";
import { discover } from "../../server/configuration/discover.ts";
import { familyOf, known } from "../../server/configuration/known-providers.ts";
import { ollamaAddress } from "../../server/configuration/ollama-address.ts";
import { priceOf } from "../../server/spend/price-catalogue.ts";

test("OLLAMA_HOST is read as Ollama reads it", () => {
  const here = (url: string) => ({ kind: "this-machine", url });
  for (const [host, expected] of [
    [undefined, here("http://127.0.0.1:11434")],
    ["", here("http://127.0.0.1:11434")],
    ["localhost", here("http://localhost:11434")],
    ["127.0.0.1:9000", here("http://127.0.0.1:9000")],
    [":9000", here("http://127.0.0.1:9000")],
    ["0.0.0.0", here("http://127.0.0.1:11434")],
    ["0.0.0.0:9000", here("http://127.0.0.1:9000")],
    ["[::1]:9000", here("http://[::1]:9000")],
    ["::1", here("http://[::1]:11434")],
    ["[::]", here("http://[::1]:11434")],
    ["http://127.0.0.1:9000/", here("http://127.0.0.1:9000")],
    ["https://localhost:9000/ollama/", here("https://localhost:9000/ollama")],
    ['"127.0.0.1"', here("http://127.0.0.1:11434")],
    ["192.168.1.2", { kind: "elsewhere" }],
    ["http://user:pass@127.0.0.1", { kind: "elsewhere" }],
    ["127.0.0.1.example.com", { kind: "elsewhere" }],
    ["file:///etc/passwd", { kind: "unreadable" }],
    ["http://", { kind: "unreadable" }],
  ] as const) {
    assert.deepEqual(ollamaAddress(host), expected, host);
  }
});

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

test("every model of a known host has a price", async () => {
  const env = Object.fromEntries(known.providers.flatMap(({ keys }) => keys.map((key) => [key, "set"])));
  const found = await discover({
    env,
    listOllama: async () => ({ kind: "unreachable", because: "" }),
    signal: new AbortController().signal,
  });
  assert.equal(new Set(found.served.map(({ endpoint }) => endpoint.id)).size, known.providers.length);
  for (const served of found.served) {
    const price = priceOf(served, found.prices, new Date("2026-11-10T12:00:00Z"));
    assert.equal(price.kind, "priced", served.id);
    if (price.kind === "priced") assert.ok(price.rates.input.base > 0n && price.rates.output.base > 0n, served.id);
  }
});

test("known hosts are asked over https, and their names and variables stand once", () => {
  const { providers } = known;
  assert.ok(providers.every(({ url }) => url.startsWith("https://") && !url.endsWith("/")));
  for (const all of [
    providers.map(({ id }) => id),
    providers.flatMap(({ keys }) => keys),
    providers.map(({ url }) => new URL(url).host),
  ]) {
    assert.equal(new Set(all).size, all.length);
  }
});

test("an Ollama's own word on context, tools and chat counts", async () => {
  const models = [
    { name: "small", context: 8192, tools: false, chat: undefined },
    { name: "large", context: 262_144, tools: undefined, chat: true },
    { name: "vectors", context: undefined, tools: undefined, chat: false },
  ];
  const found = await discover({
    env: {},
    listOllama: async () => ({ kind: "models", models }),
    signal: new AbortController().signal,
  });
  assert.deepEqual(
    found.served.map(({ model, context, maxOutput, abilities }) => [model, context, maxOutput, abilities.tools]),
    [
      ["small", 8192, 4096, false],
      ["large", 32_768, 8192, true],
    ],
  );
});
