import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { calcPrice, extractUsage, findProvider } from "@pydantic/genai-prices";
import { discover } from "../../server/configuration/discover.ts";
import { catalogue } from "../../server/models/catalogue/catalogue.ts";
import type { OwnServer, Provider } from "../../server/models/catalogue/schema.ts";
import { createChat } from "../../server/models/dialects.ts";
import type { ServedModel } from "../../server/models/endpoint.ts";
import type { Usage } from "../../server/models/usage.ts";
import { priceOf } from "../../server/spend/price-catalogue.ts";
import { resolve } from "../../server/spend/settlement.ts";
import { type Scripted, type SpeakingHost, speakingHost } from "./hosts/speaking-host.ts";
import { expectKind, hear, requestTo, targetAt, textOf } from "./targets.ts";

const key = "canary.3141592653589793";
const chat = createChat({ secrets: { read: () => key } });
const never = new AbortController().signal;

/** A row of the catalogue, with a model that it serves as the product would find it. */
interface Row {
  readonly row: Provider | OwnServer;
  readonly served: ServedModel;
}

/** Exactly what a user has who sets this one key and nothing else. */
async function foundBy(provider: Provider): Promise<Row> {
  const found = await discover({
    env: { [provider.keys[0] ?? ""]: key },
    listOllama: async () => ({ kind: "unreachable", because: "" }),
    signal: never,
  });
  const [served] = found.served;
  assert.ok(served, provider.id);
  return { row: provider, served };
}

function ownServer(row: OwnServer): Row {
  const served = targetAt(row.dialect, row.url, { id: row.id, local: row.local, keyName: undefined });
  return { row, served: { ...served, id: `${row.id}/model` } };
}

async function ask(context: TestContext, { row, served }: Row, scripted: Scripted) {
  const host = await speakingHost(context, row.wire, row.dialect, scripted);
  const path = new URL(row.url).pathname.replace(/\/$/, "");
  const endpoint = { ...served.endpoint, url: host.origin + path };
  const heard = await hear(chat(requestTo({ ...served, endpoint }), never));
  return { ...heard, host, path };
}

/** Only what this host can tell. */
function usageAt({ wire }: Provider | OwnServer): Usage {
  const cacheRead = wire.cacheRead === "none" ? 0 : 400;
  const cacheWrite = wire.cacheWrite !== undefined || wire.usage === "message-events" ? 100 : 0;
  const reasoning = wire.reasoningTokens === "none" || wire.usage === "message-events" ? 0 : 40;
  return { uncached: 1_000, cacheRead, cacheWrite, cacheWrite1h: 0, output: 100, reasoning };
}

const calls = ["a.ts", "b.ts", "c.ts"].map((path) => ({ name: "read", arguments: { path } }));

const promises: Readonly<Record<string, (context: TestContext, row: Row) => Promise<void>>> = {
  "is asked at its address, with the key where it wants it": async (context, row) => {
    const { host, path } = await ask(context, row, { text: "Hello." });
    const [request] = host.requests;
    if (row.row.dialect === "gemini") return nativeGeminiRequest(request, path, row);
    const isAnthropic = row.row.dialect === "anthropic";
    assert.equal(request?.path, `${path}${isAnthropic ? "/v1/messages" : "/chat/completions"}`);
    const expected = row.served.endpoint.keyName === undefined ? undefined : key;
    if (isAnthropic) {
      assert.equal(request?.headers["x-api-key"], expected);
      assert.ok(request?.headers["anthropic-version"]);
    } else {
      assert.equal(request?.headers.authorization, expected && `Bearer ${expected}`);
    }
    const body = request?.body as Record<string, unknown>;
    assert.equal(body.model, row.served.model);
    assert.equal(body.max_tokens, 500);
    assert.equal(body.service_tier, undefined);
    if (!isAnthropic) assert.deepEqual(body.stream_options, { include_usage: true });
  },
  "streams its text and its reasoning": async (context, row) => {
    const { events, reply } = await ask(context, row, { thinking: "Let me see.", text: "Grüße, 世界 👋!" });
    const done = expectKind(reply, "done");
    assert.equal(done.finish, "stop");
    assert.equal(done.message.text, "Grüße, 世界 👋!");
    const tells = row.row.wire.reasoningText !== "none";
    assert.equal(textOf(events, "thinking-delta"), tells ? "Let me see." : "");
    assert.equal(done.metering.answeredBy, row.served.model);
  },
  "keeps parallel tool calls apart": async (context, row) => {
    const done = expectKind((await ask(context, row, { text: "Reading.", calls })).reply, "done");
    assert.equal(done.finish, "tool-calls");
    assert.deepEqual(
      done.message.toolCalls.map((call) => [call.name, call.arguments]),
      calls.map((call) => [call.name, call.arguments]),
    );
  },
  "counts every token once, in our convention": async (context, row) => {
    const usage = usageAt(row.row);
    const done = expectKind((await ask(context, row, { text: "Hello.", usage })).reply, "done");
    assert.deepEqual(done.metering.usage, usage);
  },
  "is unknown where it reports no usage": async (context, row) => {
    const done = expectKind((await ask(context, row, { text: "Hello." })).reply, "done");
    assert.equal(done.metering.usage, "unknown");
    assert.equal(done.metering.reportedUsd, undefined);
  },
  "costs what it reports, else what its price makes of the tokens": async (context, row) => {
    const usage = usageAt(row.row);
    const done = expectKind((await ask(context, row, { text: "Hello.", usage, cost: 0.00123 })).reply, "done");
    const price = priceOf(row.served, new Map(), new Date("2026-11-21T12:00:00Z"));
    if (price.kind === "unknown") return assert.ok(!("priceList" in row.row), "a provider's model has a price");
    const { reportedUsd, answeredBy } = done.metering;
    const { cost, computed } = resolve({ kind: "posted", usage, reportedUsd, answeredBy }, price);
    assert.equal(cost, row.row.wire.cost === undefined ? computed : 1_230_000n);
    if (price.kind === "priced") assert.ok(computed !== undefined && computed > 0n);
  },
  "refuses a wrong key, and asks to wait, in words that we understand": async (context, row) => {
    const body = { error: { message: `No: ${key}`, type: "x", code: "y" } };
    const refused = expectKind((await ask(context, row, { status: { code: 401, body } })).reply, "failed");
    assert.deepEqual([refused.error.kind, refused.billed], ["wrong-key", "no"]);
    if (row.served.endpoint.keyName !== undefined) assert.ok(!JSON.stringify(refused).includes(key));
    const headers = { "retry-after": "7" };
    const busy = expectKind((await ask(context, row, { status: { code: 429, headers, body } })).reply, "failed");
    assert.deepEqual([busy.error.kind, busy.error.retry], ["rate-limited", { kind: "after", ms: 7_000 }]);
  },
  "fails where its stream breaks or tells an error": async (context, row) => {
    const cut = expectKind((await ask(context, row, { text: "one two three", cutAfter: 2 })).reply, "failed");
    assert.deepEqual([cut.error.kind, cut.billed], ["stream-cut", "unknown"]);
    const error = { message: "The engine broke.", type: "api_error", code: "x" };
    const errorEvent = row.row.dialect === "openai-chat" ? { error } : { type: "error", error };
    const told = expectKind((await ask(context, row, { text: "one two three", errorEvent })).reply, "failed");
    assert.match(told.error.message, /The engine broke/);
    assert.equal(told.billed, "unknown");
  },
};

for (const provider of catalogue.providers) {
  for (const [promise, check] of Object.entries(promises)) {
    test(`${provider.id}: ${promise}`, async (context) => {
      if (provider.id === "openai" && promise.startsWith("is asked")) return officialRequest(context, provider);
      await check(context, await foundBy(provider));
    });
  }
}

for (const server of catalogue.servers) {
  for (const [promise, check] of Object.entries(promises)) {
    test(`${server.id}: ${promise}`, (context) => check(context, ownServer(server)));
  }
}

/** Google's API names the model in the path, and takes the key in a header of its own. */
function nativeGeminiRequest(request: SpeakingHost["requests"][number] | undefined, path: string, { served }: Row) {
  assert.equal(request?.path, `${path}/models/${served.model}:streamGenerateContent?alt=sse`);
  assert.equal(request?.headers["x-goog-api-key"], key);
  assert.equal(request?.headers.authorization, undefined);
  const body = request?.body as Record<string, Record<string, unknown>>;
  assert.equal(body.generationConfig?.maxOutputTokens, 500);
  assert.deepEqual(body.contents, [{ role: "user", parts: [{ text: "hello" }] }]);
}

/** The service tier hangs on the host's name, so the request is built for that and sent to ours. */
async function officialRequest(context: TestContext, provider: Provider) {
  const { served } = await foundBy(provider);
  const host = await speakingHost(context, provider.wire, provider.dialect, { text: "Hello." });
  const path = new URL(provider.url).pathname;
  const redirected = createChat({
    secrets: { read: () => key },
    fetch: (url, init) => fetch(String(url).replace("https://api.openai.com", host.origin), init),
  });
  expectKind((await hear(redirected(requestTo(served), never))).reply, "done");
  const [request] = host.requests;
  assert.equal(request?.path, `${path}/responses`);
  assert.equal(request?.headers.authorization, `Bearer ${key}`);
  const body = request?.body as Record<string, unknown>;
  assert.deepEqual([body.max_output_tokens, body.store], [500, false]);
  assert.equal(body.service_tier, "default");
}

function provider(id: string): Provider {
  const found = catalogue.providers.find((each) => each.id === id);
  assert.ok(found, id);
  return found;
}

test("google: signed calls go back signed, to the model that signed them alone", async (context) => {
  const row = await foundBy(provider("google"));
  const { reply, host, path } = await ask(context, row, { thinking: "Hm.", calls });
  const { message } = expectKind(reply, "done");
  const results = message.toolCalls.map(({ id }) => ({ callId: id, name: "read", text: "x", isError: false }));
  const messages = [{ role: "user", text: "go" }, message, { role: "tool", results }] as const;
  const endpoint = { ...row.served.endpoint, url: host.origin + path };
  for (const [id, signatures] of [
    [row.served.id, calls.length],
    ["google/another", 0],
  ] as const) {
    const after = await hear(chat(requestTo({ ...row.served, id, endpoint }, { messages }), never));
    expectKind(after.reply, "done");
    const sent = JSON.stringify(host.requests.at(-1)?.body);
    assert.equal(sent.split('"thoughtSignature":"sealed"').length - 1, signatures, id);
    assert.doesNotMatch(sent, /Hm\./);
  }
});

test("google: thoughts and cached tokens cost what the price list's own reading of the report makes of them", async (context) => {
  const row = await foundBy(provider("google"));
  const when = new Date("2026-11-21T12:00:00Z");
  const usageMetadata = { promptTokenCount: 1_400, cachedContentTokenCount: 400, candidatesTokenCount: 60 };
  const google = findProvider({ providerId: "google" });
  for (const model of ["gemini-3-flash-preview", "gemini-3.1-pro-preview"]) {
    const served = { ...row.served, id: `google/${model}`, model };
    const done = expectKind(
      (await ask(context, { ...row, served }, { text: "Hi.", usage: usageAt(row.row) })).reply,
      "done",
    );
    const price = priceOf(served, new Map(), when);
    assert.ok(google && price.kind !== "unknown");
    const report = { modelVersion: model, usageMetadata: { ...usageMetadata, thoughtsTokenCount: 40 } };
    const listed = calcPrice(extractUsage(google, report).usage, model, { providerId: "google", timestamp: when });
    const { computed } = resolve({ kind: "posted", ...done.metering, usage: usageAt(row.row) }, price);
    assert.deepEqual(done.metering.usage, usageAt(row.row));
    assert.equal(computed, BigInt(Math.round((listed?.total_price ?? 0) * 1e9)), model);
  }
});

test("google: what the prompt of a tool used counts as input", async (context) => {
  const row = await foundBy(provider("google"));
  const more = { toolUsePromptTokenCount: 30 };
  const { reply } = await ask(context, row, { text: "Hi.", usage: usageAt(row.row), more });
  const { usage } = reply.metering;
  assert.equal(usage !== "unknown" && usage.uncached, 1_030);
});

test("openrouter: behind the user's own key the upstream cost comes on top", async (context) => {
  const row = await foundBy(provider("openrouter"));
  const more = { is_byok: true, cost_details: { upstream_inference_cost: 0.0004 } };
  const { reply } = await ask(context, row, { text: "Hi.", usage: usageAt(row.row), cost: 0.00002, more });
  assert.equal(reply.metering.reportedUsd, "0.00042");
  const own = await ask(context, row, {
    text: "Hi.",
    usage: usageAt(row.row),
    cost: 0.00002,
    more: { ...more, is_byok: false },
  });
  assert.equal(own.reply.metering.reportedUsd, "0.00002");
});

test("openrouter: a stream that tells of no credit is no answer, and waiting does not help", async (context) => {
  const errorEvent = { error: { code: 402, message: "Insufficient credits", metadata: { limit_source: "account" } } };
  const { reply } = await ask(context, await foundBy(provider("openrouter")), { text: "one two", errorEvent });
  const failed = expectKind(reply, "failed");
  assert.deepEqual([failed.error.kind, failed.error.retry.kind], ["quota", "never"]);
});

test("groq: usage beside x_groq as well as in it counts once", async (context) => {
  const row = await foundBy(provider("groq"));
  const usage = usageAt(row.row);
  const { reply } = await ask(context, row, { text: "Hi.", usage, more: { queue_time: 0.02, total_time: 0.3 } });
  assert.deepEqual(reply.metering.usage, usage);
});

test("groq: a call that the host could not read is made all the same where we can, else it is a malformed reply", async (context) => {
  const row = await foundBy(provider("groq"));
  const error = { message: "Failed to call a function.", type: "invalid_request_error", code: "tool_use_failed" };
  const telling = (failed_generation: string) => ({ error: { ...error, failed_generation } });
  const read = '{"name": "read", "parameters": {"path": "a.ts"}}';
  for (const generation of ['<function=read>{"path": "a.ts"}</function>', `<tool_call>${read}</tool_call>`, read]) {
    const { events, reply } = await ask(context, row, { text: "", errorEvent: telling(generation) });
    const done = expectKind(reply, "done");
    assert.equal(done.finish, "tool-calls");
    assert.deepEqual(
      done.message.toolCalls.map((call) => [call.name, call.arguments]),
      [["read", { path: "a.ts" }]],
    );
    assert.equal(events.filter(({ type }) => type === "tool-call-start").length, 1);
    assert.equal(done.message.text, "");
  }
  for (const scripted of [
    ...["<function=read>{", '{"name": "write", "arguments": {}}', "I can't.", ""].map((each) => ({
      text: "",
      errorEvent: telling(each),
    })),
    { status: { code: 400, body: telling("<function") } },
  ]) {
    const failed = expectKind((await ask(context, row, scripted)).reply, "failed");
    assert.deepEqual([failed.error.kind, failed.error.retry.kind], ["malformed-reply", "soon"]);
  }
});

test("xai: reasoning beside the completion is counted into the output, by the total or by its size", async (context) => {
  const row = await foundBy(provider("xai"));
  for (const more of [
    {},
    { total_tokens: undefined, completion_tokens: 26, completion_tokens_details: { reasoning_tokens: 196 } },
  ]) {
    const { reply } = await ask(context, row, { text: "Hi.", usage: usageAt(row.row), more });
    const { usage } = reply.metering;
    assert.equal(usage !== "unknown" && usage.output, "completion_tokens" in more ? 222 : 100);
  }
});

test("anthropic: input without what was cached, and writes for an hour apart", async (context) => {
  const row = await foundBy(provider("anthropic"));
  const usage = { uncached: 6, cacheRead: 6_289, cacheWrite: 3_337, cacheWrite1h: 1_000, output: 9, reasoning: 0 };
  const { reply } = await ask(context, row, { text: "Hi.", usage });
  assert.deepEqual(reply.metering.usage, usage);
});

test("hosts that want reasoning back get their own, and of any other turn a word that says nothing", async (context) => {
  for (const each of [provider("deepseek"), provider("moonshot")]) {
    const row = await foundBy(each);
    const { reply, host, path } = await ask(context, row, { thinking: "My own thought.", calls });
    const { message: own } = expectKind(reply, "done");
    const twin = [
      { text: "A twin's thought.", opaque: { from: "elsewhere/model", block: { reasoning_content: "x" } } },
    ];
    const messages = [own, { ...own, thinking: twin }, { ...own, thinking: [] }].flatMap((message) => [
      message,
      {
        role: "tool" as const,
        results: message.toolCalls.map(({ id }) => ({ callId: id, name: "read", text: "x", isError: false })),
      },
    ]);
    const endpoint = { ...row.served.endpoint, url: host.origin + path };
    const after = await hear(chat(requestTo({ ...row.served, endpoint }, { messages }), never));
    expectKind(after.reply, "done");
    const sent = host.requests.at(-1)?.body as { messages: readonly { role: string; reasoning_content?: string }[] };
    assert.deepEqual(
      sent.messages.filter(({ role }) => role === "assistant").map((message) => message.reasoning_content),
      ["My own thought.", " ", " "],
      each.id,
    );
  }
});

test("every host of the list keeps its reasoning to the model that wrote it", async (context) => {
  for (const each of catalogue.providers.filter(({ dialect }) => dialect === "openai-chat")) {
    const row = await foundBy(each);
    const { host, path } = await ask(context, row, { text: "Hi." });
    const other = {
      ...row.served,
      id: "elsewhere/model",
      endpoint: { ...row.served.endpoint, url: host.origin + path },
    };
    const thinking = [
      { text: "secret thought", opaque: { from: row.served.id, block: { reasoning_content: "secret thought" } } },
    ];
    const call = { id: "1", name: "read", arguments: {}, argumentsText: "{}", argumentsError: undefined };
    const messages = [
      { role: "user", text: "go" },
      { role: "assistant", text: "", thinking, toolCalls: [call] },
      { role: "tool", results: [{ callId: "1", name: "read", text: "x", isError: false }] },
    ] as const;
    await hear(chat(requestTo(other, { messages }), never));
    assert.doesNotMatch(JSON.stringify(host.requests.at(-1)?.body), /secret thought/, each.id);
  }
});
