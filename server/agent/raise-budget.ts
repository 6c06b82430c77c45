import { formatUsd, nano } from "../spend/money.ts";
import type { Refusal } from "./metered-chat.ts";
import { approve, type TaskScope } from "./task-scope.ts";

/**
 * Asks the person to raise the budget that refused a call, when the configuration says so. It is raised by half of its limit
 * or by what the call needs, whichever is more, and only for its current window.
 */
export async function raiseBudget(refusal: Refusal, task: TaskScope, signal: AbortSignal): Promise<boolean> {
  if (refusal.kind !== "over-budget" || task.parts.configuration.atLimit !== "ask") return false;
  const { budget, needed, message } = refusal;
  const half = budget.limit / 2n;
  const missing = budget.posted + budget.held + needed - budget.limit;
  const by = nano(missing > half ? missing : half);
  const raiseTo = nano(budget.limit + by);
  const question = `${message} Raise ${budget.name} to ${formatUsd(raiseTo)} once?`;
  if (!(await approve(task, { kind: "budget", message: question, raiseTo: String(raiseTo) }, signal))) return false;
  task.parts.spend.raise(budget, by, task.task);
  return true;
}
