import type { ChatRequest } from "../chat.ts";
import { modelError, retrySoon } from "../http/call-failure.ts";
import { type HostError, readHostError, toolsUnsupported } from "../http/errors.ts";
import { quote } from "../http/host-words.ts";
import type { ModelError } from "../model-error.ts";

export function readOllamaError(error: HostError, { target }: ChatRequest): ModelError {
  const { status, words } = error;
  if (status === 404 || /model .* not found/i.test(words.message)) {
    const message = `${target.endpoint.id} has no model ${target.model}; get it with: ollama pull ${target.model}`;
    return modelError("model-not-found", message, undefined, status);
  }
  if (/does not support tools/i.test(words.message)) return toolsUnsupported(error, target);
  if (/pars(e|ing).*tool call|tool call.*pars(e|ing)|xml syntax error/i.test(words.message)) {
    const message = `${target.model} at ${target.endpoint.id} wrote a tool call that the server could not read.`;
    return modelError("malformed-reply", message + quote(words.message), retrySoon, status);
  }
  return readHostError(error, target);
}
