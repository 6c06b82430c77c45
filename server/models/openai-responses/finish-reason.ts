import type { Finish } from "../chat.ts";
import type { ServedModel } from "../endpoint.ts";
import { modelError } from "../http/call-failure.ts";
import type { ModelError } from "../model-error.ts";

/** `reason` is that of an incomplete response. */
export function readFinish(reason: string | undefined, hasCalls: boolean, isRefused: boolean): Finish {
  switch (reason) {
    case "max_output_tokens":
    case "max_tokens":
    case "length":
      return "length";
    case "content_filter":
      return "content-filter";
    default:
      if (isRefused) return "content-filter";
      return hasCalls ? "tool-calls" : "stop";
  }
}

/** Reasons that are failures in disguise. */
export function failureIn(reason: string | undefined, { endpoint, model }: ServedModel): ModelError | undefined {
  return reason === "model_context_window_exceeded" || reason === "context_length_exceeded"
    ? modelError("context-overflow", `The conversation is too long for ${model} at ${endpoint.id}.`)
    : undefined;
}
