import { withRetry } from "../models/retry.ts";
import type { Kind, ReceiptView, TaskEvent, TaskOutcome } from "../protocol/events.ts";
import { kindFacts } from "../routing/kinds.ts";
import type { Agent, Person, TaskRequest, TaskRun } from "./agent.ts";
import { eventQueue } from "./event-queue.ts";
import { meter } from "./metered-chat.ts";
import { newId } from "./new-id.ts";
import type { Parts } from "./parts.ts";
import { checkersFor, plan, readInstructions, runTask, type TaskEnd } from "./task.ts";
import { createPrivacy, type TaskScope } from "./task-scope.ts";

const undoDays = 30;

/** The one body behind every door. */
export function createAgent(parts: Parts): Agent {
  const chat = withRetry(meter(parts.chat, parts.spend, parts.priceOf));

  const run = (request: TaskRequest, person: Person, signal: AbortSignal): TaskRun => {
    const task = newId("task");
    const { push, end, events } = eventQueue<TaskEvent>();
    const outcome = work(task, request, person, signal, push).finally(end);
    return { task, events, outcome };
  };

  const work = async (
    task: string,
    request: TaskRequest,
    person: Person,
    signal: AbortSignal,
    emit: (event: TaskEvent) => void,
  ): Promise<TaskOutcome> => {
    let started = false;
    let scope: TaskScope | undefined;
    const ended = await (async (): Promise<TaskEnd> => {
      const planned = plan(request, parts, undefined);
      if (planned.kind === "refused") return { outcome: planned.outcome, answer: "" };
      const { taskKind: kind, quote } = planned;
      parts.spend.startTask({
        task,
        prompt: request.prompt,
        kind,
        workspace: request.workspace,
        preference: parts.configuration.preference,
      });
      started = true;
      emit({ type: "task-start", task, prompt: request.prompt, kind, workspace: request.workspace, quote });
      const other = editingBefore(task, kind, request.workspace, parts);
      if (other !== undefined) return { outcome: { kind: "refused", message: busy(other) }, answer: "" };
      scope = await openScope(task, request, person, emit);
      const { unarmed } = scope.checkpoint;
      if (unarmed !== undefined && kindFacts(kind).edits)
        return { outcome: { kind: "refused", message: unarmed }, answer: "" };
      return runTask(planned, scope, signal);
    })().catch((error: unknown): TaskEnd => failed(error, signal));

    const changed = scope?.checkpoint.changes().map((change) => change.path) ?? [];
    await scope?.checkpoint.end();
    await forgetOldTasks(parts);
    const receipt = close(task, request, ended.outcome, started);
    emit({ type: "task-end", task, outcome: ended.outcome, answer: ended.answer, changed, receipt });
    return ended.outcome;
  };

  const openScope = async (
    task: string,
    request: TaskRequest,
    person: Person,
    emit: (event: TaskEvent) => void,
  ): Promise<TaskScope> => ({
    parts,
    task,
    request,
    person,
    emit,
    chat,
    guard: parts.guard(request.workspace),
    policy: parts.commandPolicy(request.workspace, request.allow),
    checkpoint: parts.checkpoints.open(task, request.workspace),
    privacy: createPrivacy(parts.configuration.localOnly),
    instructions: await readInstructions(request.workspace, parts),
    checkers: await checkersFor(request, parts),
    warned: new Set(),
  });

  const close = (task: string, request: TaskRequest, outcome: TaskOutcome, started: boolean): ReceiptView => {
    if (!started) return emptyReceipt(task, request, outcome, parts.clock());
    try {
      parts.spend.endTask(task, outcome.kind);
      return parts.spend.receipt(task) ?? emptyReceipt(task, request, outcome, parts.clock());
    } catch {
      // A ledger that can't be written now keeps the task open; the next start marks it as interrupted.
      return emptyReceipt(task, request, outcome, parts.clock());
    }
  };

  return {
    run,
    async quote(request) {
      const planned = plan(request, parts, undefined);
      return planned.kind === "planned"
        ? { kind: "quote", quote: planned.quote }
        : { kind: "refused", message: planned.outcome.message };
    },
    async undo(task, workspace) {
      if (parts.runningTasks(workspace).some((running) => running.task === task)) return { kind: "still-running" };
      const result = await parts.checkpoints.undo(task, workspace);
      if (result.kind === "undone") parts.spend.markUndone(task);
      return result;
    },
    close: () => parts.spend.close(),
  };
}

/** What tasks kept for their undo is dropped a month after they ended. Room that can't be made now is made after another task. */
async function forgetOldTasks({ checkpoints }: Parts): Promise<void> {
  await checkpoints.prune(undoDays).catch(() => []);
}

/** An older task that edits the same folder: its checks would judge our edits, and ours would judge its. */
function editingBefore(task: string, kind: Kind, workspace: string, parts: Parts): string | undefined {
  if (!kindFacts(kind).edits) return undefined;
  const running = parts.runningTasks(workspace);
  const older = running.slice(running.findIndex((each) => each.task === task) + 1);
  return older.find((each) => kindFacts(each.kind).edits)?.task;
}

function busy(other: string): string {
  return `Task ${other} is editing this folder now, and the checks can't tell its changes from others. Wait until it has ended, or stop it.`;
}

/** The one boundary where something unexpected becomes an outcome; the process lives on. */
function failed(error: unknown, signal: AbortSignal): TaskEnd {
  if (signal.aborted) return { outcome: { kind: "cancelled" }, answer: "" };
  const message = error instanceof Error ? error.message : String(error);
  return { outcome: { kind: "failed", message }, answer: "" };
}

function emptyReceipt(task: string, request: TaskRequest, outcome: TaskOutcome, now: number): ReceiptView {
  return {
    task,
    prompt: request.prompt,
    workspace: request.workspace,
    startedAt: new Date(now).toISOString(),
    outcome: outcome.kind,
    subtasks: [],
    total: "0",
    held: "0",
    frontierEstimate: undefined,
  };
}
