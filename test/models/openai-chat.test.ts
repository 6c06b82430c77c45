import assert from "node:assert/strict";
import { test } from "node:test";
import type { Finish, Message } from "../../server/models/chat.ts";
import { buildRequest } from "../../server/models/openai-chat/request.ts";
import { OpenAiStream } from "../../server/models/openai-chat/stream.ts";
import { readReportedUsd, readUsage } from "../../server/models/openai-chat/usage.ts";
import { requestTo, targetAt } from "./targets.ts";

const target = targetAt("openai-chat", "https://host.example/v1");

function read(deltas: readonly Record<string, unknown>[], finish = "stop") {
  const stream = new OpenAiStream(requestTo(target));
  for (const delta of deltas) stream.accept(JSON.stringify({ choices: [{ delta }] }));
  stream.accept(JSON.stringify({ choices: [{ delta: {}, finish_reason: finish }] }));
  assert.ok(stream.isComplete());
  return stream.result();
}

function calls(pieces: readonly Record<string, unknown>[], finish = "tool_calls") {
  const { message } = read(
    pieces.map((piece) => ({ tool_calls: [piece] })),
    finish,
  );
  return message.toolCalls.map(({ id, name, argumentsText }) => [id, name, argumentsText]);
}

const piece = (name: string, text: unknown, rest: Record<string, unknown> = {}) => ({
  ...rest,
  function: { name, arguments: text },
});

test("interleaved pieces are put together by index", () => {
  assert.deepEqual(
    calls([
      piece("a", "{", { index: 0, id: "x" }),
      piece("b", "{", { index: 1, id: "y" }),
      piece("", "}", { index: 0 }),
      piece("", "}", { index: 1 }),
    ]),
    [
      ["x", "a", "{}"],
      ["y", "b", "{}"],
    ],
  );
});

test("a new id starts a new call even when its index is that of the call before", () => {
  assert.deepEqual(
    calls([
      piece("a", "{}", { index: 0, id: "x" }),
      piece("b", "{", { index: 0, id: "y" }),
      piece("", "}", { index: 0 }),
    ]),
    [
      ["x", "a", "{}"],
      ["y", "b", "{}"],
    ],
  );
});

test("pieces without an index belong to the call with their id, or to the current one", () => {
  assert.deepEqual(
    calls([piece("a", '{"p":', { id: "x" }), piece("", "1", { id: "x" }), piece("", "}"), piece("b", "{}")]),
    [
      ["x", "a", '{"p":1}'],
      ["call_call-1_2", "b", "{}"],
    ],
  );
});

test("an id that comes late or twice leaves every call with an id of its own", () => {
  assert.deepEqual(
    calls([
      piece("a", "{}", { index: 0 }),
      piece("", "", { index: 0, id: "x" }),
      piece("b", "{}", { index: 1, id: "x" }),
    ]),
    [
      ["x", "a", "{}"],
      ["x_2", "b", "{}"],
    ],
  );
});

test("arguments may come as a value, and no text is no arguments", () => {
  assert.deepEqual(calls([piece("a", { p: 1 }, { id: "x" }), piece("b", "", { id: "y" })]), [
    ["x", "a", '{"p":1}'],
    ["y", "b", ""],
  ]);
});

test("a reply that is cut by its length leaves its half call with an error", () => {
  for (const text of ['{"p": "unfin', ""]) {
    const { message, finish } = read([{ tool_calls: [piece("a", text, { index: 0, id: "x" })] }], "length");
    assert.equal(finish, "length");
    assert.notEqual(message.toolCalls[0]?.argumentsError, undefined);
    assert.equal(message.toolCalls[0]?.arguments, undefined);
  }
});

test("a reply with calls is a tool turn whatever the host says", () => {
  const wanted: readonly (readonly [string, Finish])[] = [
    ["stop", "tool-calls"],
    ["tool_calls", "tool-calls"],
    ["odd", "tool-calls"],
    ["length", "length"],
    ["content_filter", "content-filter"],
  ];
  for (const [reason, finish] of wanted) {
    assert.equal(read([{ tool_calls: [piece("a", "{}", { id: "x" })] }], reason).finish, finish);
  }
});

test("reasoning is read once, wherever the host puts it", () => {
  for (const delta of [
    { reasoning_content: "Hm." },
    { reasoning: "Hm." },
    { reasoning_text: "Hm." },
    { reasoning: "Hm.", reasoning_content: "Hm." },
    { content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }] },
  ]) {
    const { message } = read([delta, { content: "Yes." }]);
    assert.deepEqual([message.thinking.map(({ text }) => text), message.text], [["Hm."], "Yes."]);
  }
});

test("reasoning goes back with tool turns to the model that made it, and to no other", () => {
  const { message } = read([{ reasoning_content: "Hm." }, { tool_calls: [piece("a", "{}", { id: "x" })] }]);
  const messages: Message[] = [{ role: "user", text: "hi" }, message];
  const own = buildRequest(requestTo(target, { messages }));
  const other = buildRequest(requestTo({ ...target, id: "host/other" }, { messages }));
  assert.match(JSON.stringify(own), /"reasoning_content":"Hm\."/);
  assert.doesNotMatch(JSON.stringify(other), /Hm\./);
});

test("reasoning details are put together piece by piece and keep their signature", () => {
  const detail = (rest: Record<string, unknown>) => ({
    reasoning_details: [{ type: "reasoning.text", index: 0, ...rest }],
  });
  const { message } = read([
    { reasoning: "A", ...detail({ text: "A" }) },
    { reasoning: "B", ...detail({ text: "B", signature: "" }) },
    { ...detail({ text: "", signature: "signed" }), tool_calls: [piece("a", "{}", { id: "x" })] },
  ]);
  const [, sent] = buildRequest(
    requestTo(target, { system: "", messages: [{ role: "user", text: "hi" }, message] }),
  ).messages;
  assert.deepEqual(JSON.parse(JSON.stringify(sent)).reasoning_details, [
    { type: "reasoning.text", index: 0, text: "AB", signature: "signed" },
  ]);
});

test("broken arguments are not repeated to the host", () => {
  const { message } = read([{ tool_calls: [piece("a", '{"p": "unfin', { id: "x" })] }]);
  const wire = JSON.stringify(buildRequest(requestTo(target, { messages: [message] })));
  assert.doesNotMatch(wire, /unfin/);
  assert.match(wire, /"arguments":"{}"/);
});

test("the output limit has the name that the host knows", () => {
  const official = targetAt("openai-chat", "https://api.openai.com/v1");
  assert.equal(buildRequest(requestTo(official)).max_completion_tokens, 500);
  assert.equal(buildRequest(requestTo(official)).max_tokens, undefined);
  assert.equal(buildRequest(requestTo(target)).max_tokens, 500);
});

test("an error event keeps the usage beside it", () => {
  const stream = new OpenAiStream(requestTo(target));
  stream.accept(JSON.stringify({ choices: [{ delta: { content: "Hel" } }] }));
  stream.accept(
    JSON.stringify({
      error: { code: 502, message: "Provider broke" },
      usage: { prompt_tokens: 9, completion_tokens: 2, cost: 0.5 },
    }),
  );
  assert.equal(stream.failure()?.kind, "server-error");
  const { usage, reportedUsd } = stream.metering();
  assert.deepEqual([usage !== "unknown" && usage.uncached, reportedUsd], [9, "0.5"]);
});

test("usage is read in all spellings, and reasoning always counts as output", () => {
  const base = { prompt_tokens: 100, completion_tokens: 50 };
  const cached = (raw: Record<string, unknown>) => {
    const usage = readUsage({ ...base, ...raw });
    assert.ok(usage !== "unknown");
    return [usage.uncached, usage.cacheRead, usage.cacheWrite, usage.output, usage.reasoning];
  };
  assert.deepEqual(cached({}), [100, 0, 0, 50, 0]);
  assert.deepEqual(
    cached({ prompt_tokens_details: { cached_tokens: 60, cache_write_tokens: 30 } }),
    [10, 60, 30, 50, 0],
  );
  assert.deepEqual(cached({ prompt_cache_hit_tokens: 60, prompt_cache_miss_tokens: 40 }), [40, 60, 0, 50, 0]);
  assert.deepEqual(cached({ cached_tokens: 60 }), [40, 60, 0, 50, 0]);
  assert.deepEqual(cached({ cached_tokens: 600 }), [0, 100, 0, 50, 0]);
  assert.deepEqual(cached({ completion_tokens_details: { reasoning_tokens: 20 } }), [100, 0, 0, 50, 20]);
  assert.deepEqual(cached({ completion_tokens_details: { reasoning_tokens: 70 } }), [100, 0, 0, 120, 70]);
  assert.deepEqual(
    cached({ total_tokens: 170, completion_tokens_details: { reasoning_tokens: 20 } }),
    [100, 0, 0, 70, 20],
  );
});

test("a reported cost is kept to its last digit, with the upstream part of the user's own key", () => {
  assert.equal(readReportedUsd({ cost: 0.000669 }), "0.000669");
  assert.equal(readReportedUsd({ cost: 0, is_byok: false }), "0");
  assert.equal(
    readReportedUsd({ cost: 0.000325, is_byok: true, cost_details: { upstream_inference_cost: 0.0065 } }),
    "0.006825",
  );
  assert.equal(readReportedUsd({ cost_in_usd_ticks: 1497500 }), "1497500e-10");
  assert.equal(readReportedUsd({ prompt_tokens: 1 }), undefined);
});
