import type { DatabaseSync } from "node:sqlite";
import type { Budget } from "../configuration/configuration.ts";
import { everythingScope, millisecondsPerBucketDay, millisecondsPerQuarter, workspaceScope } from "./ledger-schema.ts";
import { type NanoUsd, nano, noMoney } from "./money.ts";
import type { Raises } from "./raises.ts";
import { exactStatement, moneyIn, type Row, textIn } from "./rows.ts";
import type { BudgetState } from "./spend.ts";
import type { Calendar, CalendarWindow } from "./windows.ts";

/** Where a call stands, as far as limits are concerned. */
export interface LimitScope {
  readonly workspace: string;
  readonly task: string | undefined;
  readonly subtask: string | undefined;
}

interface Counted {
  readonly posted: NanoUsd;
  readonly held: NanoUsd;
}

export interface Limits {
  /** Every budget that applies and every limit up the chain of subtasks, with what counts against it at this time. */
  of(scope: LimitScope, budgets: readonly Budget[], at: number): readonly BudgetState[];
  /** The budgets for everything and those of these workspaces, outside any task. */
  inForce(workspaces: readonly string[], budgets: readonly Budget[], at: number): readonly BudgetInForce[];
  today(at: number): Today;
}

export interface BudgetInForce {
  readonly budget: Budget;
  /** With raises; a task's counts nothing here. */
  readonly state: BudgetState;
  /** Milliseconds since the epoch; undefined for a task's. */
  readonly resetsAt: number | undefined;
}

/** What everything spent on the local calendar day. */
export interface Today extends Counted {
  readonly day: string;
  /** Milliseconds since the epoch. */
  readonly endsAt: number;
}

const everySince = `
  select coalesce(sum(posted), 0) as posted, coalesce(sum(held), 0) as held from (
    select posted, held from balance where scope = :scope and span = 'quarter' and bucket >= :quarter and bucket < :endOfQuarters
    union all
    select posted, held from balance where scope = :scope and span = 'day' and bucket >= :day
  )`;

/**
 * Windows have a start and no end: what was reserved at or after the start counts, also when the clock has been set back
 * since and the reservation seems to lie in the future. So a spent window never opens again.
 */
export function createLimits(database: DatabaseSync, calendar: Calendar, raises: Raises): Limits {
  const since = exactStatement(database, everySince);
  const taskSums = exactStatement(database, "select posted, held from task where id = ?");
  const chain = exactStatement(
    database,
    `select subtask.id, title, spend_limit, subtask.posted, subtask.held from ancestry join subtask on subtask.id = ancestry.ancestor
     where ancestry.subtask = ? and spend_limit is not null`,
  );
  const startOf = rememberedStarts(calendar);

  function countedSince(scope: string, start: number): Counted {
    const day = Math.ceil(start / millisecondsPerBucketDay);
    const row = since.get({
      scope,
      quarter: Math.floor(start / millisecondsPerQuarter),
      endOfQuarters: (day * millisecondsPerBucketDay) / millisecondsPerQuarter,
      day,
    });
    return countedIn(row);
  }

  function budgetState(budget: Budget, scope: LimitScope, at: number): BudgetState {
    const { window } = budget;
    const name = nameOf(budget);
    if (window === "task") {
      const counted = countedIn(scope.task === undefined ? undefined : taskSums.get(scope.task));
      const raised = scope.task === undefined ? noMoney : raises.of(name, scope.task, 0);
      return { name, window, limit: nano(budget.limit + raised), ...counted };
    }
    const start = startOf(window, at);
    const balances = budget.scope.kind === "everything" ? everythingScope : workspaceScope(budget.scope.root);
    const limit = nano(budget.limit + raises.of(name, undefined, start));
    return { name, window, limit, ...countedSince(balances, start) };
  }

  return {
    of(scope, budgets, at) {
      const applying = budgets.filter(
        (budget) => budget.scope.kind === "everything" || budget.scope.root === scope.workspace,
      );
      const ofBudgets = applying.map((budget) => budgetState(budget, scope, at));
      const ofSubtasks = scope.subtask === undefined ? [] : chain.all(scope.subtask).map(subtaskLimit);
      return [...ofBudgets, ...ofSubtasks];
    },
    inForce(workspaces, budgets, at) {
      const applying = budgets.filter(({ scope }) => scope.kind === "everything" || workspaces.includes(scope.root));
      return applying.map((budget) => ({
        budget,
        state: budgetState(budget, { workspace: "", task: undefined, subtask: undefined }, at),
        resetsAt: budget.window === "task" ? undefined : calendar.endOf(budget.window, at),
      }));
    },
    today: (at) => ({
      day: calendar.dayOf(at),
      endsAt: calendar.endOf("day", at),
      ...countedSince(everythingScope, startOf("day", at)),
    }),
  };
}

function subtaskLimit(row: Row): BudgetState {
  return {
    name: `the limit of the subtask “${textIn(row, "title")}”`,
    window: "subtask",
    subtask: textIn(row, "id"),
    limit: moneyIn(row, "spend_limit"),
    ...countedIn(row),
  };
}

function countedIn(row: Row | undefined): Counted {
  if (row === undefined) return { posted: noMoney, held: noMoney };
  return { posted: moneyIn(row, "posted"), held: moneyIn(row, "held") };
}

function nameOf(budget: Budget): string {
  const scope = budget.scope.kind === "everything" ? "everything" : budget.scope.root;
  return `the budget of a ${budget.window} for ${scope}`;
}

/** Window starts change at quarters of an hour only, and asking the calendar takes longer than all the rest of a check. */
function rememberedStarts(calendar: Calendar): (window: CalendarWindow, at: number) => number {
  let quarter = Number.NaN;
  const starts = new Map<CalendarWindow, number>();
  return (window, at) => {
    const now = Math.floor(at / millisecondsPerQuarter);
    if (now !== quarter) starts.clear();
    quarter = now;
    const start = starts.get(window) ?? calendar.startOf(window, at);
    starts.set(window, start);
    return start;
  };
}
