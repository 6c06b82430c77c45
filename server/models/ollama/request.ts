import type { Tool, Message as WireMessage, ChatRequest as WireRequest } from "ollama";
import type { AssistantMessage, ChatRequest, Message, ToolSpec } from "../chat.ts";
import type { ServedModel } from "../endpoint.ts";
import { ownBlocks } from "../thinking.ts";

/** The model stays loaded between the calls of an attempt, also while commands run. */
const keepAlive = "30m";

export type OllamaRequest = WireRequest & { readonly truncate: false };

/**
 * The context size is always sent, because the default depends on the machine and can be 4,096. `truncate: false` makes
 * servers that know it refuse a prompt that is too long instead of dropping its beginning.
 */
export function buildRequest(request: ChatRequest): OllamaRequest {
  const { target, tools, system } = request;
  return {
    model: target.model,
    messages: [
      ...(system === "" ? [] : [{ role: "system", content: system }]),
      ...request.messages.flatMap((message) => toWire(message, target.id)),
    ],
    ...(tools.length === 0 ? {} : { tools: tools.map(toolToWire) }),
    ...thinkParameter(target),
    stream: true,
    truncate: false,
    keep_alive: keepAlive,
    options: { num_ctx: target.context, num_predict: request.maxOutputTokens },
  };
}

/** gpt-oss takes a level and can't be told not to think; all others are told whether to. */
function thinkParameter({ effort, model }: ServedModel): Pick<WireRequest, "think"> {
  if (effort === undefined) return {};
  if (!/(^|\/)gpt-oss/.test(model)) return { think: effort !== "none" };
  return { think: effort === "medium" ? "medium" : effort === "none" || effort === "low" ? "low" : "high" };
}

function toWire(message: Message, target: string): WireMessage[] {
  switch (message.role) {
    case "user":
      return [{ role: "user", content: message.text }];
    case "assistant":
      return [assistantToWire(message, target)];
    case "tool":
      return message.results.map(({ name, text }) => ({ role: "tool", content: text, tool_name: name }));
  }
}

function assistantToWire({ text, thinking, toolCalls }: AssistantMessage, target: string): WireMessage {
  const [own] = ownBlocks(thinking, target);
  const calls = toolCalls.map((call) => ({
    function: { name: call.name, arguments: call.argumentsError === undefined ? { ...Object(call.arguments) } : {} },
  }));
  return {
    role: "assistant",
    content: text,
    ...(calls.length > 0 && typeof own === "string" ? { thinking: own } : {}),
    ...(calls.length === 0 ? {} : { tool_calls: calls }),
  };
}

function toolToWire({ name, description, parameters }: ToolSpec): Tool {
  return { type: "function", function: { name, description, parameters } };
}
