import { commands, type Disposable, l10n, window } from "vscode";
import type { Kind, TaskEvent } from "../../server/protocol/events.ts";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { firstLine } from "../commands/pick-task.ts";
import type { Parts } from "../parts.ts";
import { outcomeMessage } from "./outcome-message.ts";
import type { TaskEnd } from "./task-book.ts";
import { kindOf } from "./task-kind.ts";

type TellParts = Pick<Parts, "tasks" | "panel" | "notify">;

/** Shown where they were asked for, not in the panel. */
const shownElsewhere: ReadonlySet<Kind | undefined> = new Set(["inline-edit", "commit-message"]);

/** Tells what the user would miss: a task that waits for an answer while the panel is hidden, and one that ended unseen. */
export function tellTasks(parts: TellParts): Disposable {
  const waiting = new Set<string>();
  return parts.tasks.onEvent(({ task, event }) => {
    if (event.type === "task-end") void tellEnd(parts, task, event).catch((error) => parts.notify.failure(error));
    const asked = questionIn(event);
    if (asked === undefined || parts.panel.visible || waiting.has(task)) return;
    waiting.add(task);
    void tellQuestion(parts, task, asked)
      .catch((error) => parts.notify.failure(error))
      .finally(() => waiting.delete(task));
  });
}

function questionIn(event: TaskEvent): string | undefined {
  if (event.type === "question") return l10n.t("A task has a question: {0}", firstLine(event.text, 200));
  if (event.type !== "approval-request") return undefined;
  const { subject } = event.approval;
  switch (subject.kind) {
    case "command":
    case "check":
      return l10n.t("A task asks to run a command: {0}", firstLine(subject.command, 200));
    case "write":
      return l10n.t("A task asks to change a protected file: {0}", firstLine(subject.path, 200));
    case "read":
      return l10n.t("A task asks to read a file: {0}", firstLine(subject.path, 200));
    case "budget":
      return firstLine(subject.message, 300);
  }
}

async function tellQuestion({ panel, notify }: TellParts, task: string, message: string): Promise<void> {
  const show = l10n.t("Show");
  if ((await notify.warn(message, show)) === show) await panel.showTask(task);
}

async function tellEnd({ tasks, panel, notify }: TellParts, task: string, end: TaskEnd): Promise<void> {
  const events = tasks.find(task)?.events ?? [];
  const seen = panel.visible && window.state.focused;
  if (seen || shownElsewhere.has(kindOf(events)) || end.outcome.kind === "cancelled") return;
  const message = outcomeMessage(end.outcome, firstLine(end.receipt.prompt), formatNanoUsd(end.receipt.total));
  const [show, review, undo] = [l10n.t("Show"), l10n.t("Review"), l10n.t("Undo")];
  const good = ["proved", "unproved", "answered"].includes(end.outcome.kind);
  const actions = end.changed.length > 0 ? [review, undo] : [show];
  const answer = await notify[good ? "info" : "warn"](message, ...actions);
  if (answer === show) await panel.showTask(task);
  else if (answer === review) await commands.executeCommand("stepladder.reviewTask", task);
  else if (answer === undo) await commands.executeCommand("stepladder.undoTask", task);
}
