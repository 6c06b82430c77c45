import assert from "node:assert/strict";
import { test } from "node:test";
import { buildRequest } from "../../server/models/openai-responses/request.ts";
import { toToolCall } from "../../server/models/tool-calls.ts";
import { readTool, requestTo, targetAt } from "./targets.ts";
import { doneFrom, failureFrom } from "./wire-host.ts";

const target = targetAt("openai-responses", "https://host.example/v1");
const added = (output_index: number, item: object) => ({ type: "response.output_item.added", output_index, item });
const finished = (output_index: number, item: object) => ({ type: "response.output_item.done", output_index, item });
const completed = (rest: object = {}) => ({
  type: "response.completed",
  response: { status: "completed", model: "m", usage: { input_tokens: 9, output_tokens: 4 }, ...rest },
});
const reasoning = (id: string, text: string) => ({
  type: "reasoning",
  id,
  summary: [{ type: "summary_text", text }],
  encrypted_content: `secret-${id}`,
});
const call = (id: string, text: string) => ({
  type: "function_call",
  id: `item-${id}`,
  call_id: id,
  name: "read",
  arguments: text,
});

test("a request stores nothing, asks for encrypted reasoning and names its limit", () => {
  const wire = buildRequest(requestTo(target));
  assert.deepEqual(JSON.parse(JSON.stringify(wire)), {
    model: "model",
    instructions: "You are a test.",
    input: [{ role: "user", content: "hello" }],
    tools: [
      {
        type: "function",
        name: "read",
        description: readTool.description,
        parameters: readTool.parameters,
        strict: false,
      },
    ],
    max_output_tokens: 500,
    store: false,
    include: ["reasoning.encrypted_content"],
    stream: true,
  });
  assert.equal(buildRequest(requestTo({ ...target, model: "gpt-4.1" })).include, undefined);
});

test("reasoning goes back before the calls that it led to", async (context) => {
  const { message } = await doneFrom(context, "openai-responses", [
    finished(0, reasoning("r1", "First.")),
    finished(1, call("c1", '{"path":"a"}')),
    finished(2, reasoning("r2", "Second.")),
    finished(3, call("c2", '{"path":"b"}')),
    completed(),
  ]);
  assert.deepEqual(
    message.thinking.map(({ text }) => text),
    ["First.", "Second."],
  );
  const results = message.toolCalls.map(({ id }) => ({ callId: id, name: "read", text: "x", isError: false }));
  const messages = [message, { role: "tool" as const, results }];
  const input = JSON.parse(
    JSON.stringify(buildRequest(requestTo({ ...target, id: "host/model" }, { messages })).input),
  );
  assert.deepEqual(
    input.map((item: Record<string, unknown>) => item.id ?? item.call_id),
    ["r1", "c1", "r2", "c2", "c1", "c2"],
  );
  assert.deepEqual(input[0], reasoning("r1", "First."));
});

test("reasoning without content of its own, or without a successor, does not go back", async (context) => {
  const bare = { type: "reasoning", id: "r1", summary: [] };
  const { message } = await doneFrom(context, "openai-responses", [finished(0, bare), completed()]);
  const answered = { ...message, toolCalls: [toToolCall("c1", "read", "{}")] };
  assert.doesNotMatch(JSON.stringify(buildRequest(requestTo(target, { messages: [answered] }))), /r1/);
  const alone = await doneFrom(context, "openai-responses", [finished(0, reasoning("r2", "Hm.")), completed()]);
  assert.deepEqual(buildRequest(requestTo(target, { messages: [alone.message] })).input, []);
});

test("what was not streamed is read from the finished item or the finished response", async (context) => {
  const text = { type: "message", id: "m1", content: [{ type: "output_text", text: "Hello." }] };
  const output = [reasoning("r1", "Hm."), text, call("c1", '{"path":"a"}')];
  for (const events of [
    [...output.map((item, index) => finished(index, item)), completed()],
    [completed({ output })],
    [{ object: "response", status: "completed", model: "m", output, usage: { input_tokens: 9, output_tokens: 4 } }],
  ]) {
    const { message, metering, finish } = await doneFrom(context, "openai-responses", events);
    assert.equal(message.text, "Hello.");
    assert.equal(message.thinking[0]?.text, "Hm.");
    assert.deepEqual(message.toolCalls[0]?.arguments, { path: "a" });
    assert.deepEqual([finish, metering.answeredBy], ["tool-calls", "m"]);
    assert.notEqual(metering.usage, "unknown");
  }
});

test("a call of a kind that was not offered is a call by the name of its kind", async (context) => {
  const shell = { type: "local_shell_call", id: "l1", call_id: "c1", action: { command: ["ls"] } };
  const search = { type: "web_search_call", id: "w1", action: { query: "x" } };
  const { message } = await doneFrom(context, "openai-responses", [
    finished(0, search),
    finished(1, shell),
    completed(),
  ]);
  assert.deepEqual(
    message.toolCalls.map(({ id, name, arguments: given }) => [id, name, given]),
    [["c1", "local_shell_call", { command: ["ls"] }]],
  );
});

test("an incomplete response says why", async (context) => {
  for (const [reason, finish] of [
    ["max_output_tokens", "length"],
    ["content_filter", "content-filter"],
  ]) {
    const end = { status: "incomplete", incomplete_details: { reason }, usage: { input_tokens: 9, output_tokens: 4 } };
    const events = [added(0, call("c1", "")), { type: "response.incomplete", response: end }];
    const done = await doneFrom(context, "openai-responses", events);
    assert.equal(done.finish, finish);
    assert.notEqual(done.metering.usage, "unknown");
  }
});

test("failures inside the stream are named, whatever event brings them", async (context) => {
  const quota = { code: "insufficient_quota", message: "You exceeded your current quota." };
  const server = { code: "server_error", message: "Broke." };
  for (const [event, kind] of [
    [{ type: "error", error: { ...quota, type: "insufficient_quota" } }, "quota"],
    [{ type: "error", ...server }, "server-error"],
    [{ type: "response.failed", response: { status: "failed", error: quota } }, "quota"],
    [
      {
        type: "response.failed",
        response: { status: "failed", error: { code: "rate_limit_exceeded", message: "Slow." } },
      },
      "rate-limited",
    ],
    [{ type: "response.failed", response: { status: "failed", error: null } }, "server-error"],
    [{ error: { message: "Too long: exceeds the context window" } }, "context-overflow"],
    [{ type: "response.cancelled", response: { status: "cancelled" } }, "server-error"],
  ] as const) {
    const failed = await failureFrom(context, "openai-responses", [
      { type: "response.output_text.delta", output_index: 0, delta: "Hel" },
      event,
    ]);
    assert.equal(failed.error.kind, kind, JSON.stringify(event));
    assert.equal(failed.partialText, "Hel");
    assert.equal(failed.billed, "unknown");
  }
});

test("usage counts the cache inside the input and reasoning inside the output, and a failure keeps it", async (context) => {
  const usage = {
    input_tokens: 100,
    input_tokens_details: { cached_tokens: 60, cache_write_tokens: 30 },
    output_tokens: 50,
    output_tokens_details: { reasoning_tokens: 40 },
    cost_in_usd_ticks: 1234,
  };
  const failed = await failureFrom(context, "openai-responses", [
    { type: "response.failed", response: { status: "failed", usage, error: { code: "server_error", message: "x" } } },
  ]);
  assert.deepEqual(failed.metering.usage, {
    uncached: 10,
    cacheRead: 60,
    cacheWrite: 30,
    cacheWrite1h: 0,
    output: 50,
    reasoning: 40,
  });
  assert.equal(failed.metering.reportedUsd, "1234e-10");
});
