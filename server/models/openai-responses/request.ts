import type {
  FunctionTool,
  ResponseCreateParamsStreaming,
  ResponseInputItem,
  ResponseReasoningItem,
} from "openai/resources/responses/responses";
import type { AssistantMessage, ChatRequest, Message, ToolSpec } from "../chat.ts";
import { listPriceTier } from "../http/service-tier.ts";
import { ownBlocks } from "../thinking.ts";
import { replayedArguments } from "../tool-calls.ts";
import { readReasoning } from "./reasoning.ts";

/** Nothing is stored at the host: the whole conversation goes with every request, with reasoning in its encrypted form. */
export function buildRequest(request: ChatRequest): ResponseCreateParamsStreaming {
  const { target, tools, system } = request;
  return {
    model: target.model,
    ...(system === "" ? {} : { instructions: system }),
    input: request.messages.flatMap((message) => toWire(message, target.id)),
    ...(tools.length === 0 ? {} : { tools: tools.map(toolToWire) }),
    max_output_tokens: request.maxOutputTokens,
    ...(target.effort === undefined ? {} : { reasoning: { effort: target.effort, summary: "auto" as const } }),
    ...listPriceTier(target.endpoint),
    store: false,
    ...(reasons(target.model) ? { include: ["reasoning.encrypted_content"] as const } : {}),
    stream: true,
  } as ResponseCreateParamsStreaming;
}

/** OpenAI's older models refuse to be asked for reasoning; every other model that does not reason sends none. */
function reasons(model: string): boolean {
  return !/^(gpt-[34]|chatgpt)/.test(model.slice(model.lastIndexOf("/") + 1));
}

function toWire(message: Message, target: string): ResponseInputItem[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "assistant":
      return assistantToWire(message, target);
    case "tool":
      return message.results.map(({ callId, text }) => ({
        type: "function_call_output",
        call_id: callId,
        output: text,
      }));
  }
}

/** Each piece of reasoning stands before what it led to: hosts refuse one without its successor. */
function assistantToWire({ text, thinking, toolCalls }: AssistantMessage, target: string): ResponseInputItem[] {
  if (text === "" && toolCalls.length === 0) return [];
  const own = ownBlocks(thinking, target).flatMap((block) => readReasoning(block) ?? []);
  const reasoningBefore = (index: number) =>
    own
      .filter(({ callsBefore }) => callsBefore === index)
      .map(({ item }): ResponseInputItem => item as ResponseReasoningItem);
  const calls = toolCalls.flatMap((call, index): ResponseInputItem[] => [
    ...(index === 0 ? [] : reasoningBefore(index)),
    { type: "function_call", call_id: call.id, name: call.name, arguments: replayedArguments(call) },
  ]);
  return [...reasoningBefore(0), ...(text === "" ? [] : [{ role: "assistant" as const, content: text }]), ...calls];
}

function toolToWire({ name, description, parameters }: ToolSpec): FunctionTool {
  return { type: "function", name, description, parameters: { ...parameters }, strict: false };
}
