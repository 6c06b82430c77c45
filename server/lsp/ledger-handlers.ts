import type { SpendRow } from "../body.ts";
import type { SpendRowView } from "../protocol/requests.ts";
import { parseNano } from "../spend/money.ts";
import { type Failure, failure } from "./failure.ts";
import type { Handler } from "./handler.ts";
import type { Session } from "./session.ts";
import { noWorkspace } from "./task-handlers.ts";

export const receipt: Handler<"stepladder/receipt"> = ({ task }, { body }) =>
  body.books.receipt(task) ?? failure("no-such-task", `The ledger knows no ${task}.`);

export const tasks: Handler<"stepladder/tasks"> = ({ workspace, limit, search }, session) =>
  inWorkspace(workspace, session, (root) => {
    const rows = session.body.books.tasks({ workspace: root, prefix: undefined, limit, search });
    return { tasks: rows.map((row) => ({ ...row, posted: row.posted.toString(), held: row.held.toString() })) };
  });

export const spend: Handler<"stepladder/spend"> = ({ by, since, until, workspace }, session) =>
  inWorkspace(workspace, session, async (root) => {
    const report = await session.body.books.spend({ by, since, until, workspace: root });
    return {
      rows: report.rows.map(spendRowView),
      total: spendRowView(report.total),
      unknown: report.unknown.map((call) => ({ ...call, held: call.held.toString() })),
    };
  });

export const dashboard: Handler<"stepladder/dashboard"> = ({ since, until, workspace }, session) =>
  inWorkspace(workspace, session, (root) =>
    session.body.books.dashboard({ since, until, workspace: root }, session.workspaces.roots()),
  );

export const budgets: Handler<"stepladder/budgets"> = ({ workspace }, session) =>
  inWorkspace(workspace, session, (root) =>
    session.body.books.budgets(root === undefined ? session.workspaces.roots() : [root]),
  );

export const exportCalls: Handler<"stepladder/export"> = ({ format, since, until, workspace }, session) =>
  inWorkspace(workspace, session, (root) => session.body.books.exportCalls(format, { since, until, workspace: root }));

export const reconcile: Handler<"stepladder/reconcile"> = ({ call, cost }, { body }) => {
  const amount = cost === "unbilled" ? cost : parseNano(cost);
  if (amount === undefined)
    return failure("invalid-params", "No call costs a billion dollars. Look at the bill again.");
  const reconciled = body.books.reconcile(call, amount);
  switch (reconciled.kind) {
    case "reconciled":
      return {};
    case "no-such-call":
      return failure("failed", `The ledger knows no ${call}.`);
    case "not-unknown":
      return failure(
        "failed",
        `The cost of this call is known by now: it is ${reconciled.state}. Nothing was changed.`,
      );
  }
};

/** Without a workspace everything is meant. */
function inWorkspace<T>(
  asked: string | undefined,
  { workspaces }: Session,
  answer: (root: string | undefined) => T,
): T | Failure {
  const root = asked === undefined ? undefined : workspaces.find(asked);
  return asked !== undefined && root === undefined ? noWorkspace(asked) : answer(root);
}

function spendRowView(row: SpendRow): SpendRowView {
  const { posted, held, costPerCompleted } = row;
  return {
    ...row,
    posted: posted.toString(),
    held: held.toString(),
    costPerCompleted: costPerCompleted?.toString() ?? null,
  };
}
