import type { Books, PeriodQuery, SpendReport, SpendRow, TaskRow } from "./body.ts";
import type { Configuration } from "./configuration/configuration.ts";
import { checkBill } from "./spend/check/check-bill.ts";
import type { SpendFigures } from "./spend/figures.ts";
import type { Ledger } from "./spend/ledger.ts";
import type { CallToCheck, TaskSummary } from "./spend/ledger-queries.ts";
import type { Frontier } from "./spend/receipt.ts";
import type { SpendReport as LedgerReport } from "./spend/report.ts";
import { budgetsView, dashboardView } from "./spend-views.ts";

const mostUnknownCalls = 100;
const mostTasksSearched = 100_000;

/** The ledger's reports in the shape that doors show. */
export function createBooks(
  ledger: Ledger,
  frontier: () => Frontier | undefined,
  { atLimit, served }: Pick<Configuration, "atLimit" | "served">,
): Books {
  const endpointsOf = (host: string) =>
    new Set([host, ...served.filter(({ endpoint }) => endpoint.provider === host).map(({ endpoint }) => endpoint.id)]);
  const budgets: Books["budgets"] = (workspaces) =>
    budgetsView(ledger.today(), ledger.budgetsInForce(workspaces), atLimit);
  return {
    async spend(query) {
      const report = await ledger.reports.spendReport(query.by, rangeOf(query), query.workspace);
      return reportOf(report, ledger.callsToCheck(mostUnknownCalls));
    },
    async dashboard(query, workspaces) {
      const overview = await ledger.reports.overview(rangeOf(query), query.workspace, frontier());
      return dashboardView(query, overview, budgets(workspaces));
    },
    budgets,
    exportCalls: (format, query) => ledger.reports.exportCalls(format, rangeOf(query), query.workspace),
    checkBill: (text) => checkBill(text, (host) => [...endpointsOf(host)], ledger.linesToCheck),
    onChange: ledger.onChange,
    writtenElsewhere: ledger.writtenElsewhere,
    tasks({ workspace, prefix, limit, search }) {
      const words = search?.split(/\s+/).filter((word) => word !== "");
      const found = ledger.tasks(prefix === undefined ? limit : mostTasksSearched, workspace, words);
      return found
        .filter(({ task }) => prefix === undefined || task.startsWith(prefix))
        .slice(0, limit)
        .map(taskRow);
    },
    receipt(task) {
      const beside = frontier();
      return beside === undefined ? ledger.receipt(task) : ledger.receiptBeside(task, beside);
    },
    reconcile: (call, cost) => ledger.reconcile(call, cost === "unbilled" ? cost : { usd: cost }),
  };
}

function rangeOf({ since, until }: PeriodQuery) {
  return {
    from: since === undefined ? undefined : new Date(since),
    to: until === undefined ? undefined : new Date(until),
  };
}

function reportOf(report: LedgerReport, calls: readonly CallToCheck[]): SpendReport {
  return {
    rows: report.groups.map((group) => spendRow(group.key, group)),
    total: spendRow("total", report.total),
    unknown: calls
      .filter((call) => call.state === "unknown")
      .map(({ call, task, model, reservedAt, held }) => ({ call, task, model, at: reservedAt, held })),
  };
}

function spendRow(key: string, figures: SpendFigures): SpendRow {
  const { tasks, completedTasks, costPerCompletedTask, calls, posted, held, inputTokens, outputTokens } = figures;
  return {
    key,
    tasks,
    completed: completedTasks,
    costPerCompleted: costPerCompletedTask,
    calls,
    posted,
    held,
    inputTokens,
    outputTokens,
  };
}

function taskRow({ task, prompt, kind, workspace, startedAt, outcome, posted, held }: TaskSummary): TaskRow {
  return { task, prompt, kind, workspace, startedAt, outcome, posted, held };
}
