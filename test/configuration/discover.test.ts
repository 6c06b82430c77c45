import assert from "node:assert/strict";
import { test } from "node:test";
import { discover } from "../../server/configuration/discover.ts";
import { ollamaAddress } from "../../server/configuration/ollama-address.ts";
import { catalogue } from "../../server/models/catalogue/catalogue.ts";
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

test("a key alone brings its host's models, each with a price", async () => {
  for (const provider of catalogue.providers) {
    const [key = ""] = provider.keys;
    const found = await discover({
      env: { [key]: "set" },
      listOllama: async () => ({ kind: "unreachable", because: "" }),
      signal: new AbortController().signal,
    });
    assert.ok(found.served.length >= 1 && found.served.length <= 3, provider.id);
    assert.match(found.notices[0] ?? "", new RegExp(`^Found ${key}: ${provider.id} serves `));
    for (const served of found.served) {
      assert.equal(served.endpoint.keyName, key);
      const price = priceOf(served, new Map(), new Date("2026-11-10T12:00:00Z"));
      assert.equal(price.kind, "priced", served.id);
      if (price.kind === "priced") assert.ok(price.rates.input.base > 0n && price.rates.output.base > 0n, served.id);
    }
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

test("of an LM Studio only loaded models are used, at the context that they have", async () => {
  const find = (models: readonly { name: string; loadedContext: number | undefined }[] | undefined) =>
    discover({
      env: {},
      listOllama: async () => ({ kind: "unreachable", because: "" }),
      listLmStudio: async () => models,
      signal: new AbortController().signal,
    });
  const cold = { name: "cold", loadedContext: undefined };
  const found = await find([{ name: "qwen3-coder-30b", loadedContext: 32_768 }, cold]);
  const [served] = found.served;
  assert.equal(found.served.length, 1);
  assert.deepEqual([served?.id, served?.context, served?.endpoint.local], ["lm-studio/qwen3-coder-30b", 32_768, true]);
  assert.match((await find([cold])).notices.join(" "), /without a loaded model; load one/);
  assert.deepEqual((await find(undefined)).notices, []);
});
