import { z } from "zod";
import { pairingMistake, type ReadConversation, type ToolText } from "./conversation.ts";
import {
  type Answer,
  argumentsText,
  type Dialect,
  type Frame,
  piece,
  reported,
  split,
  structure,
  usageMember,
} from "./dialect.ts";
import { toJson } from "./raw-json.ts";
import { bytesOf } from "./tokens.ts";

const content = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  z.null(),
]);

const request = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.number().nullish(),
  max_completion_tokens: z.number().nullish(),
  tools: z.array(z.unknown()).nullish(),
  messages: z
    .array(
      z.looseObject({
        role: z.enum(["system", "developer", "user", "assistant", "tool"]),
        content: content.optional(),
        tool_call_id: z.string().optional(),
        tool_calls: z
          .array(
            z.looseObject({ id: z.string(), function: z.looseObject({ name: z.string(), arguments: z.string() }) }),
          )
          .nullish(),
      }),
    )
    .min(1),
});
type Message = z.infer<typeof request>["messages"][number];

export const openaiChat: Dialect = {
  name: "openai-chat",
  contentType: "text/event-stream; charset=utf-8",
  read,
  frames,
  errorBody: (status, message) =>
    JSON.stringify({ error: { message, type: errorType(status), code: errorCode(status) } }),
  errorFrame: (message) => event({ error: { message, type: "server_error", code: 502 } }),
};

function read(body: unknown): ReadConversation {
  const parsed = request.safeParse(body);
  if (!parsed.success) return { kind: "bad-request", message: z.prettifyError(parsed.error) };
  const { model, messages, tools, ...rest } = parsed.data;
  const segments = [...(tools ?? []), ...messages].map((part) => JSON.stringify(part));
  const wire = segments.join("");
  const isSystem = (message: Message) => message.role === "system" || message.role === "developer";
  return {
    kind: "conversation",
    conversation: {
      dialect: "openai-chat",
      model,
      system: messages.filter(isSystem).map(textOf).join("\n"),
      prompt: textOf(messages.find((message) => message.role === "user")),
      turn: messages.filter((message) => message.role === "assistant").length + 1,
      lastTools: lastTools(messages),
      offersTools: (tools ?? []).length > 0,
      wantsUsage: rest.stream_options?.include_usage === true,
      streams: rest.stream === true,
      maxOutput: rest.max_completion_tokens ?? rest.max_tokens ?? undefined,
      wire,
      cacheable: wire.length,
      cacheFor1h: false,
      contextSize: undefined,
      mayTruncate: false,
      mistake: mistake(messages),
    },
  };
}

function textOf(message: Message | undefined): string {
  const value = message?.content ?? "";
  return typeof value === "string" ? value : value.map((part) => part.text ?? "").join("");
}

function sinceLastAssistant(messages: readonly Message[]): readonly Message[] {
  return messages.slice(messages.findLastIndex((message) => message.role === "assistant") + 1);
}

function lastTools(messages: readonly Message[]): readonly ToolText[] {
  const calls = messages.findLast((message) => message.role === "assistant")?.tool_calls ?? [];
  if (!messages.some((message) => message.role === "assistant")) return [];
  return sinceLastAssistant(messages).map((message) => ({
    name: calls.find((call) => call.id === message.tool_call_id)?.function.name ?? "",
    text: textOf(message),
  }));
}

function mistake(messages: readonly Message[]): string | undefined {
  for (const [index, message] of messages.entries()) {
    if (message.role !== "assistant") continue;
    const after = messages.slice(index + 1);
    const next = after.findIndex((each) => each.role === "assistant");
    const results = (next < 0 ? after : after.slice(0, next)).flatMap((each) => each.tool_call_id ?? []);
    const found = pairingMistake(
      (message.tool_calls ?? []).map((call) => call.id),
      results,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function event(value: unknown): string {
  return `data: ${toJson(value)}\n\n`;
}

function frames(answer: Answer): readonly Frame[] {
  const { turn } = answer;
  const base = {
    id: `chatcmpl-${answer.id}`,
    object: "chat.completion.chunk",
    created: 1_790_000_000,
    model: answer.model,
  };
  const chunk = (delta: unknown, finish: string | null = null) =>
    event({ ...base, choices: [{ index: 0, delta, finish_reason: finish }] });
  const pieces = (text: string, member: string) =>
    split(text, turn).map((part) => piece(chunk({ [member]: part }), bytesOf(part)));
  const finish = { stop: "stop", "tool-calls": "tool_calls", length: "length", refusal: "stop" }[answer.finish];
  return [
    structure(chunk({ role: "assistant", content: "" })),
    ...pieces(turn.thinking ?? "", "reasoning_content"),
    ...pieces(turn.text ?? "", "content"),
    ...pieces(turn.refusal ?? "", "refusal"),
    ...callFrames(answer, chunk),
    structure(chunk({}, finish)),
    ...(answer.wantsUsage ? usageFrames(answer, base) : []),
    { ...structure("data: [DONE]\n\n"), isEnd: true },
  ];
}

function callFrames(answer: Answer, chunk: (delta: unknown) => string): Frame[] {
  return (answer.turn.calls ?? []).flatMap((call, index) => {
    const start = {
      index,
      id: `call_${answer.id}_${index}`,
      type: "function",
      function: { name: call.name, arguments: "" },
    };
    return [
      piece(chunk({ tool_calls: [start] }), bytesOf(call.name)),
      ...split(argumentsText(call), answer.turn).map((part) =>
        piece(chunk({ tool_calls: [{ index, function: { arguments: part } }] }), bytesOf(part)),
      ),
    ];
  });
}

function usageFrames(answer: Answer, base: object): Frame[] {
  const { usage, report } = answer;
  const input = usage.uncached + usage.cacheRead + usage.cacheWrite;
  const counts = {
    prompt_tokens: reported(input, report),
    completion_tokens: reported(usage.output, report),
    total_tokens: reported(input + usage.output, report),
    prompt_tokens_details: { cached_tokens: usage.cacheRead },
    completion_tokens_details: { reasoning_tokens: usage.reasoning },
  };
  const text = event({ ...base, choices: [], ...usageMember(counts, report) });
  return [{ ...structure(text), carriesUsage: true }];
}

function errorType(status: number): string {
  if (status === 401 || status === 403) return "authentication_error";
  if (status === 402) return "insufficient_quota";
  if (status === 429) return "rate_limit_error";
  return status >= 500 ? "server_error" : "invalid_request_error";
}

function errorCode(status: number): string | null {
  if (status === 401) return "invalid_api_key";
  if (status === 402) return "insufficient_quota";
  if (status === 404) return "model_not_found";
  return status === 429 ? "rate_limit_exceeded" : null;
}
