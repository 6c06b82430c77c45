import { commands, l10n, Uri, window } from "vscode";
import type { TaskRowView, UndoView } from "../../server/protocol/requests.ts";
import { ServerFailure } from "../connection/server-failure.ts";
import type { Parts } from "../parts.ts";
import { isOpenHere, pickTask } from "./pick-task.ts";

/** Takes all changes of a task back: of the given one, else of the one that the user picks. */
export async function undoTask(parts: Parts, task?: unknown): Promise<void> {
  const chosen = typeof task === "string" ? { task, workspace: await workspaceOf(parts, task) } : await pick(parts);
  if (chosen === undefined) return;
  const root = chosen.workspace;
  const undone = await undo(parts, chosen.task, root);
  parts.panel.tellUndone(chosen.task, undone);
  await tellUndone(parts, undone, root);
}

async function undo({ server }: Parts, task: string, root: string | undefined): Promise<UndoView> {
  try {
    return await server.request("stepladder/undo", { task, ...(root !== undefined && { workspace: root }) });
  } catch (error) {
    // Nothing is kept of a task that ended before its first change.
    if (!(error instanceof ServerFailure) || error.kind !== "no-such-task") throw error;
    return { kind: "nothing-to-undo", restored: [], conflicts: [] };
  }
}

async function workspaceOf({ server, tasks }: Parts, task: string): Promise<string | undefined> {
  return tasks.find(task)?.workspace ?? (await server.request("stepladder/receipt", { task })).workspace;
}

/** Outcomes whose changes may still be there; all others have left none. */
const leavesChanges: ReadonlySet<string> = new Set(["proved", "unproved", "kept", "interrupted"]);
/** Kinds of work that change no file of their own accord; an inline edit is undone in its editor. */
const changesNothing: ReadonlySet<string> = new Set(["ask", "explain", "review", "commit-message", "inline-edit"]);

async function pick({ server, notify }: Parts): Promise<TaskRowView | undefined> {
  const picked = await pickTask(
    server,
    l10n.t("Which task should be undone?"),
    (row) => isOpenHere(row) && leavesChanges.has(row.outcome) && !changesNothing.has(row.kind),
  );
  if (picked !== "none") return picked;
  void notify.info(l10n.t("No task has changed anything in the open folders."));
  return undefined;
}

async function tellUndone({ notify }: Parts, undone: UndoView, root: string | undefined): Promise<void> {
  const { restored, conflicts } = undone;
  if (undone.kind === "nothing-to-undo") {
    void notify.info(l10n.t("Nothing to undo: no file has what this task changed."));
    return;
  }
  const files =
    restored.length === 1
      ? l10n.t("{0} is as it was before.", restored[0] ?? "")
      : l10n.t("{0} files are as they were before.", restored.length);
  if (conflicts.length === 0) {
    void notify.info(files);
    return;
  }
  const left = l10n.t(
    "Changed after the task, so left alone: {0}. The text from before the task is kept.",
    conflicts.map(({ path }) => path).join(", "),
  );
  const compare = l10n.t("Compare");
  const answer = await notify.warn(restored.length > 0 ? `${files} ${left}` : left, compare);
  if (answer === compare) await compareConflict(conflicts, root);
}

async function compareConflict(conflicts: UndoView["conflicts"], root: string | undefined): Promise<void> {
  const [only, second] = conflicts;
  const chosen =
    second === undefined
      ? only
      : (await window.showQuickPick(conflicts.map((conflict) => ({ label: conflict.path, conflict }))))?.conflict;
  if (chosen === undefined) return;
  const kept = Uri.file(chosen.keptAt);
  if (root === undefined) return await window.showTextDocument(kept).then(() => undefined);
  const title = l10n.t("{0} (before the task ↔ now)", chosen.path);
  await commands.executeCommand("vscode.diff", kept, Uri.joinPath(Uri.file(root), chosen.path), title);
}
