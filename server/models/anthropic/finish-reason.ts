import type { Finish } from "../chat.ts";
import type { ServedModel } from "../endpoint.ts";
import { modelError } from "../http/call-failure.ts";
import type { ModelError } from "../model-error.ts";

export function readFinish(reason: string | undefined, hasCalls: boolean): Finish {
  switch (reason) {
    case "max_tokens":
      return "length";
    case "refusal":
      return "content-filter";
    default:
      return hasCalls ? "tool-calls" : "stop";
  }
}

/** Reasons that are failures in disguise. */
export function failureIn(reason: string | undefined, { endpoint, model }: ServedModel): ModelError | undefined {
  return reason === "model_context_window_exceeded"
    ? modelError("context-overflow", `The conversation is too long for ${model} at ${endpoint.id}.`)
    : undefined;
}
