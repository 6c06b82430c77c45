import type { Books, SpendReport, SpendRow, TaskRow } from "./body.ts";
import type { Ledger } from "./spend/ledger.ts";
import type { CallToCheck, TaskSummary } from "./spend/ledger-queries.ts";
import type { Frontier } from "./spend/receipt.ts";
import type { SpendReport as LedgerReport, SpendFigures } from "./spend/report.ts";

const mostUnknownCalls = 100;
const mostTasksSearched = 100_000;

/** The ledger's reports in the shape that doors show. */
export function createBooks(ledger: Ledger, frontier: () => Frontier | undefined): Books {
  return {
    spend({ by, since, until, workspace }) {
      const range = {
        from: since === undefined ? undefined : new Date(since),
        to: until === undefined ? undefined : new Date(until),
      };
      return reportOf(ledger.spendReport(by, range, workspace), ledger.callsToCheck(mostUnknownCalls));
    },
    tasks({ workspace, prefix, limit }) {
      const found = ledger.tasks(prefix === undefined ? limit : mostTasksSearched, workspace);
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
