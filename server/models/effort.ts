/** How much a model should reason before it answers. `none`: not at all, where the host allows that. */
export const efforts = ["none", "low", "medium", "high", "max"] as const;
export type Effort = (typeof efforts)[number];

/** What a model is called at one of several efforts: `endpoint/model@low`. */
export function atEffort(name: string, effort: string): string {
  return `${name}@${effort}`;
}

const ending = new RegExp(`@(?:${efforts.join("|")})$`);

/** What all efforts of one model are called together. */
export function withoutEffort(id: string): string {
  return id.replace(ending, "");
}

/** Whether one effort is higher than another; without an effort nobody can say. */
export function isHigher(one: Effort | undefined, other: Effort | undefined): boolean {
  return one !== undefined && other !== undefined && efforts.indexOf(one) > efforts.indexOf(other);
}

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
