import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import { z } from "zod";
import { catalogue } from "../catalogue/catalogue.ts";
import type { AssistantMessage, ChatRequest, Message, ToolSpec } from "../chat.ts";
import type { ServedModel } from "../endpoint.ts";
import { listPriceTier } from "../http/service-tier.ts";
import { ownBlocks } from "../thinking.ts";
import { replayedArguments } from "../tool-calls.ts";
import { wantsCacheMarks, withCacheMarks } from "./cache-marks.ts";
import { effortParameters } from "./effort.ts";

export function buildRequest(request: ChatRequest): ChatCompletionCreateParamsStreaming {
  const { target, tools } = request;
  const messages: ChatCompletionMessageParam[] = [
    ...(request.system === "" ? [] : [{ role: "system" as const, content: request.system }]),
    ...request.messages.flatMap((message) => toWire(message, target)),
  ];
  return {
    model: target.model,
    messages: wantsCacheMarks(target) ? withCacheMarks(messages) : messages,
    ...(tools.length === 0 ? {} : { tools: tools.map(toolToWire) }),
    ...outputLimit(request),
    ...effortParameters(target),
    ...listPriceTier(target.endpoint),
    stream: true,
    stream_options: { include_usage: true },
  };
}

/** OpenAI's reasoning models refuse the old name; most other hosts know only that. */
function outputLimit({ target, maxOutputTokens }: ChatRequest) {
  const host = new URL(target.endpoint.url).hostname;
  const isOfficial =
    host === "api.openai.com" || host.endsWith(".api.openai.com") || host.endsWith(".openai.azure.com");
  return isOfficial ? { max_completion_tokens: maxOutputTokens } : { max_tokens: maxOutputTokens };
}

function toWire(message: Message, target: ServedModel): ChatCompletionMessageParam[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "assistant":
      return [assistantToWire(message, target)];
    case "tool":
      return message.results.map(({ callId, text }) => ({ role: "tool", tool_call_id: callId, content: text }));
  }
}

function assistantToWire(message: AssistantMessage, target: ServedModel): ChatCompletionMessageParam {
  const { text, toolCalls } = message;
  if (toolCalls.length === 0) return { role: "assistant", content: text };
  return {
    role: "assistant",
    content: text === "" ? null : text,
    tool_calls: toolCalls.map((call) => ({
      id: call.id,
      type: "function",
      function: { name: call.name, arguments: replayedArguments(call) },
    })),
    ...replayedReasoning(message, target),
  };
}

const replayable = z.object({
  reasoning_content: z.string().optional(),
  reasoning_details: z.array(z.record(z.string(), z.unknown())).optional(),
});
type Reasoning = z.infer<typeof replayable>;

/** OpenRouter passes its details on to hosts that sign theirs. */
function replayedReasoning({ thinking }: AssistantMessage, { id, endpoint }: ServedModel): Reasoning {
  const own = replayable.safeParse(ownBlocks(thinking, id)[0] ?? {}).data ?? {};
  const isMissing = !own.reasoning_content && endpoint.provider !== undefined && wantReasoning.has(endpoint.provider);
  return isMissing ? { ...own, reasoning_content: noReasoning } : own;
}

const wantReasoning: ReadonlySet<string> = new Set(
  catalogue.providers
    .filter(({ dialect, wire }) => dialect === "openai-chat" && wire.reasoningBack === "required")
    .map(({ priceList }) => priceList),
);
/** Of a turn that another endpoint answered, or that was made without thinking. Moonshot counts an empty text as missing. */
const noReasoning = " ";

function toolToWire({ name, description, parameters }: ToolSpec) {
  return { type: "function" as const, function: { name, description, parameters } };
}
