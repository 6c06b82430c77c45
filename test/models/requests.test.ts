import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { buildRequest as buildAnthropic } from "../../server/models/anthropic/request.ts";
import { AnthropicStream } from "../../server/models/anthropic/stream.ts";
import type { Message } from "../../server/models/chat.ts";
import { createChat } from "../../server/models/dialects.ts";
import { boundTokens, estimateTokens } from "../../server/models/estimate.ts";
import { buildRequest as buildOllama } from "../../server/models/ollama/request.ts";
import { toToolCall } from "../../server/models/tool-calls.ts";
import { serve } from "../model-server/clients.ts";
import { expectKind, hear, readTool, requestTo, targetAt } from "./targets.ts";

const anthropic = targetAt("anthropic", "https://host.example");
const ollama = targetAt("ollama", "http://127.0.0.1:1");
const never = new AbortController().signal;

const conversation: readonly Message[] = [
  { role: "user", text: "Fix it." },
  {
    role: "assistant",
    text: " ",
    thinking: [],
    toolCalls: [toToolCall("c1", "read", '{"path":"a"}'), toToolCall("c2", "read", "{broken")],
  },
  {
    role: "tool",
    results: [
      { callId: "c1", name: "read", text: "", isError: false },
      { callId: "c2", name: "read", text: "Broken.", isError: true },
    ],
  },
  { role: "user", text: "Go on." },
];

test("anthropic: tools, system and the last message end in a cache mark, and what follows results joins their turn", () => {
  const wire = buildAnthropic(requestTo(anthropic, { messages: conversation }));
  const mark = { cache_control: { type: "ephemeral" } };
  assert.deepEqual(wire.system, [{ type: "text", text: "You are a test.", ...mark }]);
  assert.deepEqual(wire.tools, [
    { name: "read", description: readTool.description, input_schema: readTool.parameters, ...mark },
  ]);
  assert.deepEqual(wire.messages, [
    { role: "user", content: [{ type: "text", text: "Fix it." }] },
    {
      role: "assistant",
      content: [
        { type: "tool_use", id: "c1", name: "read", input: { path: "a" } },
        { type: "tool_use", id: "c2", name: "read", input: {} },
      ],
    },
    {
      role: "user",
      content: [
        { type: "tool_result", tool_use_id: "c1", content: "(no output)" },
        { type: "tool_result", tool_use_id: "c2", content: "Broken.", is_error: true },
        { type: "text", text: "Go on.", ...mark },
      ],
    },
  ]);
});

test("anthropic: signed thinking goes back to the model that made it, and to no other", () => {
  const stream = new AnthropicStream(requestTo(anthropic));
  for (const event of [
    { type: "message_start", message: { id: "m", content: [], usage: { input_tokens: 1, output_tokens: 1 } } },
    { type: "content_block_start", index: 0, content_block: { type: "thinking", thinking: "", signature: "" } },
    { type: "content_block_delta", index: 0, delta: { type: "thinking_delta", thinking: "Hm." } },
    { type: "content_block_delta", index: 0, delta: { type: "signature_delta", signature: "signed" } },
    { type: "content_block_start", index: 1, content_block: { type: "redacted_thinking", data: "secret" } },
    { type: "content_block_start", index: 2, content_block: { type: "tool_use", id: "t", name: "read", input: {} } },
    { type: "an_event_of_the_future" },
    { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 5 } },
    { type: "message_stop" },
  ]) {
    stream.accept(JSON.stringify(event));
  }
  assert.equal(stream.failure(), undefined);
  const { message } = stream.result();
  assert.deepEqual(
    message.toolCalls.map((call) => [call.arguments, call.argumentsError]),
    [[{}, undefined]],
  );
  const messages = [{ role: "user" as const, text: "hi" }, message];
  const own = buildAnthropic(requestTo(anthropic, { messages })).messages[1]?.content;
  assert.deepEqual(own?.slice(0, 2), [
    { type: "thinking", thinking: "Hm.", signature: "signed" },
    { type: "redacted_thinking", data: "secret" },
  ]);
  const other = buildAnthropic(requestTo({ ...anthropic, id: "host/other" }, { messages })).messages[1]?.content;
  assert.equal(other?.length, 1);
});

test("anthropic: a message that starts twice is one message, and another one replaces it", () => {
  const stream = new AnthropicStream(requestTo(anthropic));
  const start = (id: string) => ({
    type: "message_start",
    message: { id, usage: { input_tokens: 1, output_tokens: 1 } },
  });
  const text = (said: string) => ({ type: "content_block_delta", index: 0, delta: { type: "text_delta", text: said } });
  for (const event of [start("m"), text("a"), start("m"), text("b")]) stream.accept(JSON.stringify(event));
  assert.equal(stream.partialText(), "ab");
  for (const event of [start("n"), text("c")]) stream.accept(JSON.stringify(event));
  assert.equal(stream.partialText(), "c");
});

test("anthropic: usage counts the cache apart, and an hour's writes apart from those of five minutes", () => {
  const stream = new AnthropicStream(requestTo(anthropic));
  const usage = {
    input_tokens: 3,
    cache_read_input_tokens: 100,
    cache_creation_input_tokens: 40,
    cache_creation: { ephemeral_1h_input_tokens: 30 },
    output_tokens: 1,
  };
  stream.accept(JSON.stringify({ type: "message_start", message: { id: "m", usage } }));
  stream.accept(JSON.stringify({ type: "message_delta", delta: {}, usage: { output_tokens: 9, input_tokens: null } }));
  assert.deepEqual(stream.metering().usage, {
    uncached: 3,
    cacheRead: 100,
    cacheWrite: 40,
    cacheWrite1h: 30,
    output: 9,
    reasoning: 0,
  });
});

test("ollama: the context size and the output limit are always sent, and truncation is declined", () => {
  const wire = buildOllama(requestTo(ollama, { messages: conversation }));
  assert.deepEqual(wire.options, { num_ctx: 32_768, num_predict: 500 });
  assert.equal(wire.truncate, false);
  assert.deepEqual(wire.messages?.slice(2, 4), [
    {
      role: "assistant",
      content: " ",
      tool_calls: [
        { function: { name: "read", arguments: { path: "a" } } },
        { function: { name: "read", arguments: {} } },
      ],
    },
    { role: "tool", content: "", tool_name: "read" },
  ]);
});

const words = Array.from({ length: 4_000 }, (_, index) => `word${index}`).join(" ");

test("ollama: an answer to a truncated prompt is a failure, also when it is asked again", async (context) => {
  const turns = [{ text: "Fine.", fault: { kind: "truncate" as const, promptTokens: 2_048 } }];
  const server = await serve(context, [{ model: "*", turns }]);
  const chat = createChat({ secrets: { read: () => undefined } });
  const target = { ...targetAt("ollama", server.url, { keyName: undefined }), model: "small" };
  for (let time = 0; time < 2; time++) {
    const { reply } = await hear(chat(requestTo(target, { messages: [{ role: "user", text: words }] }), never));
    const failed = expectKind(reply, "failed");
    assert.equal(failed.error.kind, "context-truncated");
    assert.match(failed.error.message, /2048/);
    assert.notEqual(failed.metering.usage, "unknown");
  }
});

test("ollama: a small count is believed when the rest can come from the prompt before", async (context) => {
  const whole = { text: "Fine." };
  const cached = { text: "Fine.", usage: { uncached: 20 } };
  const server = await serve(context, [{ model: "*", turns: [whole, cached] }]);
  const chat = createChat({ secrets: { read: () => undefined } });
  const target = { ...targetAt("ollama", server.url, { keyName: undefined }), model: "small" };
  const first: Message[] = [{ role: "user", text: words.slice(0, 16_000) }];
  const { reply } = await hear(chat(requestTo(target, { messages: first }), never));
  const messages = [...first, expectKind(reply, "done").message, { role: "user" as const, text: "And now?" }];
  expectKind((await hear(chat(requestTo(target, { messages }), never))).reply, "done");
});

test("ollama: a model that is not there is named with the command that gets it", async (context) => {
  const server = await serve(context, []);
  const chat = createChat({ secrets: { read: () => undefined } });
  const target = { ...targetAt("ollama", server.url, { keyName: undefined }), model: "missing:7b" };
  const { reply } = await hear(chat(requestTo(target), never));
  const { error } = expectKind(reply, "failed");
  assert.equal(error.kind, "model-not-found");
  assert.match(error.message, /ollama pull missing:7b/);
});

test("a bound is above the likely estimate and grows with every part of a request", () => {
  const target = targetAt("openai-chat", "https://host.example/v1");
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), fc.string({ maxLength: 200 }), (system, text) => {
      const request = requestTo(target, { system, messages: [{ role: "user", text }] });
      const bound = boundTokens(request);
      assert.ok(bound > estimateTokens(system + text));
      assert.ok(bound >= [...system].length / 2 + [...text].length / 2);
      const longer = requestTo(target, {
        system,
        messages: [
          { role: "user", text },
          { role: "user", text: "" },
        ],
      });
      assert.ok(boundTokens(longer) > bound);
    }),
  );
  const digits = "1234567890".repeat(1_000);
  assert.ok(boundTokens(requestTo(target, { messages: [{ role: "user", text: digits }] })) > digits.length);
});
