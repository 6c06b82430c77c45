import { z } from "zod";
import { tokenCount as count } from "../http/token-count.ts";
import { usageOf } from "../openai-counts.ts";
import type { Usage } from "../usage.ts";

const detail = count.nullish().catch(undefined);
const dollars = z.union([z.number(), z.string()]).nullish().catch(undefined);

const wireUsage = z.looseObject({
  prompt_tokens: count,
  completion_tokens: count,
  total_tokens: detail,
  prompt_tokens_details: z
    .looseObject({ cached_tokens: detail, cache_write_tokens: detail })
    .nullish()
    .catch(undefined),
  completion_tokens_details: z.looseObject({ reasoning_tokens: detail }).nullish().catch(undefined),
  prompt_cache_hit_tokens: detail,
  cached_tokens: detail,
  reasoning_tokens: detail,
});

const wireCost = z.looseObject({
  cost: dollars,
  is_byok: z.boolean().nullish().catch(undefined),
  cost_details: z.looseObject({ upstream_inference_cost: dollars }).nullish().catch(undefined),
  cost_in_usd_ticks: z.int().nonnegative().nullish().catch(undefined),
});

/** The host's token report in our terms, or `unknown` when it sent none that can be true. */
export function readUsage(raw: unknown): Usage | "unknown" {
  const parsed = wireUsage.safeParse(raw);
  if (!parsed.success) return "unknown";
  const { prompt_tokens: prompt, completion_tokens: completion, total_tokens: total, ...rest } = parsed.data;
  const reported = rest.completion_tokens_details?.reasoning_tokens ?? rest.reasoning_tokens ?? 0;
  // Gemini's OpenAI route counts its thoughts in the total alone.
  const uncounted = reported === 0 ? Math.max(0, (total ?? 0) - prompt - completion) : 0;
  return usageOf({
    input: prompt,
    output: completion,
    total,
    cacheRead: rest.prompt_tokens_details?.cached_tokens ?? rest.prompt_cache_hit_tokens ?? rest.cached_tokens,
    cacheWrite: rest.prompt_tokens_details?.cache_write_tokens,
    reasoning: reported + uncounted,
  });
}

/**
 * US dollars as a decimal string, from hosts that report what they charge. With the user's own key behind OpenRouter
 * (`is_byok`), what the upstream host charges comes on top.
 */
export function readReportedUsd(raw: unknown): string | undefined {
  const parsed = wireCost.safeParse(raw);
  if (!parsed.success) return undefined;
  const { cost, is_byok: isByok, cost_details: details, cost_in_usd_ticks: ticks } = parsed.data;
  if (cost !== undefined && cost !== null) {
    const upstream = isByok ? details?.upstream_inference_cost : undefined;
    return upstream === undefined || upstream === null ? String(cost) : addUsd(cost, upstream);
  }
  return ticks === undefined || ticks === null ? undefined : `${ticks}e-10`;
}

/** Decimal places beyond which no host reports. */
const places = 15;

function addUsd(left: number | string, right: number | string): string {
  const total = fixed(left) + fixed(right);
  const digits = String(total).padStart(places + 1, "0");
  return `${digits.slice(0, -places)}.${digits.slice(-places)}`.replace(/\.?0+$/, "");
}

function fixed(amount: number | string): bigint {
  return BigInt(Number(amount).toFixed(places).replace(".", ""));
}
