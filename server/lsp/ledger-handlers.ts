import type { UndoResult } from "../agent/agent.ts";
import type { SpendRow } from "../body.ts";
import type { SpendRowView, UndoView } from "../protocol/requests.ts";
import { type Failure, failure } from "./failure.ts";
import type { Handler } from "./handler.ts";
import { noWorkspace } from "./task-handlers.ts";

export const undo: Handler<"stepladder/undo"> = async ({ task, workspace }, session) => {
  const root = session.workspaces.find(workspace);
  if (root === undefined) return noWorkspace(workspace);
  return undoView(await session.body.agent.undo(task, root), task);
};

function undoView(result: UndoResult, task: string): UndoView | Failure {
  switch (result.kind) {
    case "undone":
      return { kind: "undone", restored: result.restored, conflicts: [] };
    case "partly":
      return result;
    case "nothing-to-undo":
      return { kind: "nothing-to-undo", restored: [], conflicts: [] };
    case "still-running":
      return failure("refused", "The task is still running. Cancel it first: that takes its changes back too.");
    case "no-such-task":
      return failure("no-such-task", `Nothing is kept of ${task}.`);
  }
}

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
