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

const block = z.looseObject({
  type: z.string(),
  text: z.string().optional(),
  id: z.string().optional(),
  name: z.string().optional(),
  tool_use_id: z.string().optional(),
  content: z.unknown().optional(),
});
type Block = z.infer<typeof block>;
const content = z.union([z.string().transform((text): Block[] => [{ type: "text", text }]), z.array(block)]);

const request = z.looseObject({
  model: z.string(),
  max_tokens: z.number(),
  stream: z.boolean().optional(),
  tools: z.array(z.unknown()).optional(),
  system: content.optional(),
  messages: z.array(z.looseObject({ role: z.enum(["user", "assistant"]), content })).min(1),
});
type Message = z.infer<typeof request>["messages"][number];

export const anthropic: Dialect = {
  name: "anthropic",
  contentType: "text/event-stream; charset=utf-8",
  read,
  frames,
  errorBody: (status, message) =>
    JSON.stringify({ type: "error", error: { type: errorType(status), message }, request_id: "req_scripted" }),
  errorFrame: (message) => event({ type: "error", error: { type: "overloaded_error", message } }),
};

function read(body: unknown): ReadConversation {
  const parsed = request.safeParse(body);
  if (!parsed.success) return { kind: "bad-request", message: z.prettifyError(parsed.error) };
  const { model, messages, tools, system, ...rest } = parsed.data;
  const segments = cacheSegments([...(tools ?? []), ...(system ?? []), ...messages.flatMap(blocksWithRole)]);
  return {
    kind: "conversation",
    conversation: {
      dialect: "anthropic",
      model,
      system: (system ?? []).map((part) => part.text ?? "").join("\n"),
      prompt: textOf(messages.find((message) => message.role === "user")?.content ?? []),
      turn: messages.filter((message) => message.role === "assistant").length + 1,
      lastTools: lastTools(messages),
      offersTools: (tools ?? []).length > 0,
      wantsUsage: true,
      streams: rest.stream === true,
      maxOutput: rest.max_tokens,
      ...segments,
      contextSize: undefined,
      mayTruncate: false,
      mistake: mistake(messages),
    },
  };
}

function blocksWithRole(message: Message): unknown[] {
  return message.content.map((part) => ({ role: message.role, ...part }));
}

/** The markers themselves move from request to request, so they are no part of the text that is compared. */
function cacheSegments(parts: readonly unknown[]): { wire: string; cacheable: number; cacheFor1h: boolean } {
  let wire = "";
  let cacheable = 0;
  let cacheFor1h = false;
  for (const part of parts) {
    let marked = false;
    wire += JSON.stringify(part, (key, value: unknown) => {
      if (key !== "cache_control" || value === null || value === undefined) return value;
      marked = true;
      if (JSON.stringify(value).includes('"1h"')) cacheFor1h = true;
      return undefined;
    });
    if (marked) cacheable = wire.length;
  }
  return { wire, cacheable, cacheFor1h };
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (!Array.isArray(value)) return "";
  return value.map((part: unknown) => block.safeParse(part).data?.text ?? "").join("");
}

function lastTools(messages: readonly Message[]): readonly ToolText[] {
  const asked = messages.findLast((message) => message.role === "assistant");
  const last = messages.at(-1);
  if (asked === undefined || last === undefined || last.role === "assistant") return [];
  return last.content.map((part) => ({
    name: asked.content.find((call) => call.id !== undefined && call.id === part.tool_use_id)?.name ?? "",
    text: part.type === "tool_result" ? textOf(part.content) : (part.text ?? ""),
  }));
}

function mistake(messages: readonly Message[]): string | undefined {
  for (const [index, message] of messages.entries()) {
    if (message.role !== "assistant") continue;
    const calls = message.content.flatMap((part) => (part.type === "tool_use" && part.id !== undefined ? part.id : []));
    const results = (messages[index + 1]?.content ?? []).flatMap((part) => part.tool_use_id ?? []);
    const found = pairingMistake(calls, results);
    if (found !== undefined) return found;
  }
  return undefined;
}

function event(value: { readonly type: string } & Record<string, unknown>): string {
  return `event: ${value.type}\ndata: ${toJson(value)}\n\n`;
}

function frames(answer: Answer): readonly Frame[] {
  return [
    structure(event({ type: "message_start", message: startMessage(answer) })),
    structure(event({ type: "ping" })),
    ...blocks(answer).flatMap((each, index) => blockFrames(each, index)),
    { ...structure(deltaEvent(answer)), carriesUsage: true },
    { ...structure(event({ type: "message_stop" })), isEnd: true },
  ];
}

function startMessage(answer: Answer): Record<string, unknown> {
  return {
    id: `msg_${answer.id}`,
    type: "message",
    role: "assistant",
    model: answer.model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    ...usageMember({ ...inputCounts(answer), output_tokens: 1 }, answer.report),
  };
}

function inputCounts({ usage, report }: Answer): Record<string, unknown> {
  return {
    input_tokens: reported(usage.uncached, report),
    cache_read_input_tokens: usage.cacheRead,
    cache_creation_input_tokens: usage.cacheWrite,
    cache_creation: {
      ephemeral_5m_input_tokens: usage.cacheWrite - usage.cacheWrite1h,
      ephemeral_1h_input_tokens: usage.cacheWrite1h,
    },
  };
}

function deltaEvent(answer: Answer): string {
  const reasons = { stop: "end_turn", "tool-calls": "tool_use", length: "max_tokens", refusal: "refusal" } as const;
  const counts = {
    ...inputCounts(answer),
    output_tokens: reported(answer.usage.output, answer.report),
    output_tokens_details: { thinking_tokens: answer.usage.reasoning },
  };
  return event({
    type: "message_delta",
    delta: { stop_reason: reasons[answer.finish], stop_sequence: null },
    ...usageMember(counts, answer.report),
  });
}

interface OutgoingBlock {
  readonly start: Record<string, unknown>;
  readonly deltas: readonly { readonly delta: Record<string, unknown>; readonly bytes: number }[];
}

function blocks({ turn, id }: Answer): readonly OutgoingBlock[] {
  const result: OutgoingBlock[] = [];
  if (turn.thinking !== undefined) {
    const deltas = split(turn.thinking, turn).map((thinking) => ({
      delta: { type: "thinking_delta", thinking },
      bytes: bytesOf(thinking),
    }));
    const signature = { delta: { type: "signature_delta", signature: `scripted-${id}` }, bytes: 0 };
    result.push({ start: { type: "thinking", thinking: "", signature: "" }, deltas: [...deltas, signature] });
  }
  const said = (turn.text ?? "") + (turn.refusal ?? "");
  if (said !== "") {
    const deltas = split(said, turn).map((text) => ({
      delta: { type: "text_delta", text },
      bytes: bytesOf(text),
    }));
    result.push({ start: { type: "text", text: "" }, deltas });
  }
  for (const [index, call] of (turn.calls ?? []).entries()) {
    const deltas = split(argumentsText(call), turn).map((partial) => ({
      delta: { type: "input_json_delta", partial_json: partial },
      bytes: bytesOf(partial),
    }));
    result.push({ start: { type: "tool_use", id: `toolu_${id}_${index}`, name: call.name, input: {} }, deltas });
  }
  return result;
}

function blockFrames(each: OutgoingBlock, index: number): Frame[] {
  return [
    structure(event({ type: "content_block_start", index, content_block: each.start })),
    ...each.deltas.map(({ delta, bytes }) => piece(event({ type: "content_block_delta", index, delta }), bytes)),
    structure(event({ type: "content_block_stop", index })),
  ];
}

function errorType(status: number): string {
  const types: Readonly<Record<number, string>> = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    529: "overloaded_error",
  };
  return types[status] ?? (status >= 500 ? "api_error" : "invalid_request_error");
}
