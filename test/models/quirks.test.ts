import assert from "node:assert/strict";
import { test } from "node:test";
import { buildRequest as buildAnthropic } from "../../server/models/anthropic/request.ts";
import type { DialectName } from "../../server/models/endpoint.ts";
import { buildRequest as buildGemini } from "../../server/models/gemini/request.ts";
import { buildRequest as buildOllama } from "../../server/models/ollama/request.ts";
import { buildRequest as buildChat } from "../../server/models/openai-chat/request.ts";
import { buildRequest as buildResponses } from "../../server/models/openai-responses/request.ts";
import { requestTo, targetAt } from "./targets.ts";
import { doneFrom, failureFrom } from "./wire-host.ts";

/** What hosts do to the protocols in the wild, over real sockets, in each dialect that can carry it. */

const chat = (delta: object, finish_reason: string | null = null) => ({ choices: [{ delta, finish_reason }] });
const chatCall = (call: object) => chat({ tool_calls: [call] });
const piece = (rest: object, name?: string, text?: unknown) => ({ ...rest, function: { name, arguments: text } });
const usage = { prompt_tokens: 9, completion_tokens: 2 };
const block = (index: number, content_block: object) => ({ type: "content_block_start", index, content_block });
const json = (index: number, partial_json: string) => ({
  type: "content_block_delta",
  index,
  delta: { type: "input_json_delta", partial_json },
});
const anthropicStart = { type: "message_start", message: { id: "m", usage: { input_tokens: 9, output_tokens: 1 } } };
const anthropicEnd = (stop_reason: string | null) => [
  { type: "message_delta", delta: { stop_reason }, usage: { output_tokens: 2 } },
  { type: "message_stop" },
];
const item = (output_index: number | undefined, given: object) => ({
  type: "response.output_item.added",
  output_index,
  item: { type: "function_call", arguments: "", ...given },
});
const argument = (place: object, delta: string) => ({
  type: "response.function_call_arguments.delta",
  ...place,
  delta,
});
const responsesEnd = {
  type: "response.completed",
  response: { status: "completed", usage: { input_tokens: 9, output_tokens: 2 } },
};
const ollamaLine = (message: object) => ({ message, done: false });
const ollamaEnd = { message: { content: "" }, done: true, done_reason: "stop", prompt_eval_count: 30, eval_count: 2 };
const geminiChunk = (parts: readonly object[], finishReason?: string) => ({
  candidates: [{ content: { parts }, finishReason }],
});

type Quirk = readonly (readonly [DialectName, readonly unknown[]])[];

/** All of these are one call of `read` for `a`, and then one for `b`. */
const twoCalls: Readonly<Record<string, Quirk>> = {
  "pieces without an index": [
    [
      "openai-chat",
      [
        chatCall(piece({ id: "x" }, "read", '{"path":')),
        chatCall(piece({}, undefined, '"a"}')),
        chatCall(piece({ id: "y" }, "read", '{"path":"b"}')),
        chat({}, "tool_calls"),
      ],
    ],
    [
      "openai-responses",
      [
        item(undefined, { id: "i", call_id: "x", name: "read" }),
        argument({ item_id: "i" }, '{"path":"a"}'),
        item(undefined, { id: "j", call_id: "y", name: "read" }),
        argument({ item_id: "j" }, '{"path":"b"}'),
        responsesEnd,
      ],
    ],
  ],
  "pieces with an index alone": [
    [
      "openai-responses",
      [
        item(0, { call_id: "x", name: "read" }),
        item(1, { call_id: "y", name: "read" }),
        argument({ output_index: 0 }, '{"path":"a"}'),
        argument({ output_index: 1 }, '{"path":"b"}'),
        responsesEnd,
      ],
    ],
  ],
  "a second call that starts with index 0": [
    [
      "openai-chat",
      [
        chatCall(piece({ index: 0, id: "x" }, "read", '{"path":"a"}')),
        chatCall(piece({ index: 0, id: "y" }, "read", '{"path":')),
        chatCall(piece({ index: 0 }, undefined, '"b"}')),
        chat({}, "tool_calls"),
      ],
    ],
    [
      "ollama",
      [
        ollamaLine({ tool_calls: [{ function: { index: 0, name: "read", arguments: { path: "a" } } }] }),
        ollamaLine({ tool_calls: [{ function: { index: 0, name: "read", arguments: { path: "b" } } }] }),
        ollamaEnd,
      ],
    ],
  ],
  "calls without an id": [
    [
      "openai-chat",
      [
        chatCall(piece({ index: 0 }, "read", '{"path":"a"}')),
        chatCall(piece({ index: 1 }, "read", '{"path":"b"}')),
        chat({}, "tool_calls"),
      ],
    ],
    [
      "openai-responses",
      [
        item(0, { name: "read" }),
        argument({ output_index: 0 }, '{"path":"a"}'),
        item(1, { name: "read" }),
        argument({ output_index: 1 }, '{"path":"b"}'),
        responsesEnd,
      ],
    ],
    [
      "anthropic",
      [
        anthropicStart,
        block(0, { type: "tool_use", name: "read" }),
        json(0, '{"path":"a"}'),
        block(1, { type: "tool_use", name: "read" }),
        json(1, '{"path":"b"}'),
        ...anthropicEnd("tool_use"),
      ],
    ],
    [
      "gemini",
      [
        geminiChunk(
          [
            { functionCall: { name: "read", args: { path: "a" } } },
            { functionCall: { name: "read", args: { path: "b" } } },
          ],
          "STOP",
        ),
      ],
    ],
    [
      "ollama",
      [
        ollamaLine({
          tool_calls: [
            { function: { name: "read", arguments: { path: "a" } } },
            { function: { name: "read", arguments: { path: "b" } } },
          ],
        }),
        ollamaEnd,
      ],
    ],
  ],
  "empty ids and names on later pieces": [
    [
      "openai-chat",
      [
        chatCall(piece({ index: 0, id: "x" }, "read", "")),
        chatCall(piece({ index: 0, id: "" }, "", '{"path":"a"}')),
        chatCall(piece({ index: 1, id: "y" }, "read", "")),
        chatCall(piece({ index: 1, id: "" }, "", '{"path":"b"}')),
        chat({}, "tool_calls"),
      ],
    ],
  ],
  "one id for both calls": [
    [
      "openai-chat",
      [
        chatCall(piece({ index: 0, id: "x" }, "read", '{"path":"a"}')),
        chatCall(piece({ index: 1, id: "x" }, "read", '{"path":"b"}')),
        chat({}, "tool_calls"),
      ],
    ],
    [
      "openai-responses",
      [
        item(0, { id: "i", call_id: "x", name: "read", arguments: "" }),
        argument({ output_index: 0 }, '{"path":"a"}'),
        item(1, { id: "j", call_id: "x", name: "read" }),
        argument({ output_index: 1 }, '{"path":"b"}'),
        responsesEnd,
      ],
    ],
    [
      "anthropic",
      [
        anthropicStart,
        block(0, { type: "tool_use", id: "x", name: "read" }),
        json(0, '{"path":"a"}'),
        block(1, { type: "tool_use", id: "x", name: "read" }),
        json(1, '{"path":"b"}'),
        ...anthropicEnd("tool_use"),
      ],
    ],
    [
      "gemini",
      [
        geminiChunk(
          [
            { functionCall: { id: "x", name: "read", args: { path: "a" } } },
            { functionCall: { id: "x", name: "read", args: { path: "b" } } },
          ],
          "STOP",
        ),
      ],
    ],
    [
      "ollama",
      [
        ollamaLine({ tool_calls: [{ id: "x", function: { name: "read", arguments: { path: "a" } } }] }),
        ollamaLine({ tool_calls: [{ id: "x", function: { name: "read", arguments: { path: "b" } } }] }),
        ollamaEnd,
      ],
    ],
  ],
  "arguments as a value": [
    [
      "openai-chat",
      [
        chatCall(piece({ id: "x" }, "read", { path: "a" })),
        chatCall(piece({ id: "y" }, "read", { path: "b" })),
        chat({}, "tool_calls"),
      ],
    ],
    [
      "openai-responses",
      [
        {
          type: "response.output_item.done",
          output_index: 0,
          item: { type: "function_call", id: "i", call_id: "x", name: "read", arguments: { path: "a" } },
        },
        {
          type: "response.output_item.done",
          output_index: 1,
          item: { type: "function_call", id: "j", call_id: "y", name: "read", arguments: { path: "b" } },
        },
        responsesEnd,
      ],
    ],
    [
      "anthropic",
      [
        anthropicStart,
        block(0, { type: "tool_use", id: "x", name: "read", input: { path: "a" } }),
        block(1, { type: "tool_use", id: "y", name: "read", input: { path: "b" } }),
        ...anthropicEnd("tool_use"),
      ],
    ],
  ],
  "arguments as text": [
    [
      "ollama",
      [
        ollamaLine({ tool_calls: [{ function: { name: "read", arguments: '{"path":"a"}' } }] }),
        ollamaLine({ tool_calls: [{ function: { name: "read", arguments: '{"path":"b"}' } }] }),
        ollamaEnd,
      ],
    ],
    [
      "gemini",
      [
        geminiChunk(
          [
            { functionCall: { name: "read", args: '{"path":"a"}' } },
            { functionCall: { name: "read", args: '{"path":"b"}' } },
          ],
          "STOP",
        ),
      ],
    ],
  ],
  "an odd reason to finish": [
    [
      "openai-chat",
      [
        chatCall(piece({ id: "x" }, "read", '{"path":"a"}')),
        chatCall(piece({ id: "y" }, "read", '{"path":"b"}')),
        chat({}, "stop"),
      ],
    ],
    [
      "anthropic",
      [
        anthropicStart,
        block(0, { type: "tool_use", id: "x", name: "read", input: { path: "a" } }),
        block(1, { type: "tool_use", id: "y", name: "read", input: { path: "b" } }),
        ...anthropicEnd("end_turn"),
      ],
    ],
  ],
  "no reason to finish": [
    [
      "openai-chat",
      [
        chatCall(piece({ id: "x" }, "read", '{"path":"a"}')),
        chatCall(piece({ id: "y" }, "read", '{"path":"b"}')),
        "data: [DONE]\n\n",
      ],
    ],
    [
      "anthropic",
      [
        anthropicStart,
        block(0, { type: "tool_use", id: "x", name: "read", input: { path: "a" } }),
        block(1, { type: "tool_use", id: "y", name: "read", input: { path: "b" } }),
        ...anthropicEnd(null),
      ],
    ],
    [
      "ollama",
      [
        ollamaLine({ tool_calls: [{ function: { name: "read", arguments: { path: "a" } } }] }),
        ollamaLine({ tool_calls: [{ function: { name: "read", arguments: { path: "b" } } }] }),
        { done: true, prompt_eval_count: 30, eval_count: 2 },
      ],
    ],
  ],
  "comments, CRLF, no event names and unknown events between": [
    [
      "openai-chat",
      [
        ": PROCESSING\r\n\r\n",
        chatCall(piece({ id: "x" }, "read", '{"path":"a"}')),
        ": PROCESSING\r\n\r\n",
        'data: {"object":"ping"}\r\n\r\n',
        chatCall(piece({ id: "y" }, "read", '{"path":"b"}')),
        chat({}, "tool_calls"),
        "data: [DONE]\r\n\r\n",
      ],
    ],
    [
      "openai-responses",
      [
        ": x\r\n\r\n",
        'event: keepalive\r\ndata: {"type":"keepalive"}\r\n\r\n',
        item(0, { call_id: "x", name: "read" }),
        argument({ output_index: 0 }, '{"path":"a"}'),
        { type: "response.of.the.future" },
        item(1, { call_id: "y", name: "read" }),
        argument({ output_index: 1 }, '{"path":"b"}'),
        responsesEnd,
      ],
    ],
    [
      "anthropic",
      [
        ": x\r\n\r\n",
        anthropicStart,
        { type: "of_the_future" },
        block(0, { type: "tool_use", id: "x", name: "read", input: { path: "a" } }),
        block(1, { type: "tool_use", id: "y", name: "read", input: { path: "b" } }),
        ...anthropicEnd("tool_use"),
      ],
    ],
    [
      "gemini",
      [
        ": x\r\n\r\n",
        geminiChunk([{ functionCall: { name: "read", args: { path: "a" } } }]),
        geminiChunk([{ functionCall: { name: "read", args: { path: "b" } } }], "STOP"),
      ],
    ],
    [
      "ollama",
      [
        "\r\n",
        ollamaLine({
          tool_calls: [
            { function: { name: "read", arguments: { path: "a" } } },
            { function: { name: "read", arguments: { path: "b" } } },
          ],
        }),
        "\r\n\r\n",
        ollamaEnd,
      ],
    ],
  ],
  "a message that starts twice": [
    [
      "anthropic",
      [
        anthropicStart,
        block(0, { type: "tool_use", id: "x", name: "read", input: { path: "a" } }),
        anthropicStart,
        block(1, { type: "tool_use", id: "y", name: "read", input: { path: "b" } }),
        ...anthropicEnd("tool_use"),
      ],
    ],
    [
      "openai-responses",
      [
        { type: "response.created", response: { model: "m" } },
        item(0, { id: "i", call_id: "x", name: "read" }),
        { type: "response.created", response: { model: "m" } },
        item(0, { id: "i", call_id: "x", name: "read" }),
        argument({ output_index: 0, item_id: "i" }, '{"path":"a"}'),
        item(1, { id: "j", call_id: "y", name: "read" }),
        argument({ output_index: 1, item_id: "j" }, '{"path":"b"}'),
        responsesEnd,
      ],
    ],
  ],
};

for (const [quirk, dialects] of Object.entries(twoCalls)) {
  for (const [dialect, events] of dialects) {
    test(`${dialect}: ${quirk}`, async (context) => {
      const { message, finish } = await doneFrom(context, dialect, events);
      assert.deepEqual(
        message.toolCalls.map(({ name, arguments: given }) => [name, given]),
        [
          ["read", { path: "a" }],
          ["read", { path: "b" }],
        ],
      );
      assert.equal(new Set(message.toolCalls.map(({ id }) => id)).size, 2);
      assert.ok(message.toolCalls.every(({ id }) => id !== ""));
      assert.equal(finish, "tool-calls");
    });
  }
}

test("a call without arguments has an empty object of them", async (context) => {
  for (const [dialect, events] of [
    ["openai-chat", [chatCall(piece({ id: "x" }, "list")), chat({}, "tool_calls")]],
    ["openai-responses", [item(0, { call_id: "x", name: "list" }), responsesEnd]],
    [
      "anthropic",
      [anthropicStart, block(0, { type: "tool_use", id: "x", name: "list", input: {} }), ...anthropicEnd("tool_use")],
    ],
    ["gemini", [geminiChunk([{ functionCall: { name: "list" } }], "STOP")]],
    ["ollama", [ollamaLine({ tool_calls: [{ function: { name: "list" } }] }), ollamaEnd]],
  ] as const) {
    const { message } = await doneFrom(context, dialect, events);
    assert.deepEqual(
      message.toolCalls.map(({ arguments: given }) => given),
      [{}],
      dialect,
    );
  }
});

test("a stream that just ends is a failure, and the tokens that it told are kept", async (context) => {
  for (const [dialect, events] of [
    ["openai-chat", [{ ...chat({ content: "Hel" }), usage }]],
    ["openai-responses", [{ type: "response.output_text.delta", output_index: 0, delta: "Hel" }]],
    [
      "anthropic",
      [anthropicStart, { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "Hel" } }],
    ],
    ["gemini", [{ ...geminiChunk([{ text: "Hel" }]), usageMetadata: { promptTokenCount: 9 } }]],
    ["ollama", [ollamaLine({ content: "Hel" })]],
  ] as const) {
    const { error, partialText, metering } = await failureFrom(context, dialect, events);
    assert.deepEqual([error.kind, error.retry.kind, partialText], ["stream-cut", "soon", "Hel"], dialect);
    const isTold = dialect !== "ollama" && dialect !== "openai-responses";
    assert.equal(metering.usage !== "unknown", isTold, dialect);
  }
});

test("an error inside the stream keeps the usage and the cost beside it", async (context) => {
  const error = { code: 502, message: "Upstream broke." };
  const failed = await failureFrom(context, "openai-chat", [
    chat({ content: "Hel" }),
    { error, usage: { ...usage, cost: 0.5 } },
  ]);
  assert.equal(failed.error.kind, "server-error");
  assert.equal(failed.metering.reportedUsd, "0.5");
  assert.notEqual(failed.metering.usage, "unknown");
});

test("a rejected tool call inside the stream is worth another try", async (context) => {
  const groq = {
    error: { message: "Failed to call a function.", code: "tool_use_failed", failed_generation: "<function" },
  };
  const chatFailure = await failureFrom(context, "openai-chat", [`event: error\ndata: ${JSON.stringify(groq)}\n\n`]);
  const ollamaFailure = await failureFrom(context, "ollama", [{ error: "XML syntax error on line 9: unexpected EOF" }]);
  for (const { error } of [chatFailure, ollamaFailure]) {
    assert.deepEqual([error.kind, error.retry.kind], ["malformed-reply", "soon"]);
  }
});

test("reasoning is read once, under every name and in every place", async (context) => {
  for (const [dialect, events] of [
    ...[
      { reasoning_content: "Hm." },
      { reasoning: "Hm." },
      { reasoning_text: "Hm." },
      { reasoning: "Hm.", reasoning_content: "Hm." },
      { content: [{ type: "thinking", thinking: [{ type: "text", text: "Hm." }] }] },
      { content: "<think>Hm.</think>" },
    ].map((delta) => ["openai-chat", [chat(delta), chat({ content: "Yes." }), chat({}, "stop")]] as const),
    [
      "openai-responses",
      [
        { type: "response.reasoning_text.delta", item_id: "r", delta: "Hm." },
        { type: "response.output_text.delta", item_id: "m", delta: "Yes." },
        responsesEnd,
      ],
    ],
    [
      "openai-responses",
      [
        { type: "response.reasoning_summary_text.delta", output_index: 0, delta: "Hm." },
        { type: "response.output_text.delta", output_index: 1, delta: "Yes." },
        responsesEnd,
      ],
    ],
    [
      "anthropic",
      [
        anthropicStart,
        block(0, { type: "thinking", thinking: "Hm." }),
        block(1, { type: "text", text: "Yes." }),
        ...anthropicEnd("end_turn"),
      ],
    ],
    ["gemini", [geminiChunk([{ text: "Hm.", thought: true }, { text: "Yes." }], "STOP")]],
    ["ollama", [ollamaLine({ thinking: "Hm." }), ollamaLine({ content: "Yes." }), ollamaEnd]],
    [
      "ollama",
      [
        ollamaLine({ content: "<thi" }),
        ollamaLine({ content: "nk>Hm.</th" }),
        ollamaLine({ content: "ink>Yes." }),
        ollamaEnd,
      ],
    ],
  ] as const) {
    const { message } = await doneFrom(context, dialect, events);
    const thought = message.thinking.map(({ text }) => text).join("");
    assert.deepEqual([thought, message.text], ["Hm.", "Yes."], JSON.stringify(events[0]));
  }
});

test("only reasoning and then the end is an empty answer, and no failure of the host", async (context) => {
  for (const [dialect, events] of [
    ["openai-chat", [chat({ reasoning_content: "Hm." }), chat({}, "stop")]],
    ["anthropic", [anthropicStart, block(0, { type: "thinking", thinking: "Hm." }), ...anthropicEnd("end_turn")]],
    ["ollama", [ollamaLine({ thinking: "Hm." }), ollamaEnd]],
  ] as const) {
    const { message, finish } = await doneFrom(context, dialect, events);
    assert.deepEqual([message.text, message.toolCalls, finish], ["", [], "stop"]);
  }
});

test("markup inside the arguments of DeepSeek's calls never reaches a tool", async (context) => {
  const text = '{"path":"a.ts</｜DSML｜parameter>\\n<｜DSML｜parameter name=\\"line\\">3"}';
  const events = [chatCall(piece({ id: "x" }, "read", text)), chat({}, "tool_calls")];
  const { message } = await doneFrom(context, "openai-chat", events, {}, { family: "deepseek" });
  assert.equal(message.toolCalls[0]?.arguments, undefined);
  assert.match(message.toolCalls[0]?.argumentsError ?? "", /markup/);
});

test("a wrapper around the reply is no answer", async (context) => {
  const wrapped = { data: { choices: [{ message: { content: "Hi." }, finish_reason: "stop" }] }, success: true };
  assert.equal((await failureFrom(context, "openai-chat", [wrapped])).error.kind, "stream-cut");
});

test("every request streams, and none forces a tool", () => {
  const requests = {
    "openai-chat": buildChat(requestTo(targetAt("openai-chat", "https://h.example"))),
    "openai-responses": buildResponses(requestTo(targetAt("openai-responses", "https://h.example"))),
    anthropic: buildAnthropic(requestTo(targetAt("anthropic", "https://h.example"))),
    ollama: buildOllama(requestTo(targetAt("ollama", "http://h.example"))),
  };
  for (const request of Object.values(requests)) assert.equal(request.stream, true);
  const all = [...Object.values(requests), buildGemini(requestTo(targetAt("gemini", "https://h.example")))];
  for (const request of all) assert.doesNotMatch(JSON.stringify(request), /tool_?choice|toolConfig/i);
});

test("ollama is told the size of the context, not to cut the prompt, and to stay loaded", () => {
  const wire = buildOllama(requestTo(targetAt("ollama", "http://h.example")));
  assert.deepEqual([wire.options?.num_ctx, wire.truncate, wire.keep_alive], [32_768, false, "30m"]);
});
