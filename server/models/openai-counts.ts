import type { Usage } from "./usage.ts";

/** What both protocols of OpenAI count, each under its own names. */
export interface OpenAiCounts {
  readonly input: number;
  readonly output: number;
  readonly total: number | null | undefined;
  readonly cacheRead: number | null | undefined;
  readonly cacheWrite: number | null | undefined;
  readonly reasoning: number;
}

/** In our convention. No part is believed to be larger than the whole that it is counted in. */
export function usageOf({ input, output, total, reasoning, ...cache }: OpenAiCounts): Usage {
  const cacheRead = Math.min(cache.cacheRead ?? 0, input);
  const cacheWrite = Math.min(cache.cacheWrite ?? 0, input - cacheRead);
  // xAI and some others leave reasoning out of the output; their totals, or an output that is too small, show it.
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
