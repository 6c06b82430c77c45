import type { Ground } from "./grounds.ts";

/**
 * Everything that a task tells while it runs: one union, in the order in which it happens. `--json` prints one event per
 * line; editors get the same objects. All values are JSON; money is a decimal string of nano-dollars (`"1500000"` = $0.0015).
 */
export type NanoUsdText = string;

export type Kind =
  | "edit"
  | "inline-edit"
  | "fix"
  | "test"
  | "refactor"
  | "explore"
  | "ask"
  | "explain"
  | "review"
  | "summarize"
  | "title"
  | "commit-message"
  | "compact"
  | "complete";

export interface QuoteView {
  readonly low: NanoUsdText;
  readonly likely: NanoUsdText;
  readonly high: NanoUsdText;
  /** One sentence: which model first and why, and which stands behind it. */
  readonly because: string;
  readonly models: readonly string[];
}

export interface EvidenceView {
  /** The check's name as a user knows it, such as `npm test` or `files parse`. */
  readonly check: string;
  readonly outcome: "passed" | "failed" | "skipped" | "timed-out";
  /** One sentence. */
  readonly summary: string;
  /** Trimmed output; may be empty. */
  readonly detail: string;
  readonly milliseconds: number;
}

export interface VerdictView {
  readonly kind: "proved" | "unproved" | "refuted";
  readonly because: string;
  readonly evidence: readonly EvidenceView[];
  /** On what it stands, in the order in which they had their say: all but the last let the result pass. Absent when that is not known. */
  readonly grounds?: readonly Ground[] | undefined;
}

/** How a task ended. `unproved` keeps its changes until the user decides; all the others but `proved` have left none. */
export type TaskOutcome =
  /** `because` is the deciding verdict's sentence. */
  | { readonly kind: "proved"; readonly because: string }
  | { readonly kind: "unproved"; readonly because: string }
  /** A question was answered; nothing was edited. */
  | { readonly kind: "answered" }
  | { readonly kind: "refuted"; readonly because: string }
  | { readonly kind: "over-budget"; readonly message: string }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "cancelled" }
  | { readonly kind: "failed"; readonly message: string };

export type ToolOutcome = "ok" | "error" | "refused";

/** What is asked before something that needs a person's agreement. It binds to `hash`, and is used once. */
export interface ApprovalView {
  readonly approval: string;
  readonly hash: string;
  readonly subject:
    | { readonly kind: "command"; readonly command: string; readonly cwd: string; readonly because: string }
    | { readonly kind: "write"; readonly path: string; readonly diff: string; readonly because: string }
    | { readonly kind: "read"; readonly path: string; readonly because: string }
    | { readonly kind: "check"; readonly command: string; readonly script: string; readonly because: string }
    | { readonly kind: "budget"; readonly message: string; readonly raiseTo: NanoUsdText };
}

export type TaskEvent =
  | {
      readonly type: "task-start";
      readonly task: string;
      readonly prompt: string;
      readonly kind: Kind;
      readonly workspace: string;
      readonly quote: QuoteView;
    }
  | {
      readonly type: "subtask-start";
      readonly subtask: string;
      readonly parent: string | undefined;
      readonly kind: Kind;
      readonly title: string;
      readonly because: string;
      readonly models: readonly string[];
    }
  | {
      readonly type: "attempt-start";
      readonly subtask: string;
      readonly attempt: string;
      /** 1-based. */
      readonly number: number;
      readonly model: string;
      readonly rung: string;
    }
  | {
      readonly type: "call-start";
      readonly attempt: string;
      readonly call: string;
      readonly step: number;
      readonly model: string;
      readonly held: NanoUsdText;
    }
  | { readonly type: "model-loading"; readonly attempt: string; readonly model: string }
  /** Told at the end of a call whose model was not in memory. */
  | { readonly type: "model-loaded"; readonly attempt: string; readonly model: string; readonly milliseconds: number }
  | { readonly type: "thinking-delta"; readonly attempt: string; readonly text: string }
  | { readonly type: "text-delta"; readonly attempt: string; readonly text: string }
  | {
      readonly type: "call-end";
      readonly attempt: string;
      readonly call: string;
      readonly state: "posted" | "void" | "unknown";
      /** Posted: what it cost. Unknown: what stays held. Void: 0. */
      readonly cost: NanoUsdText;
      readonly inputTokens: number;
      readonly outputTokens: number;
      readonly error: string | undefined;
    }
  | { readonly type: "retry"; readonly attempt: string; readonly waitMs: number; readonly because: string }
  /** An inline edit only: the next piece of the text that replaces the edited lines. A `retry` makes all pieces so far void. */
  | { readonly type: "edit-delta"; readonly attempt: string; readonly text: string }
  /** The whole replacement, before it is checked. Lines end as in the document. */
  | { readonly type: "edit-end"; readonly attempt: string; readonly replacement: string }
  | {
      readonly type: "tool-start";
      readonly attempt: string;
      readonly toolCall: string;
      readonly name: string;
      /** One line, such as `src/dates.ts:10-40` or `npm test`. */
      readonly subject: string;
    }
  | {
      readonly type: "tool-end";
      readonly attempt: string;
      readonly toolCall: string;
      readonly outcome: ToolOutcome;
      readonly summary: string;
      /** Unified diff, when the tool changed a file. */
      readonly diff: string | undefined;
    }
  | { readonly type: "approval-request"; readonly approval: ApprovalView }
  | { readonly type: "approval-answer"; readonly approval: string; readonly allowed: boolean }
  | { readonly type: "question"; readonly question: string; readonly text: string }
  | { readonly type: "check-start"; readonly attempt: string | undefined; readonly check: string }
  | { readonly type: "check-end"; readonly attempt: string | undefined; readonly evidence: EvidenceView }
  | {
      readonly type: "roll-back";
      readonly attempt: string;
      readonly restored: readonly string[];
      readonly kept: readonly string[];
    }
  | {
      readonly type: "attempt-end";
      readonly attempt: string;
      readonly end: string;
      readonly verdict: VerdictView | undefined;
      readonly cost: NanoUsdText;
      readonly milliseconds: number;
    }
  | {
      readonly type: "escalation";
      readonly subtask: string;
      readonly from: string;
      readonly to: string;
      readonly because: string;
    }
  | {
      readonly type: "subtask-end";
      readonly subtask: string;
      readonly verdict: VerdictView | undefined;
      readonly cost: NanoUsdText;
    }
  | { readonly type: "budget-warning"; readonly message: string }
  | { readonly type: "notice"; readonly level: "info" | "warning"; readonly message: string }
  | {
      readonly type: "task-end";
      readonly task: string;
      readonly outcome: TaskOutcome;
      /** The final answer or summary of the work, in the model's words. */
      readonly answer: string;
      readonly changed: readonly string[];
      readonly receipt: ReceiptView;
    };

export interface ReceiptCallView {
  readonly call: string;
  readonly model: string;
  readonly purpose: string;
  readonly state: "held" | "posted" | "void" | "unknown";
  readonly cost: NanoUsdText;
  readonly computed: NanoUsdText | undefined;
  readonly reported: NanoUsdText | undefined;
  readonly inputTokens: number;
  readonly cachedTokens: number;
  readonly outputTokens: number;
  readonly priceSource: string;
}

export interface ReceiptAttemptView {
  readonly attempt: string;
  readonly number: number;
  readonly model: string;
  readonly rung: string;
  readonly verdict: "proved" | "unproved" | "refuted" | undefined;
  readonly end: string;
  readonly because: string;
  readonly cost: NanoUsdText;
  readonly milliseconds: number;
  readonly calls: readonly ReceiptCallView[];
  /** Where it went on at another endpoint of the same weights. */
  readonly endpointChanges?: readonly { readonly from: string; readonly to: string; readonly because: string }[];
}

export interface ReceiptSubtaskView {
  readonly subtask: string;
  readonly parent: string | undefined;
  readonly kind: Kind;
  readonly title: string;
  readonly because: string;
  readonly attempts: readonly ReceiptAttemptView[];
}

export interface ReceiptView {
  readonly task: string;
  readonly prompt: string;
  readonly workspace: string;
  readonly startedAt: string;
  readonly outcome: string;
  readonly subtasks: readonly ReceiptSubtaskView[];
  /** What is posted: known spend. */
  readonly total: NanoUsdText;
  /** What is still held because its true cost never came. */
  readonly held: NanoUsdText;
  /** The same tokens at the frontier model's price: an estimate, never a promise. */
  readonly frontierEstimate: { readonly model: string; readonly cost: NanoUsdText } | undefined;
}
