import { l10n, type QuickPickItem, window, workspace } from "vscode";
import type { TaskRowView } from "../../server/protocol/requests.ts";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import type { Server } from "../connection/server.ts";

/** Beyond this many a list is no help; the panel's history has a search. */
const mostListed = 100;

/** One of the latest tasks that fit, as the user picks it; undefined when they don't want to, `none` when there is none. */
export async function pickTask(
  server: Server,
  title: string,
  fits: (row: TaskRowView) => boolean,
): Promise<TaskRowView | "none" | undefined> {
  const { tasks } = await server.request("stepladder/tasks", { limit: mostListed });
  const items = tasks.filter(fits).map(itemOf);
  if (items.length === 0) return "none";
  const picked = await window.showQuickPick(items, { title, matchOnDescription: true, matchOnDetail: true });
  return picked?.row;
}

/** Whether a folder of this window is the task's workspace. */
export function isOpenHere({ workspace: root }: TaskRowView): boolean {
  return (workspace.workspaceFolders ?? []).some(({ uri }) => uri.fsPath === root);
}

function itemOf(row: TaskRowView): QuickPickItem & { readonly row: TaskRowView } {
  const when = new Date(row.startedAt).toLocaleString();
  return {
    label: firstLine(row.prompt),
    description: `${row.outcome}, ${formatNanoUsd(row.posted)}`,
    detail: l10n.t("{0} in {1}", when, row.workspace),
    row,
  };
}

/** A prompt as one line of a list. */
export function firstLine(prompt: string, most = 80): string {
  const line = (prompt.trim().split(/\r?\n/, 1)[0] ?? "").replace(/\p{C}/gu, " ");
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}
