import type { SpendRow } from "../body.ts";
import type { SpendRowView } from "../protocol/requests.ts";
import { failure } from "./failure.ts";
import type { Handler } from "./handler.ts";
import { noWorkspace } from "./task-handlers.ts";

export const receipt: Handler<"stepladder/receipt"> = ({ task }, { body }) =>
  body.books.receipt(task) ?? failure("no-such-task", `The ledger knows no ${task}.`);

export const tasks: Handler<"stepladder/tasks"> = ({ workspace, limit }, session) => {
  const root = workspace === undefined ? undefined : session.workspaces.find(workspace);
  if (workspace !== undefined && root === undefined) return noWorkspace(workspace);
  const rows = session.body.books.tasks({ workspace: root, prefix: undefined, limit });
  return { tasks: rows.map((row) => ({ ...row, posted: row.posted.toString(), held: row.held.toString() })) };
};

export const spend: Handler<"stepladder/spend"> = ({ by, since, until, workspace }, session) => {
  const root = workspace === undefined ? undefined : session.workspaces.find(workspace);
  if (workspace !== undefined && root === undefined) return noWorkspace(workspace);
  const report = session.body.books.spend({ by, since, until, workspace: root });
  return {
    rows: report.rows.map(spendRowView),
    total: spendRowView(report.total),
    unknown: report.unknown.map((call) => ({ ...call, held: call.held.toString() })),
  };
};

function spendRowView(row: SpendRow): SpendRowView {
  const { posted, held, costPerCompleted } = row;
  return {
    ...row,
    posted: posted.toString(),
    held: held.toString(),
    costPerCompleted: costPerCompleted?.toString() ?? null,
  };
}

const missing = () => failure("failed", "This is not built yet.");
export const dashboard: Handler<"stepladder/dashboard"> = missing;
export const budgets: Handler<"stepladder/budgets"> = missing;
export const exportCalls: Handler<"stepladder/export"> = missing;
export const reconcile: Handler<"stepladder/reconcile"> = missing;
