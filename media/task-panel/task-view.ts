import type {
  ApprovalView,
  EvidenceView,
  Kind,
  QuoteView,
  TaskEvent,
  VerdictView,
} from "../../server/protocol/events.ts";

export type TaskEnd = Extract<TaskEvent, { type: "task-end" }>;

/** A task as it is shown, folded from its events. What did not change keeps its identity, so that it is not drawn again. */
export interface TaskView {
  /** Index of the next event: an event that was folded before changes nothing. */
  readonly next: number;
  readonly task: string;
  readonly prompt: string;
  readonly kind: Kind | undefined;
  readonly workspace: string;
  readonly quote: QuoteView | undefined;
  /** In the order in which they began; `parent` nests them. */
  readonly subtasks: readonly SubtaskView[];
  /** What happened outside of every attempt, such as the check before the first. */
  readonly before: readonly Part[];
  readonly posted: bigint;
  /** Holds by call: of running calls, and of those whose true cost never came. */
  readonly holds: ReadonlyMap<string, bigint>;
  /** Asked and not answered yet, oldest first. */
  readonly approvals: readonly ApprovalView[];
  readonly questions: readonly Question[];
  readonly end: TaskEnd | undefined;
}

export interface Question {
  readonly question: string;
  readonly text: string;
}

export interface SubtaskView {
  readonly subtask: string;
  readonly parent: string | undefined;
  /** 0 for the root. */
  readonly depth: number;
  readonly kind: Kind;
  readonly title: string;
  readonly because: string;
  readonly models: readonly string[];
  readonly attempts: readonly AttemptView[];
  /** Why the next attempt goes to another model; undefined once it has begun. */
  readonly steppingUp: string | undefined;
  /** Undefined while it runs. */
  readonly end: { readonly verdict: VerdictView | undefined; readonly cost: bigint } | undefined;
}

export interface AttemptView {
  readonly attempt: string;
  readonly number: number;
  readonly model: string;
  readonly rung: string;
  /** Why the one before it was not enough; undefined for the first. */
  readonly steppedUp: string | undefined;
  readonly parts: readonly Part[];
  readonly activity: Activity;
  /** Posted so far, or the final cost once it ended. */
  readonly cost: bigint;
  readonly end:
    | { readonly verdict: VerdictView | undefined; readonly end: string; readonly milliseconds: number | undefined }
    | undefined;
}

export type Activity = "starting" | "waiting" | "loading" | "thinking" | "writing" | "tool" | "checking" | "retrying";

/** One thing that an attempt did. `key` never changes, and is its own in the task. */
export type Part =
  | { readonly kind: "thinking" | "text" | "edit"; readonly key: string; readonly text: string; readonly open: boolean }
  | {
      readonly kind: "tool";
      readonly key: string;
      readonly toolCall: string;
      readonly name: string;
      readonly subject: string;
      readonly end: { readonly outcome: "ok" | "error" | "refused"; readonly summary: string } | undefined;
      readonly diff: string | undefined;
    }
  | {
      readonly kind: "check";
      readonly key: string;
      readonly check: string;
      readonly evidence: EvidenceView | undefined;
    }
  | {
      readonly kind: "approval";
      readonly key: string;
      readonly approval: ApprovalView;
      /** Undefined while nobody has answered. */
      readonly allowed: boolean | undefined;
    }
  | { readonly kind: "question"; readonly key: string; readonly text: string }
  /** The model was not in memory. Told when the call is over. */
  | { readonly kind: "loaded"; readonly key: string; readonly model: string; readonly milliseconds: number }
  | { readonly kind: "retry"; readonly key: string; readonly because: string; readonly waitMs: number }
  | { readonly kind: "call-failed"; readonly key: string; readonly error: string }
  | { readonly kind: "notice"; readonly key: string; readonly level: "info" | "warning"; readonly message: string }
  | {
      readonly kind: "roll-back";
      readonly key: string;
      readonly restored: readonly string[];
      readonly kept: readonly string[];
    };

export function emptyTask(task: string, prompt: string): TaskView {
  return {
    ...{ next: 0, task, prompt, kind: undefined, workspace: "", quote: undefined },
    ...{ subtasks: [], before: [], posted: 0n, holds: new Map(), approvals: [], questions: [], end: undefined },
  };
}

export function heldNow(view: TaskView): bigint {
  let total = 0n;
  for (const amount of view.holds.values()) total += amount;
  return total;
}

/** The attempt that is at work: the one that began last and has not ended. */
export function runningAttempt(view: TaskView): AttemptView | undefined {
  return view.subtasks
    .flatMap((subtask) => subtask.attempts.slice(-1))
    .findLast((attempt) => attempt.end === undefined);
}
