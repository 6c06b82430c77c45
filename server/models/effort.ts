/** How much a model should reason before it answers. `none`: not at all, where the host allows that. */
export const efforts = ["none", "low", "medium", "high", "max"] as const;
export type Effort = (typeof efforts)[number];

/** Tokens for hosts that take a number. */
const budgets: Readonly<Record<Exclude<Effort, "none">, number>> = {
  low: 2_048,
  medium: 8_192,
  high: 16_384,
  max: 32_768,
};

/** At most half of the output is for reasoning, so that an answer is left. Undefined: too few to be worth asking. */
export function reasoningBudget(effort: Exclude<Effort, "none">, maxOutputTokens: number): number | undefined {
  const budget = Math.min(budgets[effort], Math.floor(maxOutputTokens / 2));
  return budget < 1_024 ? undefined : budget;
}
