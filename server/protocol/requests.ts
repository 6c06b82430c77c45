import { z } from "zod";
import type { NanoUsdText, QuoteView, ReceiptView, TaskEvent } from "./events.ts";
import { kinds } from "./kinds.ts";

/**
 * What an editor asks of the server beside LSP itself. A request's schema here is what it is checked against before its
 * handler sees it. `stepladder/task/start` on the wire is `task/start` in prose and `startTask` in code.
 */
const id = z.string().min(1).max(200);
const command = z.string().trim().min(1).max(10_000);
const nanoUsd = z.string().regex(/^\d{1,27}$/, "a whole number of nano-dollars as text");
/** A folder of the client's workspace, as a path; may be left out when there is just one. */
const workspace = z.string().min(1).max(10_000).optional();

const taskParams = z.strictObject({
  prompt: z.string().trim().min(1, "The prompt is empty.").max(1_048_576, "The prompt is larger than 1 MB."),
  workspace,
  mode: z.enum(["ask", "edit"]).default("edit"),
  kind: z.enum(kinds).optional(),
  checks: z.array(command).max(100).default([]),
  allow: z.array(command).max(100).default([]),
  budget: nanoUsd.optional(),
  model: z.string().min(1).max(500).optional(),
});

export const requestParams = {
  /** Starts a task and answers at once; what happens is told to followers. */
  "stepladder/task/start": taskParams,
  /** Asks a running task to end; its `task-end` follows. */
  "stepladder/task/cancel": z.strictObject({ task: id }),
  /** Answers with the events so far, from index `from` on, and tells all later ones as `stepladder/task/event`. */
  "stepladder/task/follow": z.strictObject({ task: id, from: z.int().nonnegative().default(0) }),
  /** What a task would cost; spends nothing. */
  "stepladder/quote": taskParams,
  /** Takes all changes of a task back. */
  "stepladder/undo": z.strictObject({ task: id, workspace }),
  "stepladder/receipt": z.strictObject({ task: id }),
  /** Newest first. */
  "stepladder/tasks": z.strictObject({ workspace, limit: z.int().min(1).max(10_000).default(100) }),
  "stepladder/spend": z.strictObject({
    by: z.enum(["day", "model", "rung", "kind", "task", "outcome"]).default("day"),
    since: z.iso.datetime().optional(),
    until: z.iso.datetime().optional(),
    workspace,
  }),
  /** Answers an `approval-request`. `hash` must be the one that was shown; each approval can be answered once. */
  "stepladder/approve": z.strictObject({ approval: id, hash: z.string().min(1).max(200), allow: z.boolean() }),
  /** Answers a `question`; null means that the user does not want to. */
  "stepladder/answer": z.strictObject({ task: id, question: id, text: z.string().max(100_000).nullable() }),
} as const;

export type Method = keyof typeof requestParams;
/** As a handler gets them, with defaults filled in. */
export type Params<M extends Method> = z.output<(typeof requestParams)[M]>;
/** As a client sends them. */
export type SentParams<M extends Method> = z.input<(typeof requestParams)[M]>;

export interface Results {
  "stepladder/task/start": { readonly task: string };
  "stepladder/task/cancel": Done;
  "stepladder/task/follow": {
    readonly events: readonly TaskEvent[];
    /** Index of the first event that is not in `events`. */
    readonly next: number;
    readonly ended: boolean;
  };
  "stepladder/quote": QuoteView;
  "stepladder/undo": UndoView;
  "stepladder/receipt": ReceiptView;
  "stepladder/tasks": { readonly tasks: readonly TaskRowView[] };
  "stepladder/spend": SpendView;
  "stepladder/approve": Done;
  "stepladder/answer": Done;
}

export type Done = Readonly<Record<string, never>>;

export interface UndoView {
  readonly kind: "undone" | "partly" | "nothing-to-undo";
  readonly restored: readonly string[];
  /** Changed after the task did, so left alone; their text from before the task is kept at `keptAt`. */
  readonly conflicts: readonly { readonly path: string; readonly keptAt: string }[];
}

export interface TaskRowView {
  readonly task: string;
  readonly prompt: string;
  readonly kind: string;
  readonly workspace: string;
  readonly startedAt: string;
  readonly outcome: string;
  readonly posted: NanoUsdText;
  readonly held: NanoUsdText;
}

export interface SpendRowView {
  readonly key: string;
  readonly tasks: number;
  readonly completed: number;
  readonly costPerCompleted: NanoUsdText | null;
  readonly calls: number;
  readonly posted: NanoUsdText;
  readonly held: NanoUsdText;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface SpendView {
  readonly rows: readonly SpendRowView[];
  readonly total: SpendRowView;
  readonly unknown: readonly {
    readonly call: string;
    readonly task: string;
    readonly model: string;
    readonly at: string;
    readonly held: NanoUsdText;
  }[];
}

/** Notification from the server, for followed tasks. `index` counts from 0, so that a replay and live events join without a gap. */
export const taskEventMethod = "stepladder/task/event";

export interface TaskEventParams {
  readonly task: string;
  readonly index: number;
  readonly event: TaskEvent;
}

/** The `data` of every error response to these requests. */
export interface FailureData {
  readonly kind: FailureKind;
}

export type FailureKind =
  | "invalid-params"
  | "untrusted"
  | "no-workspace"
  | "not-configured"
  | "no-such-task"
  | "stale-approval"
  | "stale-question"
  | "refused"
  | "failed";

/** What a client may send as `initializationOptions`. Without `trusted: true` nothing but past tasks and spend is shown. */
export const initializationOptions = z.object({ trusted: z.boolean().default(false) });
