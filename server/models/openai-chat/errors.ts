import type { ChatRequest } from "../chat.ts";
import { modelError, retrySoon } from "../http/call-failure.ts";
import { type HostError, readHostError } from "../http/errors.ts";
import { quote } from "../http/host-words.ts";
import type { ModelError } from "../model-error.ts";

export function readOpenAiError(error: HostError, { target }: ChatRequest): ModelError {
  if (error.words.code === "tool_use_failed") {
    const message = `${target.model} at ${target.endpoint.id} wrote a tool call that the host could not read.`;
    return modelError("malformed-reply", message + quote(error.words.message), retrySoon, error.status);
  }
  return readHostError(error, target);
}
