import { env, l10n, ProgressLocation, window, workspace } from "vscode";
import type { TaskRowView } from "../../server/protocol/requests.ts";
import type { Server } from "../connection/server.ts";
import type { Parts } from "../parts.ts";
import { Review } from "./review.ts";
import { firstLine, reviewTitle } from "./review-title.ts";
import type { Reviews } from "./reviews.ts";

/** Whether a task left changes takes a look at its files, so only the newest are asked. */
const mostAsked = 30;

export type OpenParts = Pick<Parts, "server" | "tasks" | "notify">;

/** Opens the review of a task, or of one that the user picks. */
export async function openReview(parts: OpenParts, reviews: Reviews, task: string | undefined): Promise<void> {
  const chosen = task ?? (await pickTask(parts));
  if (chosen === undefined) return;
  const { prompt, workspace: root } = await describe(parts, chosen);
  const { files } = await parts.server.request("stepladder/task/changes", { task: chosen, workspace: root });
  if (files.length === 0) {
    void parts.notify.info(l10n.t("Nothing to review: no file differs from before the task."));
    return;
  }
  const review = new Review(chosen, root, reviewTitle(l10n.t("Review"), prompt, chosen), files);
  await reviews.show(review);
  const binary = files.filter((file) => file.binary).map((file) => file.path);
  if (binary.length > 0) {
    void parts.notify.info(l10n.t("Not shown, because they are not text or too large: {0}", binary.join(", ")));
  }
}

async function describe({ server, tasks }: OpenParts, task: string): Promise<{ prompt: string; workspace: string }> {
  const known = tasks.find(task);
  if (known?.workspace !== undefined) return { prompt: known.prompt, workspace: known.workspace };
  return server.request("stepladder/receipt", { task });
}

/** The newest tasks of the open folders that left changes. */
async function pickTask({ server, notify }: OpenParts): Promise<string | undefined> {
  const rows = await window.withProgress(
    { location: ProgressLocation.Window, title: l10n.t("Looking for changes…") },
    () => tasksWithChanges(server),
  );
  if (rows.length === 0) {
    void notify.info(l10n.t("Nothing to review: no recent task has left changes here."));
    return undefined;
  }
  const items = rows.map(({ row, files }) => ({
    label: firstLine(row.prompt),
    description: files === 1 ? l10n.t("1 file") : l10n.t("{0} files", files),
    detail: new Date(row.startedAt).toLocaleString(env.language),
    task: row.task,
  }));
  return (await window.showQuickPick(items, { title: l10n.t("Review the Changes of a Task") }))?.task;
}

async function tasksWithChanges(server: Server): Promise<{ row: TaskRowView; files: number }[]> {
  const { tasks } = await server.request("stepladder/tasks", {});
  const folders = new Set(workspace.workspaceFolders?.map((folder) => folder.uri.fsPath));
  const newest = tasks.filter((row) => folders.has(row.workspace)).slice(0, mostAsked);
  const asked = newest.map(async (row) => {
    const params = { task: row.task, workspace: row.workspace };
    return { row, files: (await server.request("stepladder/task/changes", params)).files.length };
  });
  return (await Promise.all(asked)).filter(({ files }) => files > 0);
}
