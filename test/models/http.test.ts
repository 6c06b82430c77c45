import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseArguments } from "../../server/models/arguments.ts";
import { createChat } from "../../server/models/dialects.ts";
import { isLoopback, refuseAddress } from "../../server/models/http/address.ts";
import { isContextOverflow } from "../../server/models/http/context-overflow.ts";
import { quote, readHostWords } from "../../server/models/http/host-words.ts";
import { readRetryAfter } from "../../server/models/http/retry-after.ts";
import { rawHost } from "./raw-host.ts";
import { expectKind, hear, requestTo, targetAt } from "./targets.ts";

const never = new AbortController().signal;
const chat = createChat({ secrets: { read: () => "key-of-the-user" } });

test("a key leaves over https, or in the clear only to this machine or an endpoint declared local", () => {
  const refused = (url: string, local = false) =>
    refuseAddress(targetAt("openai-chat", url, { local }).endpoint, `${url}/chat`, true);
  for (const url of [
    "https://a.example/v1",
    "http://127.0.0.1:1/v1",
    "http://localhost:1",
    "http://[::1]:1",
    "http://127.9.9.9",
  ]) {
    assert.equal(refused(url), undefined, url);
  }
  for (const url of [
    "http://a.example/v1",
    "http://127.0.0.1.example",
    "http://10.0.0.1:1",
    "http://[::ffff:7f00:1]",
    "ftp://localhost",
  ]) {
    assert.equal(refused(url)?.kind, "unreachable", url);
  }
  assert.equal(refused("http://10.0.0.1:1", true), undefined);
  assert.ok(isLoopback(new URL("http://2130706433/").hostname));
});

test("nothing leaves for another origin than the endpoint's own", () => {
  const { endpoint } = targetAt("openai-chat", "https://a.example/v1");
  assert.equal(refuseAddress(endpoint, "https://a.example/v1/models", true), undefined);
  for (const url of ["https://b.example/v1", "http://a.example/v1", "https://a.example:444/v1", "not a url"]) {
    assert.equal(refuseAddress(endpoint, url, false)?.kind, "unreachable", url);
  }
});

test("a reply that is encoded more than once is refused", async (context) => {
  const host = await rawHost(context, (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip, gzip" });
    response.end();
  });
  const { reply } = await hear(chat(requestTo(targetAt("openai-chat", host.url)), never));
  assert.equal(expectKind(reply, "failed").error.kind, "malformed-reply");
});

test("a web page is no answer, and its markup is not shown", async (context) => {
  for (const status of [200, 502]) {
    const host = await rawHost(context, (_request, response) => {
      response.writeHead(status, { "content-type": "text/html" });
      response.end("<!doctype html><html><body>Bad gateway</body></html>");
    });
    const { reply } = await hear(chat(requestTo(targetAt("anthropic", host.url)), never));
    const { error } = expectKind(reply, "failed");
    assert.equal(error.kind, status === 200 ? "malformed-reply" : "server-error");
    assert.doesNotMatch(error.message, /</);
  }
});

test("headers and addresses from the environment reach no host", async (context) => {
  const seen: (string | undefined)[] = [];
  const host = await rawHost(context, (request, response) => {
    seen.push(
      String(request.headers["x-canary"]),
      String(request.headers["openai-organization"]),
      request.headers.authorization,
    );
    response.writeHead(500).end();
  });
  const planted = {
    OPENAI_API_KEY: "planted",
    OPENAI_BASE_URL: "http://127.0.0.1:1",
    OPENAI_ORG_ID: "planted",
    OPENAI_CUSTOM_HEADERS: "x-canary: planted",
    ANTHROPIC_AUTH_TOKEN: "planted",
    ANTHROPIC_BASE_URL: "http://127.0.0.1:1",
    ANTHROPIC_CUSTOM_HEADERS: "x-canary: planted",
  };
  const before = { ...process.env };
  context.after(() => {
    for (const name of Object.keys(planted)) delete process.env[name];
    Object.assign(process.env, before);
  });
  Object.assign(process.env, planted);
  for (const dialect of ["openai-chat", "anthropic"] as const) {
    await hear(chat(requestTo(targetAt(dialect, host.url)), never));
  }
  assert.deepEqual(seen, ["undefined", "undefined", "Bearer key-of-the-user", "undefined", "undefined", undefined]);
});

test("the wait is read from milliseconds, seconds or a date", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  const wait = (headers: Record<string, string>) => readRetryAfter(new Headers(headers), now);
  assert.equal(wait({ "retry-after-ms": "1500", "retry-after": "9" }), 1500);
  assert.equal(wait({ "retry-after": "2.5" }), 2500);
  assert.equal(wait({ "retry-after": "Sat, 21 Nov 2026 12:00:30 GMT" }), 30_000);
  assert.equal(wait({ "retry-after": "Sat, 21 Nov 2026 11:00:00 GMT" }), 0);
  for (const bad of ["soon", "-5", "NaN", ""]) assert.equal(wait({ "retry-after": bad }), undefined);
});

test("an overlong prompt is told apart from a rate limit", () => {
  for (const text of [
    "prompt is too long: 213462 tokens > 200000 maximum",
    "This model's maximum context length is 40960 tokens.",
    "The input token count (9) exceeds the maximum number of tokens allowed (8).",
    "Range of input length should be [1, 30720]",
    "prompt too long; exceeded max context length by 12 tokens",
    "the request exceeds the available context size",
  ]) {
    assert.ok(isContextOverflow(400, text), text);
    assert.ok(!isContextOverflow(500, text), text);
  }
  assert.ok(!isContextOverflow(400, "Rate limit: maximum context length of your plan per minute"));
  assert.ok(!isContextOverflow(429, "prompt is too long"));
});

test("what a host says is shown on one line, bounded and without keys", () => {
  const said = quote(`Bad\u001b[31m key\n sk-abcdef123456 and Bearer abc.def ${"x".repeat(900)}`);
  assert.doesNotMatch(said, /abcdef|abc\.def|\p{C}/u);
  assert.ok(said.length < 330);
  assert.equal(readHostWords('{"error":{"message":"m","code":429,"metadata":{"raw":"r"}}}').message, "m: r");
  assert.equal(readHostWords('{"error":"m"}').message, "m");
  assert.equal(readHostWords('[{"error":{"message":"m"}}]').message, "m");
});

test("arguments are one JSON object without repeated keys, at any depth", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
      const outcome = parseArguments(JSON.stringify(value));
      assert.ok(outcome.kind === "parsed");
      assert.deepEqual(JSON.parse(JSON.stringify(outcome.value)), JSON.parse(JSON.stringify(value)));
    }),
  );
  assert.deepEqual(parseArguments("  "), { kind: "parsed", value: {} });
  for (const text of [
    '{"a":1,"a":2}',
    '{"a":[{"b":1,"\\u0062":2}]}',
    "[]",
    '"a"',
    "1",
    "null",
    '{"a":1',
    '{"a":1}}',
    "{'a':1}",
  ]) {
    assert.equal(parseArguments(text).kind, "broken", text);
  }
});

test("a slow stream is not an idle one", async (context) => {
  const host = await rawHost(context, (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    let left = 20;
    const next = () => {
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content: "x" } }] })}\n\n`);
      if (--left > 0) setTimeout(next, 40);
      else response.end("data: [DONE]\n\n");
    };
    next();
  });
  const target = targetAt("openai-chat", host.url, { timeouts: { headers: 9_000, firstToken: 9_000, idle: 500 } });
  const { reply } = await hear(chat(requestTo(target), never));
  assert.equal(expectKind(reply, "done").message.text, "x".repeat(20));
});

test("comments and blank events are no progress", async (context) => {
  const host = await rawHost(context, (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    const drip = setInterval(() => response.write(": PROCESSING\n\ndata:\n\n"), 10);
    response.on("close", () => clearInterval(drip));
  });
  const target = targetAt("openai-chat", host.url, { timeouts: { headers: 9_000, firstToken: 150, idle: 9_000 } });
  const { reply } = await hear(chat(requestTo(target), never));
  assert.equal(expectKind(reply, "failed").error.kind, "timeout-first-token");
});

test("a local host that has sent nothing yet is said to be loading, and leaving then closes the connection", async (context) => {
  let closed = () => {};
  const isClosed = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const host = await rawHost(context, (_request, response) => {
    response.on("close", closed);
  });
  const events = chat(requestTo(targetAt("ollama", host.url)), never);
  assert.deepEqual((await events.next()).value, { type: "loading" });
  await events.return(undefined as never);
  await isClosed;
});
