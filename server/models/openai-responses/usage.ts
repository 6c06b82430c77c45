import { z } from "zod";
import type { Usage } from "../usage.ts";

/** More tokens than any model can read or write: a host that reports them is not believed. */
const mostTokens = 100_000_000;
const count = z.int().nonnegative().max(mostTokens);
const detail = count.nullish().catch(undefined);

const wireUsage = z.looseObject({
  input_tokens: count,
  output_tokens: count,
  total_tokens: detail,
  input_tokens_details: z.looseObject({ cached_tokens: detail, cache_write_tokens: detail }).nullish().catch(undefined),
  output_tokens_details: z.looseObject({ reasoning_tokens: detail }).nullish().catch(undefined),
});

/** The host's token report in our terms, or `unknown` when it sent none that can be true. Reasoning is inside the output. */
export function readUsage(raw: unknown): Usage | "unknown" {
  const parsed = wireUsage.safeParse(raw);
  if (!parsed.success) return "unknown";
  const { input_tokens: input, output_tokens: output, total_tokens: total, ...details } = parsed.data;
  const cacheRead = Math.min(details.input_tokens_details?.cached_tokens ?? 0, input);
  const cacheWrite = Math.min(details.input_tokens_details?.cache_write_tokens ?? 0, input - cacheRead);
  const reasoning = details.output_tokens_details?.reasoning_tokens ?? 0;
  const isApart = reasoning > output || (reasoning > 0 && total === input + output + reasoning);
  return {
    uncached: input - cacheRead - cacheWrite,
    cacheRead,
    cacheWrite,
    cacheWrite1h: 0,
    output: isApart ? output + reasoning : output,
    reasoning,
  };
}
