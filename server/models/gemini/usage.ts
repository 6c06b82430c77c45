import { z } from "zod";
import { tokenCount as count } from "../http/token-count.ts";
import type { Usage } from "../usage.ts";

const wireUsage = z.looseObject({
  promptTokenCount: count,
  /** Left out when the answer has none. */
  candidatesTokenCount: count.optional(),
  thoughtsTokenCount: count.nullish(),
  cachedContentTokenCount: count.nullish(),
  toolUsePromptTokenCount: count.nullish(),
});

/** The host's token report in our terms, or `unknown` when it sent none that can be true. Thoughts stand beside the candidates. */
export function readUsage(raw: unknown): Usage | "unknown" {
  const parsed = wireUsage.safeParse(raw);
  if (!parsed.success) return "unknown";
  const wire = parsed.data;
  const input = wire.promptTokenCount + (wire.toolUsePromptTokenCount ?? 0);
  const cacheRead = Math.min(wire.cachedContentTokenCount ?? 0, input);
  const reasoning = wire.thoughtsTokenCount ?? 0;
  return {
    uncached: input - cacheRead,
    cacheRead,
    cacheWrite: 0,
    cacheWrite1h: 0,
    output: (wire.candidatesTokenCount ?? 0) + reasoning,
    reasoning,
  };
}
