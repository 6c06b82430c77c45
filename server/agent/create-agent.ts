import { withRetry } from "../models/retry.ts";
import type { Kind, ReceiptView, TaskEvent, TaskOutcome } from "../protocol/events.ts";
import type { Agent, Person, TaskRequest, TaskRun } from "./agent.ts";
import { commitMessageRequest } from "./commit-message/commit-message-request.ts";
import { takeEarlierBack } from "./earlier-task.ts";
import { watchHealth } from "./endpoint-health.ts";
import { eventQueue } from "./event-queue.ts";
import { meter } from "./metered-chat.ts";
import { newId } from "./new-id.ts";
import type { Parts } from "./parts.ts";
import { type Preparation, prepare } from "./prepare.ts";
import { createSteering, type Steering } from "./steering.ts";
import { checkersFor, type Prepared, plan, readInstructions, runTask, type TaskEnd, writesFiles } from "./task.ts";
import { createPrivacy, type TaskScope } from "./task-scope.ts";

const undoDays = 30;

/** The one body behind every door. */
export function createAgent(parts: Parts): Agent {
  const chat = withRetry(watchHealth(meter(parts.chat, parts.spend, parts.priceOf), parts.endpoints));

  const run = (request: TaskRequest, person: Person, signal: AbortSignal): TaskRun => {
    const task = newId("task");
    const { push, end, events } = eventQueue<TaskEvent>();
    const steering = createSteering();
    const outcome = work(task, request, person, signal, push, steering).finally(end);
    return { task, events, outcome, escalate: steering.escalate };
  };

  const work = async (
    task: string,
    request: TaskRequest,
    person: Person,
    signal: AbortSignal,
    emit: (event: TaskEvent) => void,
    steering: Steering,
  ): Promise<TaskOutcome> => {
    let started = false;
    let scope: TaskScope | undefined;
    let context: Prepared["context"] = [];
    const ended = await (async (): Promise<TaskEnd> => {
      const prepared = await prepare(request, parts);
      if (prepared.kind === "refused") return refused(prepared.message);
      context = prepared.context;
      const planned = plan(request, prepared, parts);
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
      if (other !== undefined) return refused(busy(parts.spend.receipt(other)?.prompt ?? other));
      scope = await openScope(task, request, person, emit, steering);
      scope.privacy.touched = prepared.localOnly;
      const { unarmed } = scope.checkpoint;
      if (unarmed !== undefined && writesFiles(kind)) return refused(unarmed);
      const material = await materialOf(request, prepared);
      return material.kind === "refused"
        ? refused(material.message)
        : runTask(planned, material.material, scope, signal);
    })().catch((error: unknown): TaskEnd => failed(error, signal));

    const changed = scope?.checkpoint.changes().map((change) => change.path) ?? [];
    await scope?.checkpoint.end();
    await forgetOldTasks(parts);
    const receipt = close(task, request, ended.outcome, started);
    if (scope !== undefined) {
      const { rejected, privacy } = scope;
      parts.memory.remember(task, { answer: ended.answer, rejected, localOnly: privacy.touched, context });
    }
    emit({ type: "task-end", task, outcome: ended.outcome, answer: ended.answer, changed, receipt });
    return ended.outcome;
  };

  /** An earlier task is taken back only now, and what the user put beside the prompt is read after that. */
  const materialOf = async (request: TaskRequest, prepared: Prepared): Promise<Preparation> => {
    const { continues, ...own } = request;
    if (continues === undefined || continues.how === "follow-up") return prepared;
    const taken = await takeEarlierBack(continues, request.workspace, parts);
    if (taken.kind === "refused") return taken;
    const now = await prepare({ ...own, context: prepared.context }, parts);
    // What the earlier task had made is gone by now; it was read before.
    if (now.kind === "refused") return prepared;
    return { ...prepared, material: [prepared.earlier, now.material].filter(Boolean).join("\n\n") };
  };

  const openScope = async (
    task: string,
    request: TaskRequest,
    person: Person,
    emit: (event: TaskEvent) => void,
    steering: Steering,
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
    steering,
    checkers: request.oneCall === undefined ? await checkersFor(request, parts) : { agreed: [], notAgreed: [] },
    rejected: "",
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
      const prepared = await prepare(request, parts);
      if (prepared.kind === "refused") return prepared;
      const planned = plan(request, prepared, parts);
      return planned.kind === "planned"
        ? { kind: "quote", quote: planned.quote }
        : { kind: "refused", message: planned.outcome.message };
    },
    async undo(task, workspace, paths) {
      if (parts.runningTasks(workspace).some((running) => running.task === task)) return { kind: "still-running" };
      if (paths === undefined) {
        const result = await parts.checkpoints.undo(task, workspace);
        if (result.kind === "undone") parts.spend.markUndone(task);
        return result;
      }
      const result = await parts.checkpoints.undo(task, workspace, { paths });
      const left = await parts.checkpoints.changes(task, workspace);
      if (result.kind === "undone" && left?.length === 0) parts.spend.markUndone(task);
      return result;
    },
    keep(task) {
      if (parts.spend.receipt(task)?.outcome !== "unproved") return false;
      parts.spend.markKept(task);
      return true;
    },
    decide(task, decision) {
      const receipt = parts.spend.receipt(task);
      const isInline = receipt?.subtasks[0]?.kind === "inline-edit";
      if (!isInline || !["proved", "unproved"].includes(receipt.outcome)) return false;
      if (decision === "accepted") parts.spend.markKept(task);
      if (decision === "rejected") parts.spend.markUndone(task);
      return true;
    },
    changes: (task, workspace) => parts.checkpoints.changes(task, workspace),
    before: (task, workspace, path) => parts.checkpoints.before(task, workspace, path),
    commitMessage: (workspace) => commitMessageRequest(workspace, parts),
    close: () => parts.spend.close(),
  };
}

/** What tasks kept for their undo is dropped a month after they ended. Room that can't be made now is made after another task. */
async function forgetOldTasks({ checkpoints }: Parts): Promise<void> {
  await checkpoints.prune(undoDays).catch(() => []);
}

/** An older task that edits the same folder: its checks would judge our edits, and ours would judge its. */
function editingBefore(task: string, kind: Kind, workspace: string, parts: Parts): string | undefined {
  if (!writesFiles(kind)) return undefined;
  const running = parts.runningTasks(workspace);
  const older = running.slice(running.findIndex((each) => each.task === task) + 1);
  return older.find((each) => writesFiles(each.kind))?.task;
}

const longestTitle = 80;

/** `other` is the prompt of the task that runs. */
function busy(other: string): string {
  const title = other.length > longestTitle ? `${other.slice(0, longestTitle - 1)}…` : other;
  return `Another task is editing this folder now, and the checks can't tell its changes from others: “${title.replaceAll(/\s+/g, " ")}”. Wait until it has ended, or stop it.`;
}

/** The one boundary where something unexpected becomes an outcome; the process lives on. */
function failed(error: unknown, signal: AbortSignal): TaskEnd {
  if (signal.aborted) return { outcome: { kind: "cancelled" }, answer: "" };
  const message = error instanceof Error ? error.message : String(error);
  return { outcome: { kind: "failed", message }, answer: "" };
}

function refused(message: string): TaskEnd {
  return { outcome: { kind: "refused", message }, answer: "" };
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
