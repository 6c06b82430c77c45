import { z } from "zod";
import { tokenCount as count } from "../http/token-count.ts";
import type { Usage } from "../usage.ts";

const wireUsage = z.looseObject({ prompt_eval_count: count, eval_count: count });

/** Ollama names neither cached nor reasoning tokens. A missing count is unknown and not zero. */
export function readUsage(raw: unknown): Usage | "unknown" {
  const parsed = wireUsage.safeParse(raw);
  if (!parsed.success) return "unknown";
  return {
    uncached: parsed.data.prompt_eval_count,
    cacheRead: 0,
    cacheWrite: 0,
    cacheWrite1h: 0,
    output: parsed.data.eval_count,
    reasoning: 0,
  };
}
