import type { Kind, QuoteView, TaskEvent, VerdictView } from "../../protocol/events.ts";

/** What a person wants to know of a running task, folded from its events. Times are milliseconds of one clock. */
export interface ViewState {
  readonly prompt: string;
  readonly kind: Kind | undefined;
  readonly quote: QuoteView | undefined;
  readonly startedAt: number | undefined;
  /** In the order in which they began. */
  readonly subtasks: readonly SubtaskView[];
  readonly posted: bigint;
  /** Holds by call: of running calls, and of those whose true cost never came. */
  readonly holds: ReadonlyMap<string, bigint>;
  readonly warnings: readonly string[];
  /** A check that belongs to no attempt, such as the run before the first one. */
  readonly check: string | undefined;
  readonly end: TaskEnd | undefined;
}

export type TaskEnd = Extract<TaskEvent, { type: "task-end" }>;

export interface SubtaskView {
  readonly subtask: string;
  /** 0 for the root. */
  readonly depth: number;
  readonly kind: Kind;
  readonly title: string;
  readonly attempts: readonly AttemptView[];
  readonly ended: boolean;
}

export interface AttemptView {
  readonly attempt: string;
  readonly number: number;
  readonly model: string;
  readonly rung: string;
  readonly startedAt: number;
  /** Steps begun. */
  readonly step: number;
  readonly activity: Activity;
  /** The last few finished tools and checks, oldest first. */
  readonly recent: readonly Done[];
  /** The end of what the model is writing. */
  readonly tail: string;
  /** Posted so far, or the final cost once it ended. */
  readonly cost: bigint;
  readonly end:
    | { readonly verdict: VerdictView | undefined; readonly end: string; readonly milliseconds: number }
    | undefined;
}

export interface Done {
  readonly outcome: "ok" | "bad" | "skipped";
  readonly text: string;
}

export type Activity =
  | { readonly kind: "starting" }
  | { readonly kind: "waiting" }
  | { readonly kind: "loading" }
  | { readonly kind: "thinking" }
  | { readonly kind: "writing" }
  | { readonly kind: "tool"; readonly toolCall: string; readonly name: string; readonly subject: string }
  | { readonly kind: "checking"; readonly check: string }
  | { readonly kind: "retrying"; readonly because: string };

const tailLength = 2000;
const recentLength = 4;

export const emptyView: ViewState = {
  prompt: "",
  kind: undefined,
  quote: undefined,
  startedAt: undefined,
  subtasks: [],
  posted: 0n,
  holds: new Map(),
  warnings: [],
  check: undefined,
  end: undefined,
};

/** Pure: the state after one more event, which happened at `at`. */
export function fold(state: ViewState, event: TaskEvent, at: number): ViewState {
  switch (event.type) {
    case "task-start":
      return { ...state, prompt: event.prompt, kind: event.kind, quote: event.quote, startedAt: at };
    case "subtask-start":
      return { ...state, subtasks: [...state.subtasks, newSubtask(state, event)] };
    case "attempt-start":
      return onSubtask(state, event.subtask, (it) => ({ ...it, attempts: [...it.attempts, newAttempt(event, at)] }));
    case "call-start":
      return hold(
        onAttempt(state, event.attempt, (it) => ({ ...it, step: event.step, activity: { kind: "waiting" }, tail: "" })),
        event.call,
        BigInt(event.held),
      );
    case "model-loading":
      return doing(state, event.attempt, { kind: "loading" });
    case "model-loaded":
      return state;
    case "thinking-delta":
      return doing(state, event.attempt, { kind: "thinking" });
    case "text-delta":
      return onAttempt(state, event.attempt, (it) => ({
        ...it,
        activity: { kind: "writing" },
        tail: (it.tail + event.text).slice(-tailLength),
      }));
    case "call-end":
      return settle(state, event);
    case "retry":
      return onAttempt(state, event.attempt, (it) => ({
        ...it,
        activity: { kind: "retrying", because: event.because },
        tail: "",
      }));
    case "tool-start":
      return doing(state, event.attempt, {
        kind: "tool",
        toolCall: event.toolCall,
        name: event.name,
        subject: event.subject,
      });
    case "tool-end":
      return onAttempt(state, event.attempt, (it) => toolDone(it, event));
    case "check-start":
      return event.attempt === undefined
        ? { ...state, check: event.check }
        : doing(state, event.attempt, { kind: "checking", check: event.check });
    case "check-end":
      return checkDone(state, event);
    case "attempt-end":
      return onAttempt(state, event.attempt, (it) => ({
        ...it,
        cost: BigInt(event.cost),
        tail: "",
        end: { verdict: event.verdict, end: event.end, milliseconds: event.milliseconds },
      }));
    case "subtask-end":
      return onSubtask(state, event.subtask, (it) => ({ ...it, ended: true }));
    case "budget-warning":
      return { ...state, warnings: [...state.warnings, event.message] };
    case "notice":
      return event.level === "warning" ? { ...state, warnings: [...state.warnings, event.message] } : state;
    case "task-end":
      return { ...withoutRunning(state, event.outcome.kind, at), end: event };
    case "approval-request":
    case "approval-answer":
    case "question":
    case "roll-back":
    case "escalation":
    case "edit-delta":
    case "edit-end":
      return state;
  }
}

/** A task that was cut short ends its attempts without an `attempt-end`. */
function withoutRunning(state: ViewState, end: string, at: number): ViewState {
  const close = (it: AttemptView): AttemptView =>
    it.end === undefined ? { ...it, end: { verdict: undefined, end, milliseconds: at - it.startedAt } } : it;
  return { ...state, subtasks: state.subtasks.map((it) => ({ ...it, attempts: it.attempts.map(close) })) };
}

export function heldNow(state: ViewState): bigint {
  let total = 0n;
  for (const amount of state.holds.values()) total += amount;
  return total;
}

function newSubtask(state: ViewState, event: Extract<TaskEvent, { type: "subtask-start" }>): SubtaskView {
  const parent = state.subtasks.find((it) => it.subtask === event.parent);
  const depth = parent === undefined ? 0 : parent.depth + 1;
  return { subtask: event.subtask, depth, kind: event.kind, title: event.title, attempts: [], ended: false };
}

function newAttempt(event: Extract<TaskEvent, { type: "attempt-start" }>, at: number): AttemptView {
  const { attempt, number, model, rung } = event;
  return {
    ...{ attempt, number, model, rung, startedAt: at, step: 0, activity: { kind: "starting" } },
    ...{ recent: [], tail: "", cost: 0n, end: undefined },
  };
}

function onSubtask(state: ViewState, subtask: string, change: (it: SubtaskView) => SubtaskView): ViewState {
  return { ...state, subtasks: state.subtasks.map((it) => (it.subtask === subtask ? change(it) : it)) };
}

function onAttempt(state: ViewState, attempt: string, change: (it: AttemptView) => AttemptView): ViewState {
  const subtasks = state.subtasks.map((subtask) =>
    subtask.attempts.some((it) => it.attempt === attempt)
      ? { ...subtask, attempts: subtask.attempts.map((it) => (it.attempt === attempt ? change(it) : it)) }
      : subtask,
  );
  return { ...state, subtasks };
}

function doing(state: ViewState, attempt: string, activity: Activity): ViewState {
  return onAttempt(state, attempt, (it) => ({ ...it, activity }));
}

function hold(state: ViewState, call: string, amount: bigint): ViewState {
  return { ...state, holds: new Map(state.holds).set(call, amount) };
}

function settle(state: ViewState, event: Extract<TaskEvent, { type: "call-end" }>): ViewState {
  const cost = BigInt(event.cost);
  const holds = new Map(state.holds);
  if (event.state === "unknown") holds.set(event.call, cost);
  else holds.delete(event.call);
  if (event.state !== "posted") return { ...state, holds };
  const posted = state.posted + cost;
  return onAttempt({ ...state, holds, posted }, event.attempt, (it) => ({ ...it, cost: it.cost + cost }));
}

function toolDone(attempt: AttemptView, event: Extract<TaskEvent, { type: "tool-end" }>): AttemptView {
  const { activity } = attempt;
  const running = activity.kind === "tool" && activity.toolCall === event.toolCall;
  const text = running ? `${activity.name} ${activity.subject}` : event.summary;
  const done: Done = { outcome: event.outcome === "ok" ? "ok" : "bad", text };
  return remember(running ? { ...attempt, activity: { kind: "waiting" } } : attempt, done);
}

function checkDone(state: ViewState, event: Extract<TaskEvent, { type: "check-end" }>): ViewState {
  if (event.attempt === undefined) return { ...state, check: undefined };
  const { check, outcome, summary } = event.evidence;
  const done: Done = {
    outcome: outcome === "passed" ? "ok" : outcome === "skipped" ? "skipped" : "bad",
    text: `${check}: ${summary}`,
  };
  return onAttempt(state, event.attempt, (it) => remember({ ...it, activity: { kind: "waiting" } }, done));
}

function remember(attempt: AttemptView, done: Done): AttemptView {
  return { ...attempt, recent: [...attempt.recent, done].slice(-recentLength) };
}
