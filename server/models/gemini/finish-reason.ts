import type { Finish } from "../chat.ts";
import type { ServedModel } from "../endpoint.ts";
import { modelError, retrySoon } from "../http/call-failure.ts";
import type { ModelError } from "../model-error.ts";

const filtered = new Set([
  "SAFETY",
  "RECITATION",
  "LANGUAGE",
  "BLOCKLIST",
  "PROHIBITED_CONTENT",
  "SPII",
  "IMAGE_SAFETY",
  "MODEL_ARMOR",
]);

export function readFinish(reason: string | undefined, hasCalls: boolean, isBlocked: boolean): Finish {
  if (reason === "MAX_TOKENS") return "length";
  if (isBlocked || (reason !== undefined && filtered.has(reason))) return "content-filter";
  return hasCalls ? "tool-calls" : "stop";
}

/** Reasons that are failures in disguise. */
export function failureIn(reason: string | undefined, { endpoint, model }: ServedModel): ModelError | undefined {
  switch (reason) {
    case "MALFORMED_FUNCTION_CALL":
    case "UNEXPECTED_TOOL_CALL":
    case "MISSING_THOUGHT_SIGNATURE":
      return modelError(
        "malformed-reply",
        `${model} at ${endpoint.id} wrote a tool call that the host could not read (${reason}).`,
        retrySoon,
      );
    case "OTHER":
      return modelError("server-error", `${endpoint.id} stopped its reply without a reason.`, retrySoon);
    default:
      return undefined;
  }
}
