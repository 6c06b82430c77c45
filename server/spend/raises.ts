import type { DatabaseSync } from "node:sqlite";
import { type NanoUsd, noMoney } from "./money.ts";
import { exactStatement, moneyIn } from "./rows.ts";
import type { BudgetState } from "./spend.ts";
import type { Transaction } from "./transaction.ts";

/** What people agreed to add to a budget, once. A raise of a day, week or month ends with it; a raise of a task is that task's. */
export interface Raises {
  add(budget: BudgetState, by: NanoUsd, task: string, now: number): void;
  /** `task` for task budgets, undefined for windows; raises at or after `since` (milliseconds) count. */
  of(budgetName: string, task: string | undefined, since: number): NanoUsd;
}

export function createRaises(database: DatabaseSync, transaction: Transaction): Raises {
  const add = database.prepare("insert into raise (budget, task, amount, raised_at) values (?, ?, ?, ?)");
  const raiseSubtask = database.prepare("update subtask set spend_limit = spend_limit + ? where id = ?");
  const total = exactStatement(
    database,
    "select coalesce(sum(amount), 0) as amount from raise where budget = ? and task = ? and raised_at >= ?",
  );
  return {
    add(budget, by, task, now) {
      transaction(() => {
        if (budget.window !== "subtask") add.run(budget.name, budget.window === "task" ? task : "", by, now);
        else if (budget.subtask !== undefined) raiseSubtask.run(by, budget.subtask);
      });
    },
    of(budgetName, task, since) {
      const row = total.get(budgetName, task ?? "", since);
      return row === undefined ? noMoney : moneyIn(row, "amount");
    },
  };
}
