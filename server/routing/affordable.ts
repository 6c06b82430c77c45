import { toNano, usd } from "./dollars.ts";
import { costOf, expectedCost, type ModelKnowledge } from "./knowledge.ts";
import { shareUpTo } from "./normal.ts";
import type { Candidate, Route } from "./route.ts";

/** Where another model's attempt ends more likely with what is left, one that hardly ever would is not begun. */
const leastChance = 0.1;

/** What is left, and what of it each model's first call sets aside. In US dollars. */
export interface Purse {
  readonly left: number;
  readonly holds: ReadonlyMap<string, number>;
}

export function purseOf(left: number, candidates: readonly Candidate[]): Purse {
  return {
    left,
    holds: new Map(candidates.map(({ id, leastHold }) => [id, leastHold === undefined ? 0 : usd(leastHold)])),
  };
}

/** Those whose first call may leave. A budget of 0 means 0. */
export function beginnable(models: readonly ModelKnowledge[], { left, holds }: Purse): readonly ModelKnowledge[] {
  return models.filter(
    ({ cost, candidate }) => cost === undefined || (left > 0 && (holds.get(candidate.id) ?? 0) <= left),
  );
}

/** And of them those whose attempt has a chance to end with what is left. When hardly any paid one has, the likeliest. */
export function affordable(models: readonly ModelKnowledge[], purse: Purse): readonly ModelKnowledge[] {
  if (purse.left === Number.POSITIVE_INFINITY) return models;
  const begun = beginnable(models, purse).map((model) => ({
    model,
    chance: chanceToEnd(model, purse.left),
  }));
  const paid = begun.filter(({ model }) => model.cost !== undefined);
  const least = Math.min(leastChance, Math.max(...paid.map(({ chance }) => chance)));
  return begun.filter(({ chance }) => chance >= least).map(({ model }) => model);
}

function chanceToEnd(model: ModelKnowledge, left: number): number {
  const cost = costOf(model);
  return cost === undefined ? 1 : shareUpTo(left, cost.logMean, cost.spread);
}

/** `cheapest` is the least that one of them is expected to need. */
export function overBudget(
  models: readonly ModelKnowledge[],
  { left, holds }: Purse,
): Extract<Route, { kind: "over-budget" }> {
  const needed = models.map((model) => Math.max(expectedCost(model), holds.get(model.candidate.id) ?? 0));
  return { kind: "over-budget", cheapest: toNano(Math.min(...needed)), left: toNano(Math.max(0, left)) };
}
