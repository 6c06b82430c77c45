import { z } from "zod";
import type { QuoteView, TaskEvent } from "./events.ts";
import { command, continues, type Done, id, line, model, nanoUsd, path, prompt, workspace } from "./fields.ts";
import { kinds } from "./kinds.ts";

/** What the user put beside the prompt. The server reads it at the start, through the path guard, and passes it on as untrusted text. */
export const contextItem = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("file"), path }),
  z.strictObject({ kind: z.literal("folder"), path }),
  /** Lines are 0-based, `endLine` is excluded; `text` is what the editor shows, saved or not. */
  z.strictObject({
    kind: z.literal("selection"),
    path,
    startLine: line,
    endLine: line,
    text: z.string().max(1_048_576),
  }),
  z.strictObject({
    kind: z.literal("problems"),
    problems: z
      .array(z.strictObject({ path, line, severity: z.string().max(20), message: z.string().max(10_000) }))
      .max(500),
  }),
  /** What git calls changed in the workspace. */
  z.strictObject({ kind: z.literal("changes") }),
]);
export type ContextItem = z.output<typeof contextItem>;

const taskParams = z.strictObject({
  prompt,
  workspace,
  context: z.array(contextItem).max(100).default([]),
  continues,
  mode: z.enum(["ask", "edit"]).default("edit"),
  kind: z.enum(kinds).optional(),
  checks: z.array(command).max(100).default([]),
  allow: z.array(command).max(100).default([]),
  budget: nanoUsd.optional(),
  model: model.optional(),
});

export const taskRequests = {
  /** Starts a task and answers at once; what happens is told to followers. */
  "stepladder/task/start": taskParams,
  /** Asks a running task to end; its `task-end` follows. */
  "stepladder/task/cancel": z.strictObject({ task: id }),
  /** Answers with the events so far, from index `from` on, and tells all later ones as `stepladder/task/event`. */
  "stepladder/task/follow": z.strictObject({ task: id, from: z.int().nonnegative().default(0) }),
  /** What a task would cost; spends nothing. */
  "stepladder/quote": taskParams,
  /** Takes all changes of a task back. */
  "stepladder/undo": z.strictObject({ task: id, workspace, paths: z.array(path).max(10_000).optional() }),
  /** The user keeps what an unproved task changed: that is its verdict. */
  "stepladder/keep": z.strictObject({ task: id }),
  /** Ends the running attempt as refuted by the user; the next model takes over, in the same task. */
  "stepladder/task/escalate": z.strictObject({ task: id, hint: z.string().max(100_000).optional() }),
  /** The files that a task changed and that differ now from before it. */
  "stepladder/task/changes": z.strictObject({ task: id, workspace }),
  /** A file's text from before the task. */
  "stepladder/task/before": z.strictObject({ task: id, workspace, path }),
  /** Starts a task whose answer is a message for the staged changes, or for all when none is staged. */
  "stepladder/commit-message": z.strictObject({ workspace }),
  /** Answers an `approval-request`. `hash` must be the one that was shown; each approval can be answered once. */
  "stepladder/approve": z.strictObject({ approval: id, hash: z.string().min(1).max(200), allow: z.boolean() }),
  /** Answers a `question`; null means that the user does not want to. */
  "stepladder/answer": z.strictObject({ task: id, question: id, text: z.string().max(100_000).nullable() }),
} as const;

export interface TaskResults {
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
  "stepladder/keep": Done;
  "stepladder/task/escalate": Done;
  "stepladder/task/changes": { readonly files: readonly ChangedFileView[] };
  /** `undefined` text: the file was not there. */
  "stepladder/task/before": { readonly text: string | undefined };
  "stepladder/commit-message": { readonly task: string };
  "stepladder/approve": Done;
  "stepladder/answer": Done;
}

export interface UndoView {
  readonly kind: "undone" | "partly" | "nothing-to-undo";
  readonly restored: readonly string[];
  /** Changed after the task did, so left alone; their text from before the task is kept at `keptAt`. */
  readonly conflicts: readonly { readonly path: string; readonly keptAt: string }[];
}

export interface ChangedFileView {
  readonly path: string;
  readonly change: "modified" | "created" | "deleted";
  /** Too large or not text: it can be kept or undone, but not shown. */
  readonly binary: boolean;
}

export interface TaskEventParams {
  readonly task: string;
  readonly index: number;
  readonly event: TaskEvent;
}
