import assert from "node:assert/strict";
import { test } from "node:test";
import { listLmStudio } from "../../server/models/discovery/lm-studio.ts";
import { listOllama, reach } from "../../server/models/discovery.ts";
import type { DialectName } from "../../server/models/endpoint.ts";
import { everyDialect, serve } from "../model-server/clients.ts";
import { closedAddress, rawHost } from "./raw-host.ts";
import { targetAt } from "./targets.ts";

const never = new AbortController().signal;
const secrets = { read: () => "key" };

test("an Ollama's models are found with their context and abilities", async (context) => {
  const server = await serve(context, []);
  assert.deepEqual(await listOllama(`${server.url}/`, never), {
    kind: "models",
    models: [{ name: "small", context: 8192, tools: true, family: "qwen", chat: true }],
  });
});

test("what is no Ollama, is not there, or says nothing is unreachable, with the reason", async (context) => {
  const other = await rawHost(context, (_request, response) => response.end('{"hello": 1}'));
  const mute = await rawHost(context, () => {});
  const cases = [
    [other.url, never, /no Ollama/],
    [await closedAddress(), never, /ollama serve/],
    [mute.url, AbortSignal.timeout(60), /in time/],
  ] as const;
  for (const [url, signal, because] of cases) {
    const found = await listOllama(url, signal);
    assert.ok(found.kind === "unreachable");
    assert.match(found.because, because);
  }
});

test("a model that its server can't describe is still found", async (context) => {
  const host = await rawHost(context, (request, response) => {
    if (request.url === "/api/tags") response.end('{"models": [{"name": "a"}]}');
    else response.writeHead(500).end();
  });
  const found = await listOllama(host.url, never);
  assert.ok(found.kind === "models");
  assert.deepEqual(found.models, [
    { name: "a", context: undefined, tools: undefined, family: undefined, chat: undefined },
  ]);
});

test("an endpoint is reached with its models in every dialect", async (context) => {
  const server = await serve(context, [], { key: "key", scenarios: { models: everyDialect } });
  const cases: readonly (readonly [DialectName, string, ...string[]])[] = [
    ["openai-chat", "/v1", "open", "reasoner"],
    ["anthropic", "", "big"],
    ["ollama", "", "small"],
    ["gemini", "/v1beta", "thinker"],
  ];
  for (const [dialect, base, ...models] of cases) {
    const { endpoint } = targetAt(dialect, server.url + base);
    assert.deepEqual(await reach(endpoint, secrets, never), { kind: "reached", models });
    assert.deepEqual(await reach(endpoint, { read: () => undefined }, never), { kind: "no-key" });
  }
});

test("a refused key is told apart from a missing list and from a broken host", async (context) => {
  const answers: Readonly<Record<number, string>> = {
    401: "wrong-key",
    403: "wrong-key",
    404: "reached",
    500: "unreachable",
  };
  for (const [status, kind] of Object.entries(answers)) {
    const host = await rawHost(context, (_request, response) => response.writeHead(Number(status)).end("{}"));
    assert.equal((await reach(targetAt("openai-chat", host.url).endpoint, secrets, never)).kind, kind);
  }
});

test("Google calls a wrong key a bad request", async (context) => {
  const body = { error: { code: 400, message: "API key not valid. Please pass a valid API key." } };
  const host = await rawHost(context, (_request, response) => response.writeHead(400).end(JSON.stringify(body)));
  const reached = async (dialect: DialectName) =>
    (await reach(targetAt(dialect, host.url).endpoint, secrets, never)).kind;
  assert.equal(await reached("gemini"), "wrong-key");
  assert.equal(await reached("openai-chat"), "unreachable");
});

test("an open list of models does not hide a refused key", async (context) => {
  const host = await rawHost(context, (request, response) => {
    if (request.url === "/models") response.end('{"data": []}');
    else response.writeHead(401).end("{}");
  });
  const { endpoint } = targetAt("openai-chat", host.url, { provider: "openrouter" });
  assert.deepEqual(await reach(endpoint, secrets, never), { kind: "wrong-key" });
});

test("a list without end is dropped", async (context) => {
  const host = await rawHost(context, (_request, response) => {
    const block = " ".repeat(1024 * 1024);
    const more = () => {
      while (!response.destroyed && response.write(block));
    };
    response.on("drain", more);
    more();
  });
  const reached = await reach(targetAt("openai-chat", host.url).endpoint, secrets, never);
  assert.ok(reached.kind === "unreachable");
  assert.match(reached.because, /larger/);
});

test("an LM Studio tells what is loaded, and with which context", async (context) => {
  const data = [
    { id: "qwen3-coder-30b", type: "llm", state: "loaded", loaded_context_length: 32_768, max_context_length: 262_144 },
    { id: "gemma", type: "vlm", state: "not-loaded", max_context_length: 131_072 },
    { id: "nomic", type: "embeddings", state: "loaded", max_context_length: 2_048 },
  ];
  const host = await rawHost(context, (request, response) => {
    if (request.url === "/api/v0/models") response.end(JSON.stringify({ object: "list", data }));
    else response.writeHead(404).end();
  });
  assert.deepEqual(await listLmStudio(`${host.url}/v1`, never), [
    { name: "qwen3-coder-30b", loadedContext: 32_768, context: 262_144 },
    { name: "gemma", loadedContext: undefined, context: 131_072 },
  ]);
  const other = await rawHost(context, (_request, response) => response.end('{"data": [{"id": "gpt"}]}'));
  assert.equal(await listLmStudio(`${other.url}/v1`, never), undefined);
  assert.equal(await listLmStudio(`${await closedAddress()}/v1`, never), undefined);
});
