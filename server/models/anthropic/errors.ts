import type { ChatRequest } from "../chat.ts";
import { type HostError, readHostError } from "../http/errors.ts";
import type { ModelError } from "../model-error.ts";

/** Its error types and spend limits are among those that the common reading knows. */
export function readAnthropicError(error: HostError, { target }: ChatRequest): ModelError {
  return readHostError(error, target);
}
