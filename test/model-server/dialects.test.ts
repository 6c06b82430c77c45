import assert from "node:assert/strict";
import { test } from "node:test";
import { anthropic, everyDialect, everyModel, ollama, openai, post, serve } from "./clients.ts";

const conversation = [
  {
    model: "*",
    turns: [
      {
        thinking: "Where are the files? 🧭",
        text: "I read two files – at once.",
        calls: [
          { name: "read_file", arguments: { path: "src/a.ts" } },
          { name: "read_file", arguments: { path: "src/ü.ts", start_line: 3 } },
        ],
        pieces: { characters: 3, bytes: 5 },
      },
      { text: "The tool said: {{lastToolText}}", when: { lastTool: "read_file" } },
    ],
  },
];
const tool = { name: "read_file", description: "reads", parameters: { type: "object" as const, properties: {} } };
const wantedCalls = [
  ["read_file", { path: "src/a.ts" }],
  ["read_file", { path: "src/ü.ts", start_line: 3 }],
];

test("the official OpenAI client reads text, thinking, calls and usage, and the second turn sees the tool results", async (context) => {
  const server = await serve(context, conversation);
  const messages: Parameters<ReturnType<typeof openai>["chat"]["completions"]["create"]>[0]["messages"] = [
    { role: "system", content: "You read." },
    { role: "user", content: "go" },
  ];
  const ask = async () => {
    const stream = openai(server).chat.completions.stream({
      model: "open",
      messages,
      tools: [{ type: "function", function: tool }],
      stream_options: { include_usage: true },
    });
    let thinking = "";
    for await (const chunk of stream) {
      const delta: unknown = chunk.choices[0]?.delta;
      if (typeof delta === "object" && delta && "reasoning_content" in delta)
        thinking += String(delta.reasoning_content);
    }
    return { completion: await stream.finalChatCompletion(), thinking };
  };
  const { completion, thinking } = await ask();
  const message = completion.choices[0]?.message;
  assert.equal(thinking, "Where are the files? 🧭");
  assert.equal(message?.content, "I read two files – at once.");
  assert.equal(completion.choices[0]?.finish_reason, "tool_calls");
  const calls = (message?.tool_calls ?? []).flatMap((call) => (call.type === "function" ? [call] : []));
  assert.deepEqual(
    calls.map((call) => [call.function.name, JSON.parse(call.function.arguments) as unknown]),
    wantedCalls,
  );
  const [entry] = server.bill().entries;
  assert.equal(completion.usage?.completion_tokens, entry?.usage.output);
  assert.equal(completion.usage?.prompt_tokens, entry?.usage.uncached);

  messages.push({ role: "assistant", content: message?.content ?? "", tool_calls: calls });
  for (const call of calls) messages.push({ role: "tool", tool_call_id: call.id, content: `text of ${call.id}` });
  const second = (await ask()).completion;
  assert.equal(second.choices[0]?.message.content, "The tool said: text of call_turn1_1");
  assert.equal(second.choices[0]?.finish_reason, "stop");
  assert.ok((second.usage?.prompt_tokens_details?.cached_tokens ?? 0) > 0);
});

test("the official Anthropic client reads text, thinking, calls and usage, and the second turn sees the tool results", async (context) => {
  const server = await serve(context, conversation);
  type Messages = Parameters<ReturnType<typeof anthropic>["messages"]["stream"]>[0]["messages"];
  const marked = { type: "text" as const, text: "go ".repeat(50), cache_control: { type: "ephemeral" as const } };
  const messages: Messages = [{ role: "user", content: [marked] }];
  const ask = () =>
    anthropic(server)
      .messages.stream({
        model: "big",
        max_tokens: 500,
        system: "You read.",
        messages,
        tools: [{ name: tool.name, description: tool.description, input_schema: tool.parameters }],
      })
      .finalMessage();
  const first = await ask();
  assert.deepEqual(
    first.content.map((block) => block.type),
    ["thinking", "text", "tool_use", "tool_use"],
  );
  assert.equal(first.content[0]?.type === "thinking" && first.content[0].thinking, "Where are the files? 🧭");
  const calls = first.content.flatMap((block) => (block.type === "tool_use" ? [block] : []));
  assert.deepEqual(
    calls.map((call) => [call.name, call.input]),
    wantedCalls,
  );
  assert.equal(first.stop_reason, "tool_use");
  assert.ok((first.usage.cache_creation_input_tokens ?? 0) > 0);

  const results = calls.map((call) => ({ type: "tool_result" as const, tool_use_id: call.id, content: "text of b" }));
  messages.push({ role: "assistant", content: first.content }, { role: "user", content: results });
  const second = await ask();
  assert.equal(second.content[0]?.type === "text" && second.content[0].text, "The tool said: text of b");
  assert.equal(second.usage.cache_read_input_tokens, first.usage.cache_creation_input_tokens);
  assert.equal(second.usage.cache_creation_input_tokens, 0);
  const [, entry] = server.bill().entries;
  assert.equal(second.usage.input_tokens, entry?.usage.uncached);
  assert.equal(second.usage.output_tokens, entry?.usage.output);
});

test("the official Ollama client reads text, thinking, calls and usage, and the second turn sees the tool results", async (context) => {
  const server = await serve(context, conversation);
  const messages: { role: string; content: string; tool_name?: string }[] = [{ role: "user", content: "go" }];
  const ask = async () => {
    const parts = { thinking: "", content: "", calls: [] as unknown[][], input: 0, output: 0, done: false };
    const stream = await ollama(server).chat({
      model: "small",
      stream: true,
      messages,
      tools: [{ type: "function", function: tool }],
      options: { num_ctx: 8192 },
    });
    for await (const part of stream) {
      parts.thinking += part.message.thinking ?? "";
      parts.content += part.message.content;
      for (const call of part.message.tool_calls ?? []) parts.calls.push([call.function.name, call.function.arguments]);
      if (part.done) Object.assign(parts, { input: part.prompt_eval_count, output: part.eval_count, done: true });
    }
    return parts;
  };
  const first = await ask();
  const [entry] = server.bill().entries;
  assert.deepEqual(first, {
    thinking: "Where are the files? 🧭",
    content: "I read two files – at once.",
    calls: wantedCalls,
    input: entry?.usage.uncached,
    output: entry?.usage.output,
    done: true,
  });
  messages.push({ role: "assistant", content: first.content });
  messages.push({ role: "tool", content: "text of a", tool_name: "read_file" });
  assert.equal((await ask()).content, "The tool said: text of a");
});

test("the model lists of all dialects say that the models are scripted", async (context) => {
  const server = await serve(context, []);
  const open = (await openai(server).models.list()).data;
  assert.deepEqual(
    open.map((model) => [model.id, model.owned_by]),
    [["open", "scripted (no real model)"]],
  );
  const big = (await anthropic(server).models.list()).data;
  assert.deepEqual(
    big.map((model) => [model.id, model.display_name]),
    [["big", "big, scripted (no real model)"]],
  );
  const small = (await ollama(server).list()).models;
  assert.deepEqual(
    small.map((model) => [model.name, model.details.parameter_size]),
    [["small", "scripted (no real model)"]],
  );
});

test("every reply carries the header that says that it is scripted", async (context) => {
  const server = await serve(context, [{ model: "*", turns: [{ text: "hi" }] }]);
  for (const model of everyModel) {
    assert.equal((await post(server, model)).headers.get("x-scripted-model"), "yes");
  }
  assert.equal((await fetch(`${server.url}/nowhere`)).headers.get("x-scripted-model"), "yes");
});

test("Ollama's other routes answer as its client expects", async (context) => {
  const server = await serve(context, [{ model: "*", turns: [{ text: "hi" }] }]);
  const client = ollama(server);
  const shown = await client.show({ model: "small" });
  assert.deepEqual(shown.capabilities, ["completion", "tools"]);
  assert.equal((shown.model_info as unknown as Record<string, unknown>)["qwen.context_length"], 8192);
  assert.match((await client.version()).version, /scripted/);
  assert.deepEqual((await client.ps()).models, []);
  await post(server, "small");
  assert.equal((await client.ps()).models[0]?.name, "small");
  await assert.rejects(client.show({ model: "other" }), /not found/);
});

test("a model that is not pulled is missing until it is pulled", async (context) => {
  const model = {
    dialect: "ollama",
    family: "qwen",
    context: 8192,
    maxOutput: 100,
    tools: true,
    price: "free",
  } as const;
  const server = await serve(context, [], {
    scenarios: {
      models: [{ ...model, name: "later", pulled: false }],
      scripts: [{ model: "later", turns: [{ text: "hi" }] }],
    },
  });
  const client = ollama(server);
  const chat = () => client.chat({ model: "later", stream: true, messages: [{ role: "user", content: "go" }] });
  await assert.rejects(chat(), /model 'later' not found/);
  const statuses: string[] = [];
  for await (const progress of await client.pull({ model: "later", stream: true })) statuses.push(progress.status);
  assert.equal(statuses.at(-1), "success");
  for await (const part of await chat()) if (part.done) assert.equal(part.done_reason, "stop");
  await assert.rejects(async () => {
    for await (const progress of await client.pull({ model: "unheard-of", stream: true })) assert.ok(progress.status);
  }, /does not exist/);
});

test("a wrong key is refused where hosts ask for one", async (context) => {
  const server = await serve(context, [{ model: "*", turns: [{ text: "hi" }] }], { key: "right" });
  const body = { model: "open", messages: [{ role: "user" as const, content: "go" }], stream: true as const };
  await assert.rejects(openai(server, "wrong").chat.completions.create(body), { status: 401 });
  await openai(server, "right").chat.completions.create(body);
  const messages = [{ role: "user" as const, content: "go" }];
  const ask = (key: string) =>
    anthropic(server, key).messages.create({ model: "big", max_tokens: 9, messages, stream: true });
  await assert.rejects(ask("wrong"), { status: 401 });
  await ask("right");
});

test("calls without a result are refused, as real hosts do", async (context) => {
  const server = await serve(context, [{ model: "*", turns: [{ text: "hi" }, { text: "hi" }] }]);
  const call = { id: "c1", type: "function" as const, function: { name: "f", arguments: "{}" } };
  const open = openai(server).chat.completions.create({
    model: "open",
    stream: true,
    messages: [
      { role: "user", content: "go" },
      { role: "assistant", content: null, tool_calls: [call] },
    ],
  });
  await assert.rejects(open, /tool calls without a result: c1/);
  const big = anthropic(server).messages.create({
    model: "big",
    max_tokens: 9,
    stream: true,
    messages: [
      { role: "user", content: "go" },
      { role: "assistant", content: [{ type: "tool_use", id: "c2", name: "f", input: {} }] },
      { role: "user", content: "well?" },
    ],
  });
  await assert.rejects(big, /tool calls without a result: c2/);
});

test("an answer stops at the limit of output tokens and says so", async (context) => {
  const server = await serve(context, [
    { model: "*", turns: [{ text: "0123456789".repeat(100), calls: [{ name: "f", arguments: {} }] }] },
  ]);
  const messages = [{ role: "user" as const, content: "go" }];
  const open = await openai(server)
    .chat.completions.stream({ model: "open", max_tokens: 10, messages })
    .finalChatCompletion();
  assert.equal(open.choices[0]?.finish_reason, "length");
  assert.equal(open.choices[0]?.message.content?.length, 40);
  const big = await anthropic(server).messages.stream({ model: "big", max_tokens: 10, messages }).finalMessage();
  assert.equal(big.stop_reason, "max_tokens");
  assert.equal(big.usage.output_tokens, 10);
});

test("a prompt beyond the context is refused, and dropped in silence only by Ollama and only when it may", async (context) => {
  const server = await serve(context, [{ model: "*", turns: [{ text: "hi" }] }]);
  const long = "word ".repeat(160_000);
  assert.match((await post(server, "open", long)).text, /maximum context length is 64000 tokens/);
  assert.match((await post(server, "big", long)).text, /prompt is too long/);
  assert.match((await post(server, "small", long)).text, /"prompt_eval_count":4096/);
  const strict = { model: "small", truncate: false, messages: [{ role: "user", content: long }] };
  const refused = await fetch(`${server.url}/api/chat`, { method: "POST", body: JSON.stringify(strict) });
  assert.match(await refused.text(), /exceeded max context length/);
});

test("a model without tools refuses a request that offers some, and can write calls as text", async (context) => {
  const written = '<tool_call>{"name":"f"}</tool_call>';
  const model = {
    name: "plain",
    dialect: "ollama",
    family: "llama",
    context: 8192,
    maxOutput: 100,
    tools: false,
    price: "free",
  } as const;
  const server = await serve(context, [], {
    scenarios: {
      models: [model],
      scripts: [{ model: "plain", turns: [{ text: written }, { when: { lastToolText: "the result" }, text: "done" }] }],
    },
  });
  const messages = [{ role: "user", content: "go" }];
  const client = ollama(server);
  await assert.rejects(
    client.chat({ model: "plain", stream: true, messages, tools: [{ type: "function", function: tool }] }),
    /"plain" does not support tools/,
  );
  const read = async () => {
    let text = "";
    for await (const part of await client.chat({ model: "plain", stream: true, messages }))
      text += part.message.content;
    return text;
  };
  assert.equal(await read(), written);
  messages.push({ role: "assistant", content: written }, { role: "user", content: "the result" });
  assert.equal(await read(), "done");
});

test("the official OpenAI client reads a response, and its items go back with the tool results", async (context) => {
  const server = await serve(context, [], {
    scenarios: { models: everyDialect, scripts: conversation },
  });
  const client = openai(server);
  type Input = Exclude<Parameters<typeof client.responses.create>[0]["input"], string | undefined>;
  const input: Input = [{ role: "user", content: "go" }];
  const ask = async () => {
    const stream = client.responses.stream({
      model: "reasoner",
      input,
      instructions: "You read.",
      store: false,
      include: ["reasoning.encrypted_content"],
      tools: [{ type: "function", name: tool.name, parameters: tool.parameters, strict: false }],
    });
    return stream.finalResponse();
  };
  const first = await ask();
  assert.deepEqual(
    first.output.map(({ type }) => type),
    ["reasoning", "message", "function_call", "function_call"],
  );
  assert.equal(first.output_text, "I read two files – at once.");
  const calls = first.output.flatMap((item) => (item.type === "function_call" ? [item] : []));
  assert.deepEqual(
    calls.map((call) => [call.name, JSON.parse(call.arguments) as unknown]),
    wantedCalls,
  );
  const [entry] = server.bill().entries;
  assert.equal(first.usage?.output_tokens, entry?.usage.output);
  input.push(...(first.output as Input));
  for (const call of calls) input.push({ type: "function_call_output", call_id: call.call_id, output: "text of b" });
  const second = await ask();
  assert.equal(second.output_text, "The tool said: text of b");
  assert.ok((second.usage?.input_tokens_details.cached_tokens ?? 0) > 0);
  input.splice(1, 1, { type: "reasoning", id: "rs_gone", summary: [] });
  await assert.rejects(ask(), /rs_gone/);
});

test("Google's protocol wants roles that take turns, answered calls and their signatures", async (context) => {
  const server = await serve(context, [], { scenarios: { models: everyDialect, scripts: conversation } });
  const ask = async (contents: readonly unknown[]) => {
    const path = "/v1beta/models/thinker:streamGenerateContent?alt=sse";
    const response = await fetch(server.url + path, { method: "POST", body: JSON.stringify({ contents }) });
    return { status: response.status, text: await response.text() };
  };
  const user = { role: "user", parts: [{ text: "go" }] };
  const first = await ask([user]);
  assert.match(first.text, /"thoughtSignature":"scripted-turn1"/);
  assert.match(first.text, /"finishReason":"STOP"/);
  const call = (more: object) => ({
    role: "model",
    parts: [{ functionCall: { name: "read_file", args: {} }, ...more }],
  });
  const answer = {
    role: "user",
    parts: [{ functionResponse: { name: "read_file", response: { output: "text of b" } } }],
  };
  const second = await ask([user, call({ thoughtSignature: "scripted-turn1" }), answer]);
  assert.equal(second.status, 200);
  for (const [contents, because] of [
    [[user, call({}), answer], /thought_signature/],
    [[user, call({ thoughtSignature: "s" }), user], /number of function response parts/],
    [[user, user], /take turns/],
  ] as const) {
    const refused = await ask(contents);
    assert.equal(refused.status, 400);
    assert.match(refused.text, because);
  }
  assert.match(await (await fetch(`${server.url}/v1beta/models`)).text(), /"name":"models\/thinker"/);
});
