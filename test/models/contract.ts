import assert from "node:assert/strict";
import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { type TestContext, test } from "node:test";
import type { Reply } from "../../server/models/chat.ts";
import { createChat } from "../../server/models/dialects.ts";
import type { DialectName, Endpoint } from "../../server/models/endpoint.ts";
import type { ModelErrorKind } from "../../server/models/model-error.ts";
import { inputTotal } from "../../server/models/usage.ts";
import { everyDialect, serve as serveScripts } from "../model-server/clients.ts";
import type { Fault, ScenarioInput } from "../model-server/scenario.ts";
import { closedAddress, rawHost } from "./raw-host.ts";
import { expectKind, hear, requestTo, targetAt, textOf } from "./targets.ts";

type Turn = Exclude<NonNullable<ScenarioInput["scripts"]>[number]["turns"][number], readonly unknown[]>;

export interface DialectUnderTest {
  readonly dialect: DialectName;
  /** The scripted server's model that speaks it. */
  readonly model: string;
  /** Appended to the server's origin. */
  readonly base: string;
}

/** Sends tool arguments as a value, so the text of broken ones never arrives. */
const sendsValues: readonly DialectName[] = ["ollama", "gemini"];

const key = "canary.3141592653589793";
const chat = createChat({ secrets: { read: () => key } });
const never = new AbortController().signal;

function serve(context: TestContext, scripts: NonNullable<ScenarioInput["scripts"]>, options: object) {
  return serveScripts(context, [], { ...options, scenarios: { models: everyDialect, scripts } });
}

/** Every dialect keeps the same promises over real sockets. */
export function dialectKeepsItsPromises(under: DialectUnderTest): void {
  const name = under.dialect;
  const promises: Readonly<Record<string, (context: TestContext) => Promise<void>>> = {
    "streams text and thinking, and ends in one done": (context) => streamsText(context, under),
    "tells a refusal from an answer": (context) => tellsRefusals(context, under),
    "gives thinking back to the model that made it, and to no other": (context) => replaysThinking(context, under),
    "keeps parallel tool calls apart": (context) => keepsCallsApart(context, under),
    "reads a stream in pieces of one byte": (context) => readsSingleBytes(context, under),
    "keeps broken arguments with the reason": (context) => keepsBrokenArguments(context, under),
    "reports the usage that the host billed": (context) => reportsUsage(context, under),
    "says unknown when usage is missing or can't be true": (context) => doubtsUsage(context, under),
    "makes a failure of an error in the middle of the stream": (context) => failsInTheMiddle(context, under),
    "makes a failure of a stream without its terminal marker": (context) => failsWithoutEnd(context, under),
    "reaches the socket when cancelled in the middle": (context) => cancelsInTheMiddle(context, under),
    "sends nothing when it was cancelled before": (context) => sendsNothingWhenCancelled(context, under),
    "closes the connection when nobody listens any more": (context) => closesWhenAbandoned(context, under),
    "follows no redirect and takes the key nowhere": (context) => followsNoRedirect(context, under),
    "drops a reply that unpacks without end": (context) => dropsBombs(context, under),
    "keeps its time-outs": (context) => keepsTimeouts(context, under),
    "sorts error statuses by what a retry can do": (context) => sortsStatuses(context, under),
    "names the way out of a host that is not there": () => namesUnreachable(under),
    "does not ask without the key that it needs": () => asksForKey(under),
    "shows no key in any reply": (context) => showsNoKey(context, under),
  };
  for (const [promise, check] of Object.entries(promises)) test(`${name}: ${promise}`, check);
}

async function ask(context: TestContext, under: DialectUnderTest, turn: Turn, endpoint: Partial<Endpoint> = {}) {
  const server = await serve(context, [{ model: "*", turns: [turn] }], { key });
  const request = requestTo(target(under, server.url, endpoint));
  return { ...(await hear(chat(request, never))), server };
}

function target(under: DialectUnderTest, origin: string, endpoint: Partial<Endpoint> = {}) {
  return { ...targetAt(under.dialect, origin + under.base, endpoint), model: under.model };
}

async function failureOf(
  context: TestContext,
  under: DialectUnderTest,
  fault: Fault,
  endpoint: Partial<Endpoint> = {},
) {
  const { reply } = await ask(
    context,
    under,
    { text: "one two three four", pieces: { characters: 4 }, fault },
    endpoint,
  );
  return expectKind(reply, "failed");
}

async function streamsText(context: TestContext, under: DialectUnderTest) {
  const { events, reply } = await ask(context, under, { thinking: "Let me see.", text: "Grüße, 世界 👋!" });
  const done = expectKind(reply, "done");
  assert.equal(done.finish, "stop");
  assert.equal(done.message.text, "Grüße, 世界 👋!");
  assert.equal(textOf(events, "text-delta"), done.message.text);
  assert.equal(textOf(events, "thinking-delta"), "Let me see.");
  assert.equal(done.message.thinking.map(({ text }) => text).join(""), "Let me see.");
  assert.equal(done.metering.answeredBy, under.model);
}

async function tellsRefusals(context: TestContext, under: DialectUnderTest) {
  if (under.dialect === "ollama") return; // Its protocol has no word for it.
  const { reply } = await ask(context, under, { refusal: "I can't help with that." });
  const done = expectKind(reply, "done");
  assert.equal(done.finish, "content-filter");
  assert.equal(done.message.text, "I can't help with that.");
}

/** What only the model's own host can read, as the scripted server writes it. */
const opaque: Readonly<Record<DialectName, RegExp>> = {
  "openai-chat": /"reasoning_content":"Let me see\."/,
  "openai-responses": /"encrypted_content":"scripted-turn1"/,
  anthropic: /"signature":"scripted-turn1"/,
  gemini: /"thoughtSignature":"scripted-turn1"/,
  ollama: /"thinking":"Let me see\."/,
};

async function replaysThinking(context: TestContext, under: DialectUnderTest) {
  const turns = [
    { thinking: "Let me see.", calls: [{ name: "read", arguments: { path: "a.ts" } }] },
    { text: "It is {{lastToolText}}." },
  ];
  const server = await serve(context, [{ model: "*", turns }], { key });
  const own = target(under, server.url);
  const first = expectKind((await hear(chat(requestTo(own), never))).reply, "done");
  const [call] = first.message.toolCalls;
  assert.ok(call);
  const results = [{ callId: call.id, name: "read", text: "empty", isError: false }];
  const messages = [{ role: "user" as const, text: "hello" }, first.message, { role: "tool" as const, results }];
  const second = await hear(chat(requestTo(own, { messages }), never));
  assert.equal(expectKind(second.reply, "done").message.text, "It is empty.");
  assert.match(JSON.stringify(server.requests().at(-1)?.body), opaque[under.dialect]);
  await hear(chat(requestTo({ ...own, id: "host/other" }, { messages }), never));
  assert.doesNotMatch(JSON.stringify(server.requests().at(-1)?.body), /Let me see|scripted-turn1/);
}

async function keepsCallsApart(context: TestContext, under: DialectUnderTest) {
  const calls = ["a.ts", "b.ts", "c.ts"].map((path) => ({ name: "read", arguments: { path } }));
  const { events, reply } = await ask(context, under, { text: "Reading.", calls, pieces: { characters: 3 } });
  const done = expectKind(reply, "done");
  assert.equal(done.finish, "tool-calls");
  assert.deepEqual(
    done.message.toolCalls.map((call) => call.arguments),
    calls.map((call) => call.arguments),
  );
  assert.equal(new Set(done.message.toolCalls.map(({ id }) => id)).size, 3);
  assert.equal(events.filter(({ type }) => type === "tool-call-start").length, 3);
}

async function readsSingleBytes(context: TestContext, under: DialectUnderTest) {
  const { reply } = await ask(context, under, { text: "Grüße, 世界 👋!", pieces: { characters: 5, bytes: 1 } });
  assert.equal(expectKind(reply, "done").message.text, "Grüße, 世界 👋!");
}

async function keepsBrokenArguments(context: TestContext, under: DialectUnderTest) {
  const texts = ['{"path": "a.ts", "path": "../b.ts"}', "[1]"];
  if (!sendsValues.includes(under.dialect)) texts.push('{"path": "unfinis');
  for (const argumentsText of texts) {
    const { reply } = await ask(context, under, { calls: [{ name: "read", argumentsText }] });
    const [call] = expectKind(reply, "done").message.toolCalls;
    // Of a value the JSON reader has kept one of the two.
    if (sendsValues.includes(under.dialect) && argumentsText.startsWith("{")) continue;
    assert.equal(call?.argumentsText, argumentsText);
    assert.equal(call?.arguments, undefined);
    assert.match(call?.argumentsError ?? "", /Send the call again/);
  }
}

async function reportsUsage(context: TestContext, under: DialectUnderTest) {
  const { reply, server } = await ask(context, under, { thinking: "Hm.", text: "A text of some length." });
  const { usage } = expectKind(reply, "done").metering;
  const [entry] = server.bill().entries;
  assert.ok(usage !== "unknown" && entry !== undefined);
  assert.equal(inputTotal(usage), inputTotal(entry.usage));
  assert.equal(usage.output, entry.usage.output);
  assert.equal(usage.cacheWrite, entry.usage.cacheWrite);
}

async function doubtsUsage(context: TestContext, under: DialectUnderTest) {
  for (const usage of ["missing", "null", "huge", "negative"] as const) {
    const { reply } = await ask(context, under, { text: "Hello.", usage });
    assert.equal(reply.metering.usage, "unknown", usage);
  }
  const { reply } = await ask(context, under, { text: "Hello.", usage: "nan" });
  assert.equal(reply.metering.usage, "unknown", "nan");
}

async function failsInTheMiddle(context: TestContext, under: DialectUnderTest) {
  const failed = await failureOf(context, under, { kind: "error-event", message: "The engine broke.", afterPieces: 2 });
  assert.equal(failed.billed, "unknown");
  assert.equal(failed.partialText, "one two ");
  assert.match(failed.error.message, /The engine broke/);
}

async function failsWithoutEnd(context: TestContext, under: DialectUnderTest) {
  const faults: Fault[] = [
    // With a finish reason the answer is complete, also when `[DONE]` never comes.
    ...(under.dialect === "openai-chat" ? [] : [{ kind: "no-end" as const }]),
    { kind: "cut", afterPieces: 2 },
    { kind: "cut", afterBytes: 90 },
    { kind: "empty-body" },
  ];
  for (const fault of faults) {
    const failed = await failureOf(context, under, fault);
    assert.equal(failed.error.kind, "stream-cut", JSON.stringify(fault));
    assert.equal(failed.error.retry.kind, "soon");
    assert.equal(failed.billed, "unknown");
  }
}

/** Begins a reply with bytes that are no event yet, and tells when the connection is closed. */
async function silentHost(context: TestContext) {
  const open: ServerResponse[] = [];
  let arrived = () => {};
  const first = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const host = await rawHost(context, (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.flushHeaders();
    open.push(response);
    arrived();
  });
  const closed = async () => {
    const [response] = open;
    assert.ok(response);
    if (!response.closed) await once(response, "close");
  };
  return { host, first, closed };
}

async function cancelsInTheMiddle(context: TestContext, under: DialectUnderTest) {
  const { host, first, closed } = await silentHost(context);
  const user = new AbortController();
  const heard = hear(chat(requestTo(target(under, host.url)), user.signal));
  await first;
  user.abort();
  const { reply } = await heard;
  assert.deepEqual([reply.kind, expectKind(reply, "cancelled").billed], ["cancelled", "unknown"]);
  await closed();
}

async function sendsNothingWhenCancelled(context: TestContext, under: DialectUnderTest) {
  const { host } = await silentHost(context);
  const { reply } = await hear(chat(requestTo(target(under, host.url)), AbortSignal.abort()));
  assert.equal(expectKind(reply, "cancelled").billed, "no");
  assert.equal(host.count(), 0);
}

async function closesWhenAbandoned(context: TestContext, under: DialectUnderTest) {
  const text = "one two three four";
  const fault: Fault = { kind: "idle", afterPieces: 1 };
  const server = await serve(context, [{ model: "*", turns: [{ text, pieces: { characters: 4 }, fault }] }], { key });
  const events = chat(requestTo(target(under, server.url)), never);
  assert.equal((await events.next()).done, false);
  await events.return(undefined as never);
  assert.equal((await events.next()).done, true);
}

async function followsNoRedirect(context: TestContext, under: DialectUnderTest) {
  const elsewhere = await rawHost(context, (_request, response) => response.end());
  for (const status of [301, 302, 303, 307, 308]) {
    const failed = await failureOf(context, under, { kind: "redirect", to: `${elsewhere.url}/v1`, status });
    assert.equal(failed.error.kind, "redirect");
    assert.equal(failed.error.retry.kind, "never");
  }
  assert.equal(elsewhere.count(), 0);
}

async function dropsBombs(context: TestContext, under: DialectUnderTest) {
  const failed = await failureOf(context, under, { kind: "gzip-bomb", megabytes: 200 });
  assert.equal(failed.error.kind, "reply-too-large");
  assert.equal(failed.billed, "unknown");
}

async function keepsTimeouts(context: TestContext, under: DialectUnderTest) {
  const patient = { headers: 20_000, firstToken: 20_000, idle: 20_000 };
  const cases: readonly (readonly [Fault, Partial<Endpoint["timeouts"]>, ModelErrorKind])[] = [
    // Ollama sends its headers with the first token.
    [
      { kind: "no-headers" },
      { headers: 60, ...(under.dialect === "ollama" ? { firstToken: 60 } : {}) },
      "timeout-headers",
    ],
    [{ kind: "no-first-token" }, { firstToken: 60 }, "timeout-first-token"],
    [{ kind: "idle", afterPieces: 2 }, { idle: 60 }, "timeout-idle"],
  ];
  for (const [fault, impatient, kind] of cases) {
    const failed = await failureOf(context, under, fault, { timeouts: { ...patient, ...impatient } });
    assert.equal(failed.error.kind, kind);
    assert.equal(failed.billed, "unknown");
  }
}

async function sortsStatuses(context: TestContext, under: DialectUnderTest) {
  const cases: readonly (readonly [number, ModelErrorKind, string, "no" | "unknown"])[] = [
    [400, "bad-request", "never", "no"],
    [401, "wrong-key", "never", "no"],
    [402, "quota", "never", "no"],
    [403, "wrong-key", "never", "no"],
    [404, "model-not-found", "never", "no"],
    [408, "server-error", "soon", "unknown"],
    [413, "context-overflow", "never", "no"],
    [422, "bad-request", "never", "no"],
    [429, "rate-limited", "soon", "no"],
    [500, "server-error", "soon", "unknown"],
    [502, "server-error", "soon", "unknown"],
    [503, "overloaded", "soon", "no"],
    [529, "overloaded", "soon", "no"],
  ];
  for (const [status, kind, retry, billed] of cases) {
    const { error, ...failed } = await failureOf(context, under, { kind: "status", status });
    assert.deepEqual([error.status, error.kind, error.retry.kind, failed.billed], [status, kind, retry, billed]);
  }
  const headers = { "retry-after": "7" };
  const { error } = await failureOf(context, under, { kind: "status", status: 429, headers });
  assert.deepEqual(error.retry, { kind: "after", ms: 7000 });
}

async function namesUnreachable(under: DialectUnderTest) {
  const url = await closedAddress();
  const { reply } = await hear(chat(requestTo(target(under, url, { local: true })), never));
  const failed = expectKind(reply, "failed");
  assert.equal(failed.error.kind, "unreachable");
  assert.equal(failed.billed, "no");
  assert.match(failed.error.message, under.dialect === "ollama" ? /ollama serve/ : /check that it runs/);
}

async function asksForKey(under: DialectUnderTest) {
  const keyless = createChat({ secrets: { read: () => undefined } });
  const { reply } = await hear(keyless(requestTo(target(under, "http://127.0.0.1:9")), never));
  const failed = expectKind(reply, "failed");
  assert.equal(failed.error.kind, "no-key");
  assert.equal(failed.billed, "no");
  assert.match(failed.error.message, /HOST_KEY/);
}

async function showsNoKey(context: TestContext, under: DialectUnderTest) {
  const told: Reply[] = [];
  for (const status of [401, 500]) {
    const message = `This key is wrong: ${key}, ${"x".repeat(270)} ${key}`;
    told.push(await failureOf(context, under, { kind: "status", status, message }));
  }
  told.push(await failureOf(context, under, { kind: "error-event", message: `${key} is no good` }));
  assert.ok(!JSON.stringify(told).includes(key));
}
