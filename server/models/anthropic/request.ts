import type {
  ContentBlockParam,
  MessageCreateParamsStreaming,
  MessageParam,
  RedactedThinkingBlockParam,
  TextBlockParam,
  ThinkingBlockParam,
  ToolResultBlockParam,
  ToolUnion,
  ToolUseBlockParam,
} from "@anthropic-ai/sdk/resources/messages";
import { z } from "zod";
import type { AssistantMessage, ChatRequest, Message } from "../chat.ts";
import { ownBlocks } from "../thinking.ts";
import { effortParameters } from "./effort.ts";

const cached = { cache_control: { type: "ephemeral" as const } };

type UserBlock = TextBlockParam | ToolResultBlockParam;
type Turn = { role: "user"; content: UserBlock[] } | { role: "assistant"; content: ContentBlockParam[] };

/**
 * The prompt is cached in three steps: tools, system, and everything up to the last message, so that the next step of an
 * attempt reads all of it from the cache.
 */
export function buildRequest(request: ChatRequest): MessageCreateParamsStreaming {
  const { target, system } = request;
  return {
    model: target.model,
    max_tokens: request.maxOutputTokens,
    ...effortParameters(request),
    ...(system.trim() === "" ? {} : { system: [{ type: "text", text: system, ...cached }] }),
    ...(request.tools.length === 0 ? {} : { tools: toolsToWire(request) }),
    messages: messagesToWire(request.messages, target.id),
    stream: true,
  };
}

const parametersSchema = z.looseObject({ type: z.literal("object") }).catch({ type: "object" });

function toolsToWire({ tools }: ChatRequest): ToolUnion[] {
  return tools.map(({ name, description, parameters }, position) => ({
    name,
    description,
    input_schema: parametersSchema.parse(parameters),
    ...(position === tools.length - 1 ? cached : {}),
  }));
}

function messagesToWire(messages: readonly Message[], target: string): MessageParam[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const turn = toTurn(message, target);
    const last = turns.at(-1);
    if (turn.content.length === 0) continue;
    // Results must open the turn that follows their calls, so what the user says after them joins that turn.
    if (turn.role === "user" && last?.role === "user") last.content.push(...turn.content);
    else turns.push(turn);
  }
  markLast(turns);
  return turns;
}

function markLast(turns: readonly Turn[]): void {
  const last = turns.findLast((turn) => turn.role === "user");
  const block = last?.content.at(-1);
  if (block !== undefined) Object.assign(block, cached);
}

function toTurn(message: Message, target: string): Turn {
  switch (message.role) {
    case "user":
      return { role: "user", content: textBlocks(message.text) };
    case "assistant":
      return { role: "assistant", content: assistantBlocks(message, target) };
    case "tool":
      return {
        role: "user",
        content: message.results.map(({ callId, text, isError }) => ({
          type: "tool_result",
          tool_use_id: callId,
          content: text.trim() === "" ? "(no output)" : text,
          ...(isError ? { is_error: true } : {}),
        })),
      };
  }
}

/** Blank text blocks are refused. */
function textBlocks(text: string): TextBlockParam[] {
  return text.trim() === "" ? [] : [{ type: "text", text }];
}

function assistantBlocks({ text, thinking, toolCalls }: AssistantMessage, target: string): ContentBlockParam[] {
  const calls = toolCalls.map(
    (call): ToolUseBlockParam => ({
      type: "tool_use",
      id: call.id,
      name: call.name,
      input: call.argumentsError === undefined ? (call.arguments ?? {}) : {},
    }),
  );
  return [...thinkingBlocks(ownBlocks(thinking, target)), ...textBlocks(text), ...calls];
}

const signed = z.object({ type: z.literal("thinking"), thinking: z.string(), signature: z.string().min(1) });
const redacted = z.object({ type: z.literal("redacted_thinking"), data: z.string() });

/** Only signed blocks are accepted back. */
function thinkingBlocks(blocks: readonly unknown[]): (ThinkingBlockParam | RedactedThinkingBlockParam)[] {
  return blocks.flatMap((block) => {
    const parsed = z.union([signed, redacted]).safeParse(block);
    return parsed.success ? [parsed.data] : [];
  });
}
