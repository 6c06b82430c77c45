import { z } from "zod";
import type { ReadConversation, ToolText } from "./conversation.ts";
import { type Answer, argumentsText, type Dialect, type Frame, piece, reported, split, structure } from "./dialect.ts";
import { RawJson, toJson } from "./raw-json.ts";
import { bytesOf } from "./tokens.ts";

const request = z.looseObject({
  model: z.string(),
  stream: z.boolean().optional(),
  truncate: z.boolean().optional(),
  tools: z.array(z.unknown()).nullish(),
  options: z.looseObject({ num_ctx: z.number().optional(), num_predict: z.number().optional() }).nullish(),
  messages: z.array(
    z.looseObject({
      role: z.enum(["system", "user", "assistant", "tool"]),
      content: z.string().optional(),
      tool_name: z.string().optional(),
      tool_calls: z
        .array(
          z.looseObject({
            function: z.looseObject({ name: z.string(), arguments: z.record(z.string(), z.unknown()) }),
          }),
        )
        .nullish(),
    }),
  ),
});
type Message = z.infer<typeof request>["messages"][number];

export const ollama: Dialect = {
  name: "ollama",
  contentType: "application/x-ndjson",
  read,
  frames,
  errorBody: (_status, message) => JSON.stringify({ error: message }),
  errorFrame: (message) => line({ error: message }),
};

function read(body: unknown): ReadConversation {
  const parsed = request.safeParse(body);
  if (!parsed.success) return { kind: "bad-request", message: z.prettifyError(parsed.error) };
  const { model, messages, tools, options, ...rest } = parsed.data;
  const predict = options?.num_predict;
  return {
    kind: "conversation",
    conversation: {
      dialect: "ollama",
      model,
      system: textsOf(messages, "system").join("\n"),
      prompt: textsOf(messages, "user")[0] ?? "",
      turn: messages.filter((message) => message.role === "assistant").length + 1,
      lastTools: lastTools(messages),
      offersTools: (tools ?? []).length > 0,
      wantsUsage: true,
      streams: rest.stream !== false,
      maxOutput: predict !== undefined && predict > 0 ? predict : undefined,
      wire: [...(tools ?? []), ...messages].map((part) => JSON.stringify(part)).join(""),
      cacheable: 0,
      cacheFor1h: false,
      contextSize: options?.num_ctx,
      mayTruncate: rest.truncate !== false,
      mistake: undefined,
    },
  };
}

function textsOf(messages: readonly Message[], role: Message["role"]): string[] {
  return messages.filter((message) => message.role === role).map((message) => message.content ?? "");
}

function lastTools(messages: readonly Message[]): readonly ToolText[] {
  const asked = messages.findLastIndex((message) => message.role === "assistant");
  if (asked < 0) return [];
  const calls = messages[asked]?.tool_calls ?? [];
  return messages.slice(asked + 1).map((message, index) => ({
    name: message.tool_name ?? (message.role === "tool" ? (calls[index]?.function.name ?? "") : ""),
    text: message.content ?? "",
  }));
}

function line(value: unknown): string {
  return `${toJson(value)}\n`;
}

function frames(answer: Answer): readonly Frame[] {
  const { turn } = answer;
  const base = { model: answer.model, created_at: "2026-11-21T12:00:00.000000Z" };
  const message = (part: Record<string, unknown>) =>
    line({ ...base, message: { role: "assistant", content: "", ...part }, done: false });
  const pieces = (text: string, member: string) =>
    split(text, turn).map((part) => piece(message({ [member]: part }), bytesOf(part)));
  const calls = (turn.calls ?? []).map((call, index) => {
    const described = {
      id: `call_${answer.id}_${index}`,
      function: { index, name: call.name, arguments: new RawJson(argumentsText(call)) },
    };
    return piece(message({ tool_calls: [described] }), bytesOf(call.name + argumentsText(call)));
  });
  const end = { ...structure(line({ ...base, ...lastLine(answer) })), isEnd: true, carriesUsage: true };
  return [
    ...pieces(turn.thinking ?? "", "thinking"),
    ...pieces((turn.text ?? "") + (turn.refusal ?? ""), "content"),
    ...calls,
    end,
  ];
}

function lastLine({ usage, report, finish }: Answer): Record<string, unknown> {
  const counts = {
    prompt_eval_count: reported(usage.uncached + usage.cacheRead + usage.cacheWrite, report),
    eval_count: reported(usage.output, report),
  };
  return {
    message: { role: "assistant", content: "" },
    done: true,
    done_reason: finish === "length" ? "length" : "stop",
    total_duration: 5_000_000,
    load_duration: 1_000_000,
    prompt_eval_duration: 2_000_000,
    eval_duration: 2_000_000,
    ...(report === "missing" ? {} : counts),
  };
}
