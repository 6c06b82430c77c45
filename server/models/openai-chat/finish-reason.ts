import type { Finish } from "../chat.ts";
import type { ServedModel } from "../endpoint.ts";
import { modelError, retrySoon } from "../http/call-failure.ts";
import type { ModelError } from "../model-error.ts";

/** A reply with calls is a tool turn whatever the host says, unless it was cut or filtered. */
export function readFinish(reason: string | undefined, hasCalls: boolean, isRefused: boolean): Finish {
  switch (reason) {
    case "length":
    case "max_tokens":
      return "length";
    case "content_filter":
    case "sensitive":
    case "refusal":
      return "content-filter";
    default:
      if (isRefused) return "content-filter";
      return hasCalls ? "tool-calls" : "stop";
  }
}

/** Reasons that are failures in disguise. */
export function failureIn(reason: string | undefined, { endpoint, model }: ServedModel): ModelError | undefined {
  switch (reason) {
    case "model_context_window_exceeded":
      return modelError("context-overflow", `The conversation is too long for ${model} at ${endpoint.id}.`);
    case "insufficient_system_resource":
      return modelError("overloaded", `${endpoint.id} ran out of resources in the middle of its reply.`, retrySoon);
    case "error":
    case "network_error":
      return modelError("server-error", `${endpoint.id} failed in the middle of its reply.`, retrySoon);
    default:
      return undefined;
  }
}
