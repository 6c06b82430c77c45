import type { ServedModel } from "./endpoint.ts";
import { wantsCacheMarks } from "./openai-chat/cache-marks.ts";

/** Where the prompt is marked for a cache, writing to it costs more than reading the same tokens as input. */
export function chargesCacheWrites(served: Pick<ServedModel, "endpoint" | "model">): boolean {
  return served.endpoint.dialect === "anthropic" || wantsCacheMarks(served);
}
