import { l10n, window } from "vscode";
import type { Parts } from "../parts.ts";
import { canEscalate } from "../tasks/can-escalate.ts";
import { kindOf, modeOf } from "../tasks/task-kind.ts";
import type { WindowTask } from "../tasks/tasks.ts";
import { firstLine, pickTask } from "./pick-task.ts";

/** Ends a task; what it changed is taken back by the server. Without an argument the running one. */
export async function stopTask({ server, tasks, notify }: Parts, task?: unknown): Promise<void> {
  const chosen = typeof task === "string" ? tasks.find(task) : await pickRunning(tasks.all);
  if (chosen?.state === "running") await server.request("stepladder/task/cancel", { task: chosen.task });
  else if (chosen !== undefined || !tasks.all.some(({ state }) => state === "running")) {
    void notify.info(l10n.t("No task is running."));
  }
}

async function pickRunning(all: readonly WindowTask[]): Promise<WindowTask | undefined> {
  const running = all.filter(({ state }) => state === "running");
  if (running.length < 2) return running[0];
  const items = running.map((task) => ({ label: firstLine(task.prompt), task }));
  return (await window.showQuickPick(items, { title: l10n.t("Which task should be stopped?") }))?.task;
}

/** Hands the task over to a stronger model: at once while it runs, as a new task after its end. */
export async function escalateTask(parts: Parts, task?: unknown): Promise<void> {
  const { server, tasks, panel, notify } = parts;
  const chosen = typeof task === "string" ? tasks.find(task) : tasks.current;
  if (chosen === undefined || !canEscalate(chosen)) {
    void notify.info(l10n.t("There is no task here that a stronger model could take over."));
    return;
  }
  const hint = await window.showInputBox({
    title: l10n.t("Escalate Task"),
    prompt: l10n.t("What should the next model know? Leave it empty if nothing."),
    ignoreFocusOut: true,
  });
  if (hint === undefined) return;
  const told = hint.trim() === "" ? {} : { hint: hint.trim() };
  if (chosen.state === "running") {
    await server.request("stepladder/task/escalate", { task: chosen.task, ...told });
    return await panel.showTask(chosen.task);
  }
  const kind = kindOf(chosen.events);
  const next = await tasks.start({
    prompt: chosen.prompt,
    mode: modeOf(kind),
    ...(kind !== undefined && { kind }),
    continues: { task: chosen.task, how: "escalate", ...told },
    ...(chosen.workspace !== undefined && { workspace: chosen.workspace }),
  });
  await panel.showTask(next);
}

/** Shows a task with its receipt: the given one, the window's, else one from the ledger. */
export async function showReceipt({ server, tasks, panel, notify }: Parts, task?: unknown): Promise<void> {
  const known = typeof task === "string" ? task : tasks.current?.task;
  if (known !== undefined) return await panel.showTask(known);
  const picked = await pickTask(server, l10n.t("Whose receipt?"), () => true);
  if (picked === "none") void notify.info(l10n.t("There is no task yet, so there is no receipt."));
  else if (picked !== undefined) await panel.showTask(picked.task);
}
