import { z } from "zod";
import { tokenCount as count } from "../http/token-count.ts";
import { usageOf } from "../openai-counts.ts";
import type { Usage } from "../usage.ts";

const detail = count.nullish().catch(undefined);

const wireUsage = z.looseObject({
  input_tokens: count,
  output_tokens: count,
  total_tokens: detail,
  input_tokens_details: z.looseObject({ cached_tokens: detail, cache_write_tokens: detail }).nullish().catch(undefined),
  output_tokens_details: z.looseObject({ reasoning_tokens: detail }).nullish().catch(undefined),
});

/** The host's token report in our terms, or `unknown` when it sent none that can be true. */
export function readUsage(raw: unknown): Usage | "unknown" {
  const parsed = wireUsage.safeParse(raw);
  if (!parsed.success) return "unknown";
  const { input_tokens: input, output_tokens: output, total_tokens: total, ...details } = parsed.data;
  return usageOf({
    input,
    output,
    total,
    cacheRead: details.input_tokens_details?.cached_tokens,
    cacheWrite: details.input_tokens_details?.cache_write_tokens,
    reasoning: details.output_tokens_details?.reasoning_tokens ?? 0,
  });
}
