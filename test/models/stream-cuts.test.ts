import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { DialectName } from "../../server/models/endpoint.ts";
import { cutAt, replay } from "./replay.ts";
import { expectKind } from "./targets.ts";

const said = "Grüße, 世界 👋!";

const openai = [
  { model: "m", choices: [{ index: 0, delta: { role: "assistant", content: "" } }] },
  { model: "m", choices: [{ index: 0, delta: { content: said } }] },
  {
    choices: [
      { index: 0, delta: { tool_calls: [{ index: 0, id: "c1", function: { name: "read", arguments: '{"a":' } }] } },
    ],
  },
  { choices: [{ index: 0, delta: { tool_calls: [{ index: 0, id: "", function: { name: "", arguments: '"é"}' } }] } }] },
  { choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] },
  { choices: [], usage: { prompt_tokens: 7, completion_tokens: 3 } },
].map((chunk) => `data: ${JSON.stringify(chunk)}`);

const anthropic = [
  { type: "message_start", message: { id: "m1", model: "m", usage: { input_tokens: 7, output_tokens: 1 } } },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: said } },
  { type: "content_block_start", index: 1, content_block: { type: "tool_use", id: "c1", name: "read", input: {} } },
  { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"a":' } },
  { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '"é"}' } },
  { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 3 } },
  { type: "message_stop" },
].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}`);

const ollama = [
  { model: "m", message: { content: said }, done: false },
  {
    model: "m",
    message: { content: "", tool_calls: [{ id: "c1", function: { name: "read", arguments: { a: "é" } } }] },
  },
  { model: "m", message: { content: "" }, done: true, done_reason: "stop", prompt_eval_count: 7, eval_count: 3 },
].map((line) => JSON.stringify(line));

const responseItem = (type: string, rest: object) => ({ type, id: `${type}-1`, ...rest });
const call = { call_id: "c1", name: "read" };
const responses = [
  { type: "response.created", response: { model: "m", output: [], usage: null } },
  { type: "response.output_item.added", output_index: 0, item: responseItem("message", { content: [] }) },
  { type: "response.output_text.delta", output_index: 0, item_id: "message-1", delta: said },
  {
    type: "response.output_item.added",
    output_index: 1,
    item: responseItem("function_call", { ...call, arguments: "" }),
  },
  { type: "response.function_call_arguments.delta", output_index: 1, item_id: "function_call-1", delta: '{"a":' },
  { type: "response.function_call_arguments.delta", output_index: 1, item_id: "function_call-1", delta: '"é"}' },
  { type: "response.completed", response: { status: "completed", usage: { input_tokens: 7, output_tokens: 3 } } },
].map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}`);

const gemini = [
  { candidates: [{ content: { parts: [{ text: said }] } }], modelVersion: "m" },
  { candidates: [{ content: { parts: [{ functionCall: { id: "c1", name: "read", args: { a: "é" } } }] } }] },
  {
    candidates: [{ content: { parts: [{ text: "" }] }, finishReason: "STOP" }],
    usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 3 },
  },
].map((chunk) => `data: ${JSON.stringify(chunk)}`);

const streams: Readonly<Record<DialectName, { readonly text: string; readonly contentType: string }>> = {
  "openai-chat": {
    text: `: comment\n\n${[...openai, "data: [DONE]"].join("\n\n")}\n\n`,
    contentType: "text/event-stream",
  },
  anthropic: {
    text: `event: ping\ndata: {"type":"ping"}\n\n${anthropic.join("\n\n")}\n\n`,
    contentType: "text/event-stream",
  },
  "openai-responses": { text: `${responses.join("\n\n")}\n\n`, contentType: "text/event-stream" },
  gemini: { text: `${gemini.join("\n\n")}\n\n`, contentType: "text/event-stream" },
  ollama: { text: `${ollama.join("\n")}\n`, contentType: "application/x-ndjson" },
};
const dialects = Object.keys(streams) as DialectName[];
const lineEnds = ["\n", "\r\n", "\r"] as const;

for (const dialect of dialects) {
  test(`${dialect}: reads the same wherever the bytes are cut, whatever ends the lines, with and without a BOM`, async () => {
    const { text, contentType } = streams[dialect];
    const cuts = fc.array(fc.nat(text.length * 2), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(cuts, fc.constantFrom(...lineEnds), fc.boolean(), async (places, end, bom) => {
        const bytes = new TextEncoder().encode((bom ? "\uFEFF" : "") + text.replaceAll("\n", end));
        const { reply } = await replay(dialect, { contentType, pieces: cutAt(bytes, places) });
        const { message, metering, finish } = expectKind(reply, "done");
        assert.equal(message.text, said);
        assert.deepEqual(message.toolCalls, [
          { id: "c1", name: "read", arguments: { a: "é" }, argumentsText: '{"a":"é"}', argumentsError: undefined },
        ]);
        assert.equal(finish, "tool-calls");
        assert.deepEqual(metering.usage, {
          uncached: 7,
          cacheRead: 0,
          cacheWrite: 0,
          cacheWrite1h: 0,
          output: 3,
          reasoning: 0,
        });
      }),
      { numRuns: 60 },
    );
  });

  test(`${dialect}: never takes the beginning of a stream for an answer`, async () => {
    const { text, contentType } = streams[dialect];
    const bytes = new TextEncoder().encode(text);
    const isEnd = {
      "openai-chat": '"finish_reason":"tool_calls"',
      "openai-responses": '"output_tokens":3}',
      anthropic: '"message_stop"}',
      gemini: '"finishReason":"STOP"',
      ollama: '"eval_count":3}',
    };
    const complete = new TextEncoder().encode(text.slice(0, text.lastIndexOf(isEnd[dialect]))).length;
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: complete }), async (length) => {
        const { reply } = await replay(dialect, { contentType, pieces: [bytes.slice(0, length)] });
        assert.equal(expectKind(reply, "failed").error.kind, "stream-cut");
      }),
      { numRuns: 60 },
    );
  });
}
