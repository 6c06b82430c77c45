import type { Uri } from "vscode";
import type { SentParams } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";

/** Starts a task in a folder and brings it to the front. Rejects with a `ServerFailure`. */
export async function startTask(
  { tasks, panel }: Pick<Parts, "tasks" | "panel">,
  folder: Uri,
  request: Omit<SentParams<"stepladder/task/start">, "workspace">,
): Promise<string> {
  const task = await tasks.start({ ...request, workspace: folder.fsPath });
  await panel.showTask(task);
  return task;
}
