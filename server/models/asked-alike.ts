import { buildRequest as anthropic } from "./anthropic/request.ts";
import type { ChatRequest } from "./chat.ts";
import type { DialectName, ServedModel } from "./endpoint.ts";
import { buildRequest as gemini } from "./gemini/request.ts";
import { buildRequest as ollama } from "./ollama/request.ts";
import { buildRequest as openAiChat } from "./openai-chat/request.ts";
import { buildRequest as openAiResponses } from "./openai-responses/request.ts";

const builders: Readonly<Record<DialectName, (request: ChatRequest) => unknown>> = {
  "openai-chat": openAiChat,
  "openai-responses": openAiResponses,
  anthropic,
  gemini,
  ollama,
};

/** Whether the host of two efforts of one model can't tell them apart: some know only on and off, or three levels. */
export function areAskedAlike(one: ServedModel, other: ServedModel, maxOutputTokens: number): boolean {
  const [left, right] = [one, other].map((target) =>
    JSON.stringify(
      builders[target.endpoint.dialect]({
        callId: "",
        target,
        system: "",
        messages: [],
        tools: [],
        maxOutputTokens: Math.min(maxOutputTokens, target.maxOutput),
      }),
    ),
  );
  return left === right;
}
