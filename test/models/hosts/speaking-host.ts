import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import type { Wire } from "../../../server/models/catalogue/schema.ts";
import type { Usage } from "../../../server/models/usage.ts";

/** What a host is to answer, in our own terms; how it says so is the row's matter. */
export interface Scripted {
  readonly text?: string;
  readonly thinking?: string;
  readonly calls?: readonly { readonly name: string; readonly arguments: object }[];
  readonly usage?: Usage;
  /** US dollars that the host says it charged. */
  readonly cost?: number;
  /** Members that go into the wire's usage as they are. */
  readonly more?: object;
  readonly status?: { readonly code: number; readonly headers?: Record<string, string>; readonly body: object };
  /** Breaks the connection after so many events. */
  readonly cutAfter?: number;
  /** The error that takes the place of the last events. */
  readonly errorEvent?: object;
}

export interface SpeakingHost {
  readonly origin: string;
  readonly requests: readonly {
    readonly path: string;
    readonly headers: IncomingHttpHeaders;
    readonly body: unknown;
  }[];
}

/** A host that speaks as a catalogue row says, at whatever path it is asked. */
export async function speakingHost(
  context: TestContext,
  wire: Wire,
  dialect: string,
  scripted: Scripted,
): Promise<SpeakingHost> {
  const requests: SpeakingHost["requests"][number][] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body: unknown = JSON.parse(Buffer.concat(chunks).toString("utf8"));
    requests.push({ path: request.url ?? "", headers: request.headers, body });
    const status = scripted.status ?? refusalOf(wire, body);
    if (status !== undefined) {
      response.writeHead(status.code, { "content-type": "application/json", ...status.headers });
      response.end(JSON.stringify(status.body));
      return;
    }
    const model = (body as { model?: string }).model ?? modelInPath(request.url ?? "");
    const all = eventsIn(dialect, model, wire, scripted);
    const error = scripted.errorEvent === undefined ? [] : [data(scripted.errorEvent)];
    const events = error.length === 0 ? all : [...all.slice(0, -2), ...error];
    response.writeHead(200, { "content-type": "text/event-stream" });
    for (const event of events.slice(0, scripted.cutAfter)) response.write(event);
    if (scripted.cutAfter === undefined) response.end();
    else setTimeout(() => response.destroy(), 20);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, requests };
}

/** What a host that wants reasoning back says of a turn with tool calls that has none. */
function refusalOf({ reasoningBack }: Wire, body: unknown): Scripted["status"] {
  const { messages = [], contents = [] } = body as {
    messages?: readonly { tool_calls?: unknown; reasoning_content?: string }[];
    contents?: readonly { parts: readonly { functionCall?: unknown; thoughtSignature?: string }[] }[];
  };
  const first = contents.map(({ parts }) => parts.find(({ functionCall }) => functionCall !== undefined));
  const isWanting =
    messages.some(({ tool_calls, reasoning_content }) => tool_calls && !reasoning_content) ||
    first.some((call) => call !== undefined && !call.thoughtSignature);
  if (reasoningBack === undefined || !isWanting) return undefined;
  const message = "thinking is enabled but reasoning_content is missing in assistant tool call message";
  return { code: 400, body: { error: { message, type: "invalid_request_error" } } };
}

function eventsIn(dialect: string, model: string, wire: Wire, scripted: Scripted): readonly string[] {
  switch (dialect) {
    case "anthropic":
      return anthropicEvents(model, scripted);
    case "openai-responses":
      return responsesEvents(model, scripted);
    case "gemini":
      return geminiEvents(model, scripted);
    default:
      return chatEvents(model, wire, scripted);
  }
}

function data(value: unknown): string {
  return `data: ${JSON.stringify(value)}\n\n`;
}

function chatEvents(model: string, wire: Wire, scripted: Scripted): readonly string[] {
  const base = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_790_000_000, model };
  const { text = "", thinking = "", calls = [] } = scripted;
  const usage = chatUsage(wire, scripted);
  const chunk = (delta: object, more: object = {}, choiceMore: object = {}) =>
    data({ ...base, choices: [{ index: 0, delta, finish_reason: null, ...choiceMore }], ...more });
  const finish = { finish_reason: calls.length > 0 ? "tool_calls" : "stop" };
  const place = usage === undefined ? undefined : wire.usage;
  return [
    chunk({ role: "assistant", content: "" }),
    ...halves(thinking).flatMap((part) => thinkingDelta(wire, part).map((delta) => chunk(delta))),
    ...halves(text).map((part) => chunk({ content: part })),
    ...calls.flatMap(({ name, arguments: args }, index) => [
      chunk({ tool_calls: [{ index, id: `call_${index}`, type: "function", function: { name, arguments: "" } }] }),
      ...halves(JSON.stringify(args)).map((part) => chunk({ tool_calls: [{ index, function: { arguments: part } }] })),
    ]),
    chunk(
      {},
      place === "finish-chunk" ? { usage } : place === "x_groq" ? { x_groq: { id: "req_1", usage } } : {},
      place === "choice" ? { ...finish, usage } : finish,
    ),
    ...(place === "extra-chunk" ? [data({ ...base, choices: [], usage })] : []),
    "data: [DONE]\n\n",
  ];
}

function thinkingDelta({ reasoningText }: Wire, text: string): readonly object[] {
  switch (reasoningText) {
    case "reasoning_content":
    case "reasoning":
      return [{ [reasoningText]: text }];
    case "content-parts":
      return [{ content: [{ type: "thinking", thinking: [{ type: "text", text }] }] }];
    default:
      return [];
  }
}

function chatUsage(wire: Wire, { usage, cost, more }: Scripted): object | undefined {
  if (usage === undefined) return undefined;
  const { uncached, cacheRead, cacheWrite, output, reasoning } = usage;
  const prompt = uncached + cacheRead + cacheWrite;
  const counted = wire.reasoningTokens === "inside" || wire.reasoningTokens === "none";
  const details = {
    ...(wire.cacheRead === "prompt_tokens_details.cached_tokens" ? { cached_tokens: cacheRead } : {}),
    ...(wire.cacheWrite === undefined ? {} : { cache_write_tokens: cacheWrite }),
  };
  return {
    prompt_tokens: prompt,
    completion_tokens: counted ? output : output - reasoning,
    total_tokens: prompt + output,
    ...(Object.keys(details).length === 0 ? {} : { prompt_tokens_details: details }),
    ...(wire.cacheRead === "prompt_cache_hit_tokens"
      ? { prompt_cache_hit_tokens: cacheRead, prompt_cache_miss_tokens: prompt - cacheRead }
      : {}),
    ...(wire.cacheRead === "cached_tokens" ? { cached_tokens: cacheRead } : {}),
    ...(wire.reasoningTokens === "inside" || wire.reasoningTokens === "apart"
      ? { completion_tokens_details: { reasoning_tokens: reasoning } }
      : {}),
    ...(cost !== undefined && wire.cost === "usage.cost" ? { cost } : {}),
    ...(cost !== undefined && wire.cost === "usage.cost_in_usd_ticks"
      ? { cost_in_usd_ticks: Math.round(cost * 1e10) }
      : {}),
    ...more,
  };
}

function anthropicEvents(model: string, scripted: Scripted): readonly string[] {
  const { text = "", thinking = "", calls = [], usage } = scripted;
  const blocks: object[][] = [];
  if (thinking !== "") {
    const start = { type: "thinking", thinking: "", signature: "" };
    const parts = halves(thinking).map((part) => ({ type: "thinking_delta", thinking: part }));
    blocks.push([start, ...parts, { type: "signature_delta", signature: "sig" }]);
  }
  if (text !== "") {
    blocks.push([{ type: "text", text: "" }, ...halves(text).map((part) => ({ type: "text_delta", text: part }))]);
  }
  for (const [index, { name, arguments: args }] of calls.entries()) {
    const parts = halves(JSON.stringify(args)).map((part) => ({ type: "input_json_delta", partial_json: part }));
    blocks.push([{ type: "tool_use", id: `toolu_${index}`, name, input: {} }, ...parts]);
  }
  const counts = usage && {
    input_tokens: usage.uncached,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_creation: { ephemeral_1h_input_tokens: usage.cacheWrite1h },
  };
  const stop = { stop_reason: calls.length > 0 ? "tool_use" : "end_turn", stop_sequence: null };
  const event = (type: string, members: object) => `event: ${type}\n${data({ type, ...members })}`;
  const message = { id: "msg_1", type: "message", role: "assistant", model, content: [], ...stop, stop_reason: null };
  return [
    event("message_start", { message: { ...message, usage: { ...counts, output_tokens: 1 } } }),
    ...blocks.flatMap(([start, ...deltas], index) => [
      event("content_block_start", { index, content_block: start }),
      ...deltas.map((delta) => event("content_block_delta", { index, delta })),
      event("content_block_stop", { index }),
    ]),
    event("message_delta", { delta: stop, usage: { ...counts, output_tokens: usage?.output } }),
    event("message_stop", {}),
  ];
}

function responsesEvents(model: string, scripted: Scripted): readonly string[] {
  const { text = "", thinking = "", calls = [], usage, more } = scripted;
  const items: { readonly start: object; readonly done: object; readonly deltas: readonly object[] }[] = [];
  if (thinking !== "") {
    const start = { id: "rs_1", type: "reasoning", summary: [] };
    const summary = [{ type: "summary_text", text: thinking }];
    const type = "response.reasoning_summary_text.delta";
    const deltas = halves(thinking).map((delta) => ({ type, summary_index: 0, delta }));
    items.push({ start, done: { ...start, summary, encrypted_content: "sealed" }, deltas });
  }
  if (text !== "") {
    const start = { id: "msg_1", type: "message", role: "assistant", content: [] };
    const type = "response.output_text.delta";
    const deltas = halves(text).map((delta) => ({ type, content_index: 0, delta }));
    items.push({ start, done: { ...start, content: [{ type: "output_text", text, annotations: [] }] }, deltas });
  }
  for (const [index, { name, arguments: args }] of calls.entries()) {
    const start = { id: `fc_${index}`, type: "function_call", call_id: `call_${index}`, name, arguments: "" };
    const written = JSON.stringify(args);
    const deltas = halves(written).map((delta) => ({ type: "response.function_call_arguments.delta", delta }));
    items.push({ start, done: { ...start, arguments: written }, deltas });
  }
  const counts = usage && {
    input_tokens: usage.uncached + usage.cacheRead + usage.cacheWrite,
    input_tokens_details: { cached_tokens: usage.cacheRead, cache_write_tokens: usage.cacheWrite },
    output_tokens: usage.output,
    output_tokens_details: { reasoning_tokens: usage.reasoning },
    total_tokens: usage.uncached + usage.cacheRead + usage.cacheWrite + usage.output,
    ...more,
  };
  const event = (value: { readonly type: string }) => `event: ${value.type}\n${data(value)}`;
  const told = (type: string, members: object) => event({ type, ...members });
  const response = { id: "resp_1", object: "response", model, error: null, incomplete_details: null, usage: null };
  const output = items.map(({ done }) => done);
  return [
    told("response.created", { response: { ...response, status: "in_progress", output: [] } }),
    ...items.flatMap(({ start, done, deltas }, index) => [
      told("response.output_item.added", { output_index: index, item: start }),
      ...deltas.map((delta) => event({ ...(delta as { type: string }), ...{ output_index: index } })),
      told("response.output_item.done", { output_index: index, item: done }),
    ]),
    told("response.completed", { response: { ...response, status: "completed", output, usage: counts ?? null } }),
  ];
}

/** Google's: the path names the model, every event counts the tokens so far, and nothing but a finish reason marks the end. */
function geminiEvents(modelVersion: string, scripted: Scripted): readonly string[] {
  const { text = "", thinking = "", calls = [], usage, more } = scripted;
  const parts = [
    ...halves(thinking).map((part) => ({ text: part, thought: true })),
    ...halves(text).map((part) => ({ text: part })),
    ...calls.map(({ name, arguments: args }) => ({ functionCall: { name, args }, thoughtSignature: "sealed" })),
  ];
  const counts = usage && {
    promptTokenCount: usage.uncached + usage.cacheRead,
    cachedContentTokenCount: usage.cacheRead,
    candidatesTokenCount: usage.output - usage.reasoning,
    thoughtsTokenCount: usage.reasoning,
    totalTokenCount: usage.uncached + usage.cacheRead + usage.output,
    ...more,
  };
  const event = (content: readonly object[], usageMetadata: object | undefined, finishReason?: string) =>
    data({
      candidates: [{ content: { parts: content, role: "model" }, index: 0, finishReason }],
      usageMetadata,
      modelVersion,
      responseId: "resp_1",
    });
  const soFar = counts && { promptTokenCount: counts.promptTokenCount, totalTokenCount: counts.promptTokenCount };
  return [...parts.map((part) => event([part], soFar)), event([{ text: "" }], counts, "STOP")];
}

function modelInPath(path: string): string {
  return decodeURIComponent(/\/models\/([^/:]+):/.exec(path)?.[1] ?? "");
}

function halves(text: string): readonly string[] {
  if (text === "") return [];
  const middle = Math.ceil(text.length / 2);
  return [text.slice(0, middle), text.slice(middle)].filter((part) => part !== "");
}
