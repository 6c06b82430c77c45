import type { Uri } from "vscode";
import type { SentParams } from "../../server/protocol/requests.ts";
import type { Parts } from "../parts.ts";

/** Starts a task in a folder and brings it to the front. Rejects with a `ServerFailure`. */
export async function startTask(
  { tasks, panel }: Pick<Parts, "tasks" | "panel">,
  folder: Uri,
  request: Omit<SentParams<"stepladder/task/start">, "workspace">,
): Promise<string> {
  // The panel opens while the server is asked, so that nobody waits for one after the other.
  const [task] = await Promise.all([tasks.start({ ...request, workspace: folder.fsPath }), panel.show()]);
  await panel.showTask(task);
  return task;
}
