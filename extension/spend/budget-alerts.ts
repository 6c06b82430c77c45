import type { BudgetsView, BudgetView } from "../../server/protocol/requests.ts";

export interface BudgetAlert {
  /** The same for the same cause: one budget at one level, until it starts anew or gets another limit. */
  readonly cause: string;
  readonly budget: BudgetView;
}

export interface BudgetAlerts {
  readonly alerts: readonly BudgetAlert[];
  /** All that need not be told again. */
  readonly told: readonly string[];
}

/** What has come near to a limit or reached it and was not told before. A budget of nothing is no news. */
export function budgetAlerts({ budgets }: BudgetsView, told: readonly string[], now: Date): BudgetAlerts {
  const standing = told.filter((cause) => cause > now.toISOString());
  const alerts = budgets
    .filter(isNews)
    .map((budget) => ({ cause: causeOf(budget), budget }))
    .filter(({ cause }) => !standing.includes(cause));
  return { alerts, told: [...standing, ...alerts.map(({ cause }) => cause)] };
}

function isNews({ level, window, limit }: BudgetView): boolean {
  return level !== "fine" && window !== "task" && limit !== "0";
}

/** Begins with the time at which it is over. */
function causeOf({ scope, window, level, limit, resetsAt }: BudgetView): string {
  return `${resetsAt ?? ""} ${window} ${level} ${limit} ${scope}`;
}
