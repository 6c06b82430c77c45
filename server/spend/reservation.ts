import { formatUsdExactly, type NanoUsd, nano, noMoney } from "./money.ts";
import { affordableOutput, type KnownPrice, worstCase } from "./price.ts";
import type { BudgetState } from "./spend.ts";

export interface HoldRequest {
  readonly price: KnownPrice;
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  readonly minOutputTokens: number;
}

export type HoldDecision =
  | { readonly kind: "fits"; readonly held: NanoUsd; readonly maxOutputTokens: number }
  /** `needed` is the hold for the whole output that was asked for. */
  | { readonly kind: "over"; readonly budget: BudgetState; readonly needed: NanoUsd };

/** What a limit leaves; never below zero. */
export function leftOf(limit: BudgetState): NanoUsd {
  const left = limit.limit - limit.posted - limit.held;
  return left > 0n ? nano(left) : noMoney;
}

export function tightest(limits: readonly BudgetState[]): BudgetState | undefined {
  let found: BudgetState | undefined;
  for (const limit of limits) if (found === undefined || leftOf(limit) < leftOf(found)) found = limit;
  return found;
}

/** The hold for a call under all limits at once: in full, else for as much output as fits, but not less than the minimum. */
export function decideHold(request: HoldRequest, limits: readonly BudgetState[]): HoldDecision {
  const { price, inputTokens, maxOutputTokens, minOutputTokens } = request;
  const needed = worstCase(price, inputTokens, maxOutputTokens);
  const budget = tightest(limits);
  if (needed === noMoney || budget === undefined || needed <= leftOf(budget)) {
    return { kind: "fits", held: needed, maxOutputTokens };
  }
  const output = Math.min(maxOutputTokens, affordableOutput(price, inputTokens, leftOf(budget)) ?? -1);
  if (output < Math.max(minOutputTokens, 1)) return { kind: "over", budget, needed };
  return { kind: "fits", held: worstCase(price, inputTokens, output), maxOutputTokens: output };
}

/** `warning` from the warning level on; `reached` when nothing more fits. */
export type BudgetLevel = "fine" | "warning" | "reached";

export function levelOf(limit: BudgetState, warnAt: number): BudgetLevel {
  if (leftOf(limit) === noMoney) return "reached";
  return isNear(limit, noMoney, warnAt) ? "warning" : "fine";
}

/** A sentence for each limit that a further hold brings to its warning level. `warnAt` is a share such as 0.8. */
export function warningsFor(limits: readonly BudgetState[], held: NanoUsd, warnAt: number): readonly string[] {
  if (held === noMoney) return [];
  return limits
    .filter((limit) => isNear(limit, held, warnAt))
    .map((limit) => {
      const used = nano(limit.posted + limit.held + held);
      return `${capitalised(limit.name)} (${formatUsdExactly(limit.limit)}) is nearly reached: ${formatUsdExactly(used)} is spent or held.`;
    });
}

function isNear(limit: BudgetState, held: NanoUsd, warnAt: number): boolean {
  const share = BigInt(Math.round(warnAt * 10_000));
  return (limit.posted + limit.held + held) * 10_000n >= limit.limit * share;
}

export function overBudgetMessage(model: string, needed: NanoUsd, budget: BudgetState): string {
  return (
    `A call to ${model} may cost ${formatUsdExactly(needed)}, and ${budget.name} (${formatUsdExactly(budget.limit)}) has ` +
    `${formatUsdExactly(leftOf(budget))} left: ${formatUsdExactly(budget.posted)} is spent and ` +
    `${formatUsdExactly(budget.held)} is held. ${nextStep(budget)}`
  );
}

function nextStep(budget: BudgetState): string {
  switch (budget.window) {
    case "subtask":
      return "Raise the budget that it is part of, or give a smaller task.";
    case "task":
      return "Raise the budget in your configuration, or let a cheaper or local model do the task.";
    case "day":
    case "week":
    case "month":
      return `Raise the budget in your configuration, wait for the next ${budget.window}, or use a local model.`;
  }
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
