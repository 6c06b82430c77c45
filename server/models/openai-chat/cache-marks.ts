import type { ChatCompletionMessageParam } from "openai/resources/chat/completions";
import type { ServedModel } from "../endpoint.ts";

/** OpenRouter passes Anthropic's cache marks on; without them nothing of the prompt is cached. */
export function wantsCacheMarks({ endpoint, model }: Pick<ServedModel, "endpoint" | "model">): boolean {
  const isRouter = URL.canParse(endpoint.url) && /(^|\.)openrouter\.ai$/.test(new URL(endpoint.url).hostname);
  return (isRouter || endpoint.provider === "openrouter") && /^~?anthropic\//.test(model);
}

/** Marks the system prompt, with the tools before it, and everything up to the last message that is not the model's own. */
export function withCacheMarks(messages: readonly ChatCompletionMessageParam[]): ChatCompletionMessageParam[] {
  const last = messages.findLastIndex(({ role }) => role === "user" || role === "tool");
  return messages.map((message, index) => (message.role === "system" || index === last ? marked(message) : message));
}

function marked(message: ChatCompletionMessageParam): ChatCompletionMessageParam {
  if (typeof message.content !== "string" || message.content.trim() === "") return message;
  const content = [{ type: "text" as const, text: message.content, cache_control: { type: "ephemeral" as const } }];
  return { ...message, content } as ChatCompletionMessageParam;
}
