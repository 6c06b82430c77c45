import type { PeriodQuery } from "./body.ts";
import type { AtLimit } from "./configuration/configuration.ts";
import type { BudgetsView, BudgetView, DashboardView, SpendRowView, TaskRowView } from "./protocol/requests.ts";
import type { SpendFigures } from "./spend/figures.ts";
import type { Ledger } from "./spend/ledger.ts";
import type { TaskSummary } from "./spend/ledger-queries.ts";
import type { Today } from "./spend/limits.ts";
import type { Overview } from "./spend/overview.ts";

type BudgetInForce = ReturnType<Ledger["budgetsInForce"]>[number];

/** What the ledger says of a period and of the budgets, in the words of the protocol: money as text. */
export function dashboardView(query: PeriodQuery, overview: Overview, budgets: BudgetsView): DashboardView {
  const { since, until } = query;
  return {
    since,
    until,
    total: figuresView("total", overview.total),
    days: overview.days.map((day) => ({ ...figuresView(day.key, day), rungs: day.rungs.map(withText("posted")) })),
    models: overview.models.map((model) => figuresView(model.key, model)),
    kinds: overview.kinds.map((kind) => figuresView(kind.key, kind)),
    attempts: overview.attempts.map(withText("cost")),
    frontierEstimate: overview.frontierEstimate && withText("cost")(overview.frontierEstimate),
    budgets,
    tasks: overview.tasks.map(taskRowView),
    moreTasks: overview.moreTasks,
    unknown: overview.unknown.map(({ call, task, model, reservedAt, held }) => ({
      ...{ call, task, model, at: reservedAt },
      held: held.toString(),
    })),
  };
}

export function budgetsView(today: Today, budgets: readonly BudgetInForce[], atLimit: AtLimit): BudgetsView {
  const { day, posted, held } = today;
  return {
    day,
    today: posted.toString(),
    todayHeld: held.toString(),
    budgets: budgets.map(budgetView),
    atLimit,
  };
}

function budgetView({ budget, state, level, resetsAt }: BudgetInForce): BudgetView {
  return {
    scope: budget.scope.kind === "everything" ? "everything" : budget.scope.root,
    window: budget.window,
    limit: state.limit.toString(),
    posted: state.posted.toString(),
    held: state.held.toString(),
    level,
    resetsAt: resetsAt === undefined ? undefined : new Date(resetsAt).toISOString(),
  };
}

function figuresView(key: string, figures: SpendFigures): SpendRowView {
  const { tasks, completedTasks, costPerCompletedTask, calls, posted, held, inputTokens, outputTokens } = figures;
  return {
    ...{ key, tasks, completed: completedTasks, costPerCompleted: costPerCompletedTask?.toString() ?? null },
    ...{ calls, posted: posted.toString(), held: held.toString(), inputTokens, outputTokens },
  };
}

function taskRowView({ task, prompt, kind, workspace, startedAt, outcome, posted, held }: TaskSummary): TaskRowView {
  return { task, prompt, kind, workspace, startedAt, outcome, posted: posted.toString(), held: held.toString() };
}

/** The same, with this amount as text. */
function withText<K extends string>(key: K) {
  return <T extends Readonly<Record<K, bigint>>>(row: T): Omit<T, K> & Readonly<Record<K, string>> => ({
    ...row,
    ...({ [key]: row[key].toString() } as Readonly<Record<K, string>>),
  });
}
