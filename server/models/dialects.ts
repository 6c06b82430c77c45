import { anthropic } from "./anthropic/index.ts";
import type { Chat } from "./chat.ts";
import type { DialectName } from "./endpoint.ts";
import { gemini } from "./gemini/index.ts";
import type { ChatPorts } from "./http/stream-call.ts";
import { ollama } from "./ollama/index.ts";
import { openAiChat } from "./openai-chat/index.ts";
import { openAiResponses } from "./openai-responses/index.ts";
import { withTextTools } from "./text-form/index.ts";

export type { ChatPorts } from "./http/stream-call.ts";

/** One way to every model: the endpoint's dialect, and the text form where a model has no native tool calls. */
export function createChat(ports: ChatPorts): Chat {
  const dialects: Readonly<Record<DialectName, Chat>> = {
    "openai-chat": openAiChat(ports),
    "openai-responses": openAiResponses(ports),
    anthropic: anthropic(ports),
    gemini: gemini(ports),
    ollama: ollama(ports),
  };
  return withTextTools((request, signal) => dialects[request.target.endpoint.dialect](request, signal));
}
