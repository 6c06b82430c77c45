import type { QuoteView, ReceiptView, TaskEvent } from "../../server/protocol/events.ts";
import type { ContextItem, ModelsView, TaskRowView, UndoView } from "../../server/protocol/requests.ts";

/** What a task is started or quoted with, as the prompt box has it. */
export interface PromptRequest {
  readonly prompt: string;
  readonly mode: "ask" | "edit";
  readonly context: readonly ContextItem[];
  /** Root of the chosen folder; undefined when there is just one. */
  readonly folder?: string | undefined;
  readonly followUp?: string | undefined;
}

/** Where the panel stands before any task: what stops work, if something does, and the folders. */
export interface Status {
  readonly trusted: boolean;
  readonly folders: readonly { readonly name: string; readonly root: string }[];
  readonly server:
    | { readonly kind: "idle" | "starting" | "running" }
    | { readonly kind: "failed"; readonly message: string }
    | { readonly kind: "invalid"; readonly problems: readonly { readonly where: string; readonly message: string }[] };
}

export interface TaskHead {
  readonly task: string;
  readonly prompt: string;
  readonly state: "running" | "ended" | "interrupted";
  /** It waits for the user's agreement or answer. */
  readonly asks: boolean;
}

/** One line of the list that typing `@` opens. */
export interface Mention {
  readonly icon: string;
  readonly label: string;
  readonly detail: string;
  readonly pick:
    | { readonly kind: "item"; readonly item: ContextItem }
    /** The extension collects these when they are picked, and answers with `context`. */
    | { readonly kind: "collect"; readonly what: Collected };
}
export type Collected = "problems" | "selection";

/** Lines are 0-based, `endLine` is excluded. */
export interface EditorSelection {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
}

/** What is known of a task that this window did not follow. */
export interface PastTask {
  readonly receipt: ReceiptView | undefined;
  /** Why there is no receipt. */
  readonly message: string | undefined;
}

export type ToPage =
  | { readonly type: "status"; readonly status: Status }
  | { readonly type: "models"; readonly models: ModelsView }
  | { readonly type: "models-failed"; readonly message: string }
  | { readonly type: "tasks"; readonly tasks: readonly TaskHead[] }
  /** All events so far, or those from `from` on. */
  | {
      readonly type: "events";
      readonly task: string;
      readonly from: number;
      readonly events: readonly TaskEvent[];
      readonly state: TaskHead["state"];
    }
  | { readonly type: "past-task"; readonly task: string; readonly past: PastTask }
  | { readonly type: "show-task"; readonly task: string }
  | { readonly type: "show-prompt"; readonly draft: Draft | undefined }
  | { readonly type: "quote"; readonly id: number; readonly quote: QuoteView }
  | { readonly type: "quote-failed"; readonly id: number; readonly message: string }
  | { readonly type: "started"; readonly id: number; readonly task: string }
  | { readonly type: "start-failed"; readonly id: number; readonly message: string }
  | { readonly type: "mentions"; readonly id: number; readonly mentions: readonly Mention[] }
  | { readonly type: "context"; readonly items: readonly ContextItem[]; readonly message: string | undefined }
  | { readonly type: "selection"; readonly selection: EditorSelection | undefined }
  | { readonly type: "history"; readonly search: string; readonly rows: readonly TaskRowView[]; readonly more: boolean }
  | { readonly type: "history-failed"; readonly search: string; readonly message: string }
  | { readonly type: "undone"; readonly task: string; readonly undo: UndoView }
  | { readonly type: "kept"; readonly task: string }
  /** What was asked for about a task did not happen; `message` says why and what next. */
  | { readonly type: "task-failed"; readonly task: string; readonly message: string }
  /** The answer came too late or the question changed; it did not count. */
  | { readonly type: "answer-failed"; readonly id: string; readonly message: string };

export interface Draft {
  readonly prompt: string;
  readonly mode: "ask" | "edit";
  readonly context: readonly ContextItem[];
}

/** What one click in the panel may run in the editor. */
export const actions = [
  "set-api-key",
  "choose-models",
  "pull-model",
  "doctor",
  "get-ollama",
  "manage-trust",
  "open-folder",
  "restart-server",
  "open-settings",
  "show-log",
  "spend-dashboard",
  "set-budget",
] as const;
export type Action = (typeof actions)[number];

export type FromPage =
  | { readonly type: "ready" }
  | { readonly type: "run"; readonly action: Action }
  | { readonly type: "find-models" }
  | { readonly type: "open-task"; readonly task: string }
  /** The page shows no task any more; its events need not be sent. */
  | { readonly type: "close-task" }
  | { readonly type: "quote"; readonly id: number; readonly request: PromptRequest }
  | { readonly type: "start"; readonly id: number; readonly request: PromptRequest }
  /** The same prompt again: everything that the task did is taken back first. */
  | { readonly type: "again"; readonly task: string; readonly how: "retry" | "escalate" }
  | {
      readonly type: "find-mentions";
      readonly id: number;
      readonly query: string;
      readonly folder?: string | undefined;
    }
  | { readonly type: "collect"; readonly what: Collected; readonly folder?: string | undefined }
  | { readonly type: "find-history"; readonly search: string; readonly limit: number }
  | { readonly type: "stop"; readonly task: string }
  | { readonly type: "escalate"; readonly task: string }
  | { readonly type: "undo"; readonly task: string }
  | { readonly type: "keep"; readonly task: string }
  | { readonly type: "review"; readonly task: string }
  | { readonly type: "approve"; readonly approval: string; readonly hash: string; readonly allow: boolean }
  | { readonly type: "answer"; readonly task: string; readonly question: string; readonly text: string | null }
  | { readonly type: "copy"; readonly text: string }
  | { readonly type: "open-link"; readonly href: string; readonly task?: string | undefined }
  /** A file that an undo kept; only paths that the extension has just told of are opened. */
  | { readonly type: "open-kept"; readonly path: string };
