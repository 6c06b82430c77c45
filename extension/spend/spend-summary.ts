import type { BudgetsView, BudgetView } from "../../server/protocol/requests.ts";

/** What is known of the spend without asking: today's, and every budget that applies, nearest limit first. */
export interface SpendSummary {
  readonly today: string;
  readonly todayHeld: string;
  readonly budgets: readonly BudgetView[];
  /** Of a day, week or month; a task's budget is met by no task yet. */
  readonly nearest: BudgetView | undefined;
  readonly atLimit: BudgetsView["atLimit"];
}

const nothingSpent = { posted: "0", held: "0" } as const;

/** `known` may be from an earlier day: what belonged to a window that has ended counts nothing any more. */
export function summaryOf(known: BudgetsView, now: Date): SpendSummary {
  const sameDay = known.day === localDay(now);
  const budgets = known.budgets.map((budget) => inItsWindow(budget, now)).toSorted(byNearness);
  return {
    today: sameDay ? known.today : "0",
    todayHeld: sameDay ? known.todayHeld : "0",
    budgets,
    nearest: budgets.find(({ window }) => window !== "task"),
    atLimit: known.atLimit,
  };
}

function inItsWindow(budget: BudgetView, now: Date): BudgetView {
  if (budget.resetsAt === undefined || Date.parse(budget.resetsAt) > now.getTime()) return budget;
  return { ...budget, ...nothingSpent, level: budget.limit === "0" ? "reached" : "fine", resetsAt: undefined };
}

/** `2026-11-21`, by this machine's calendar. */
export function localDay(at: Date): string {
  const two = (value: number) => value.toString().padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

const windows = ["day", "week", "month", "task"] as const;

/** The largest share of its limit first; of equal ones the one that starts anew first, and everything before a folder. */
function byNearness(a: BudgetView, b: BudgetView): number {
  const difference = used(b) * BigInt(a.limit) - used(a) * BigInt(b.limit);
  if (difference !== 0n) return difference > 0n ? 1 : -1;
  const order = windows.indexOf(a.window) - windows.indexOf(b.window);
  return order !== 0 ? order : Number(b.scope === "everything") - Number(a.scope === "everything");
}

function used({ posted, held, limit }: BudgetView): bigint {
  const sum = BigInt(posted) + BigInt(held);
  // A limit of nothing is as near as can be.
  return limit === "0" ? sum + 1n : sum;
}
