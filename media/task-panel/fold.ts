import type { TaskEvent } from "../../server/protocol/events.ts";
import {
  type Activity,
  type AttemptView,
  type Part,
  runningAttempt,
  type SubtaskView,
  type TaskView,
} from "./task-view.ts";

/**
 * The view after one more event. Events that were folded before are ignored, so a replay may overlap; an event that comes
 * too early is ignored as well: `next` tells from where to ask again.
 */
export function foldAt(view: TaskView, index: number, event: TaskEvent): TaskView {
  return index === view.next ? { ...fold(view, event), next: index + 1 } : view;
}

function fold(view: TaskView, event: TaskEvent): TaskView {
  switch (event.type) {
    case "task-start":
      return { ...view, prompt: event.prompt, kind: event.kind, workspace: event.workspace, quote: event.quote };
    case "subtask-start":
      return { ...view, subtasks: [...view.subtasks, newSubtask(view, event)] };
    case "attempt-start":
      return onSubtask(view, event.subtask, (it) => attemptStarted(it, event));
    case "call-start":
      return hold(
        onAttempt(view, event.attempt, (it) => doing(settled(it), "waiting")),
        event.call,
        BigInt(event.held),
      );
    case "model-loading":
      return onAttempt(view, event.attempt, (it) => doing(it, "loading"));
    case "model-loaded": {
      const { model, milliseconds } = event;
      return addPart(view, event.attempt, { kind: "loaded", key: key(view), model, milliseconds });
    }
    case "thinking-delta":
      return onAttempt(view, event.attempt, (it) => doing(written(view, it, "thinking", event.text), "thinking"));
    case "text-delta":
      return onAttempt(view, event.attempt, (it) => doing(written(view, it, "text", event.text), "writing"));
    case "edit-delta":
      return onAttempt(view, event.attempt, (it) => doing(written(view, it, "edit", event.text), "writing"));
    case "edit-end":
      return onAttempt(view, event.attempt, (it) => ({ ...it, parts: replaced(view, it.parts, event.replacement) }));
    case "call-end":
      return callEnded(view, event);
    case "retry":
      return onAttempt(view, event.attempt, (it) => doing(retried(view, it, event), "retrying"));
    case "tool-start":
      return onAttempt(view, event.attempt, (it) => doing(add(settled(it), toolPart(view, event)), "tool"));
    case "tool-end":
      return { ...onAttempt(view, event.attempt, (it) => doing(toolEnded(it, event), "waiting")), questions: [] };
    case "check-start":
      return addPart(
        view,
        event.attempt,
        { kind: "check", key: key(view), check: event.check, evidence: undefined },
        "checking",
      );
    case "check-end":
      return checkEnded(view, event);
    case "approval-request": {
      const part: Part = { kind: "approval", key: key(view), approval: event.approval, allowed: undefined };
      return { ...addPart(view, runningAttempt(view)?.attempt, part), approvals: [...view.approvals, event.approval] };
    }
    case "approval-answer":
      return approvalAnswered(view, event.approval, event.allowed);
    case "question": {
      const asked = { question: event.question, text: event.text };
      const part: Part = { kind: "question", key: key(view), text: event.text };
      return { ...addPart(view, runningAttempt(view)?.attempt, part), questions: [...view.questions, asked] };
    }
    case "roll-back": {
      const { attempt, restored, kept } = event;
      return addPart(view, attempt, { kind: "roll-back", key: key(view), restored, kept });
    }
    case "attempt-end":
      return attemptEnded(view, event);
    case "escalation":
      return onSubtask(view, event.subtask, (it) => ({ ...it, steppingUp: event.because }));
    case "subtask-end":
      return onSubtask(view, event.subtask, (it) => ({
        ...it,
        end: { verdict: event.verdict, cost: BigInt(event.cost) },
      }));
    case "budget-warning":
      return notice(view, "warning", event.message);
    case "notice":
      return notice(view, event.level, event.message);
    case "task-end":
      return taskEnded(view, event);
  }
}

type EventOf<T extends TaskEvent["type"]> = Extract<TaskEvent, { type: T }>;

/** Of an event, hence of the part that it makes. */
function key(view: TaskView): string {
  return `part-${view.next}`;
}

function newSubtask(view: TaskView, event: EventOf<"subtask-start">): SubtaskView {
  const { subtask, parent, kind, title, because, models } = event;
  const depth = parent === undefined ? 0 : 1 + (view.subtasks.find((it) => it.subtask === parent)?.depth ?? 0);
  return { subtask, parent, depth, kind, title, because, models, attempts: [], steppingUp: undefined, end: undefined };
}

function attemptStarted(subtask: SubtaskView, event: EventOf<"attempt-start">): SubtaskView {
  const { attempt, number, model, rung } = event;
  const next: AttemptView = {
    ...{ attempt, number, model, rung, steppedUp: subtask.steppingUp },
    ...{ parts: [], activity: "starting", cost: 0n, end: undefined },
  };
  return { ...subtask, attempts: [...closed(subtask.attempts), next], steppingUp: undefined };
}

function onSubtask(view: TaskView, subtask: string, change: (it: SubtaskView) => SubtaskView): TaskView {
  return { ...view, subtasks: view.subtasks.map((it) => (it.subtask === subtask ? change(it) : it)) };
}

function onAttempt(view: TaskView, attempt: string, change: (it: AttemptView) => AttemptView): TaskView {
  const subtasks = view.subtasks.map((subtask) =>
    subtask.attempts.some((it) => it.attempt === attempt)
      ? { ...subtask, attempts: subtask.attempts.map((it) => (it.attempt === attempt ? change(it) : it)) }
      : subtask,
  );
  return { ...view, subtasks };
}

function doing(attempt: AttemptView, activity: Activity): AttemptView {
  return attempt.activity === activity ? attempt : { ...attempt, activity };
}

function add(attempt: AttemptView, part: Part): AttemptView {
  return { ...attempt, parts: [...attempt.parts, part] };
}

function addPart(view: TaskView, attempt: string | undefined, part: Part, activity?: Activity): TaskView {
  if (attempt === undefined) return { ...view, before: [...view.before, part] };
  return onAttempt(view, attempt, (it) => {
    const added = add(settled(it), part);
    return activity === undefined ? added : doing(added, activity);
  });
}

/** Nothing more is written to the last part. */
function settled(attempt: AttemptView): AttemptView {
  const last = attempt.parts.at(-1);
  if (last === undefined || !("open" in last) || !last.open) return attempt;
  return { ...attempt, parts: [...attempt.parts.slice(0, -1), { ...last, open: false }] };
}

function written(view: TaskView, attempt: AttemptView, kind: "thinking" | "text" | "edit", text: string): AttemptView {
  const last = attempt.parts.at(-1);
  if (last !== undefined && "open" in last && last.open && last.kind === kind) {
    return { ...attempt, parts: [...attempt.parts.slice(0, -1), { ...last, text: last.text + text }] };
  }
  return add(settled(attempt), { kind, key: key(view), text, open: true });
}

/** The pieces of a call that is tried again are void: they come once more. */
function retried(view: TaskView, attempt: AttemptView, event: EventOf<"retry">): AttemptView {
  const parts = attempt.parts.filter((part) => !("open" in part) || !part.open);
  return add({ ...attempt, parts }, { kind: "retry", key: key(view), because: event.because, waitMs: event.waitMs });
}

/** The replacement as a whole stands for the pieces that it came in. */
function replaced(view: TaskView, parts: readonly Part[], text: string): readonly Part[] {
  const at = parts.findLastIndex((part) => part.kind === "edit");
  const whole: Part = { kind: "edit", key: parts[at]?.key ?? key(view), text, open: false };
  return at === -1 ? [...parts, whole] : parts.with(at, whole);
}

function toolPart(view: TaskView, event: EventOf<"tool-start">): Part {
  const { toolCall, name, subject } = event;
  return { kind: "tool", key: key(view), toolCall, name, subject, end: undefined, diff: undefined };
}

/** A tool that asked the user has its answer by now. */
function toolEnded(attempt: AttemptView, event: EventOf<"tool-end">): AttemptView {
  return { ...attempt, parts: attempt.parts.map((part) => toolEnd(part, event)) };
}

function toolEnd(part: Part, event: EventOf<"tool-end">): Part {
  if (part.kind !== "tool" || part.toolCall !== event.toolCall || part.end !== undefined) return part;
  return { ...part, end: { outcome: event.outcome, summary: event.summary }, diff: event.diff };
}

function checkEnded(view: TaskView, event: EventOf<"check-end">): TaskView {
  const { attempt, evidence } = event;
  const ended = (parts: readonly Part[]): readonly Part[] => {
    const at = parts.findLastIndex(
      (it) => it.kind === "check" && it.check === evidence.check && it.evidence === undefined,
    );
    const part: Part = { kind: "check", key: parts[at]?.key ?? key(view), check: evidence.check, evidence };
    return at === -1 ? [...parts, part] : parts.with(at, part);
  };
  if (attempt === undefined) return { ...view, before: ended(view.before) };
  return onAttempt(view, attempt, (it) => doing({ ...it, parts: ended(it.parts) }, "waiting"));
}

function hold(view: TaskView, call: string, amount: bigint): TaskView {
  return { ...view, holds: new Map(view.holds).set(call, amount) };
}

function callEnded(view: TaskView, event: EventOf<"call-end">): TaskView {
  const holds = new Map(view.holds);
  holds.delete(event.call);
  if (event.state === "unknown") holds.set(event.call, BigInt(event.cost));
  const cost = event.state === "posted" ? BigInt(event.cost) : 0n;
  const told = onAttempt(view, event.attempt, (it) => {
    const paid = { ...it, cost: it.cost + cost };
    return event.error === undefined ? paid : add(paid, { kind: "call-failed", key: key(view), error: event.error });
  });
  return { ...told, holds, posted: view.posted + cost };
}

function approvalAnswered(view: TaskView, approval: string, allowed: boolean): TaskView {
  const answered = (part: Part): Part =>
    part.kind === "approval" && part.approval.approval === approval ? { ...part, allowed } : part;
  return { ...everyPart(view, answered), approvals: view.approvals.filter((it) => it.approval !== approval) };
}

function everyPart(view: TaskView, change: (part: Part) => Part): TaskView {
  const all = (parts: readonly Part[]): readonly Part[] =>
    parts.some((part) => change(part) !== part) ? parts.map(change) : parts;
  const attempts = (it: AttemptView): AttemptView => {
    const parts = all(it.parts);
    return parts === it.parts ? it : { ...it, parts };
  };
  const subtasks = view.subtasks.map((it) => ({ ...it, attempts: it.attempts.map(attempts) }));
  return { ...view, before: all(view.before), subtasks };
}

function notice(view: TaskView, level: "info" | "warning", message: string): TaskView {
  return addPart(view, runningAttempt(view)?.attempt, { kind: "notice", key: key(view), level, message });
}

function attemptEnded(view: TaskView, event: EventOf<"attempt-end">): TaskView {
  const { verdict, end, milliseconds } = event;
  return onAttempt(view, event.attempt, (it) => ({
    ...settled(it),
    cost: BigInt(event.cost),
    end: { verdict, end, milliseconds },
  }));
}

function taskEnded(view: TaskView, event: EventOf<"task-end">): TaskView {
  return { ...cutShort(view), end: event };
}

/** Nothing runs or waits in it any more. */
export function cutShort(view: TaskView): TaskView {
  const subtasks = view.subtasks.map((it) => ({ ...it, attempts: closed(it.attempts) }));
  return { ...view, subtasks, approvals: [], questions: [] };
}

/** An attempt that was cut short has no end of its own. */
function closed(attempts: readonly AttemptView[]): readonly AttemptView[] {
  return attempts.map((it) =>
    it.end === undefined ? { ...settled(it), end: { verdict: undefined, end: "", milliseconds: undefined } } : it,
  );
}
