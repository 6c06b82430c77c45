import { z } from "zod";
import { tokenCount as count } from "../http/token-count.ts";
import type { Usage } from "../usage.ts";

const detail = count.nullish();

const wireUsage = z.looseObject({
  input_tokens: count,
  output_tokens: count,
  cache_read_input_tokens: detail,
  cache_creation_input_tokens: detail,
  cache_creation: z.looseObject({ ephemeral_1h_input_tokens: detail }).nullish().catch(undefined),
  output_tokens_details: z.looseObject({ thinking_tokens: detail }).nullish().catch(undefined),
});

export type WireUsage = Readonly<Record<string, unknown>>;

/** The last value of each member counts. `message_delta` repeats only some of them, and `null` means not repeated. */
export function mergeUsage(before: WireUsage, later: WireUsage | undefined): WireUsage {
  const given = Object.entries(later ?? {}).filter(([, value]) => value !== null && value !== undefined);
  return { ...before, ...Object.fromEntries(given) };
}

/** The host's token report in our terms, or `unknown` when it is not whole. `input_tokens` excludes both kinds of caching. */
export function readUsage(raw: WireUsage): Usage | "unknown" {
  const parsed = wireUsage.safeParse(raw);
  if (!parsed.success) return "unknown";
  const wire = parsed.data;
  const cacheWrite = wire.cache_creation_input_tokens ?? 0;
  return {
    uncached: wire.input_tokens,
    cacheRead: wire.cache_read_input_tokens ?? 0,
    cacheWrite,
    cacheWrite1h: Math.min(wire.cache_creation?.ephemeral_1h_input_tokens ?? 0, cacheWrite),
    output: wire.output_tokens,
    reasoning: Math.min(wire.output_tokens_details?.thinking_tokens ?? 0, wire.output_tokens),
  };
}
