import type { ConfigurationProblem } from "../configuration/configuration.ts";
import type { ApprovalView, Kind, QuoteView, TaskEvent, TaskOutcome } from "../protocol/events.ts";

export interface TaskRequest {
  readonly prompt: string;
  /** Canonical workspace root, given by the door and never by a model. */
  readonly workspace: string;
  /** `ask` edits nothing and runs nothing that needs agreement. */
  readonly mode: "ask" | "edit";
  readonly kind: Kind | undefined;
  /** The user's own acceptance commands for this task (`--check`); agreed to by being typed. */
  readonly checks: readonly string[];
  /** Command lines that run without asking for this task only (`--allow`). */
  readonly allow: readonly string[];
  /** A limit for this task in nano-dollars, beside the configured budgets. */
  readonly budget: bigint | undefined;
  /** Use only this model or rung. */
  readonly model: string | undefined;
}

/** How the agent reaches the person at the door. Headless doors answer `deny` and `undefined`. */
export interface Person {
  /** Resolves once; a rejected or cancelled question is a denial. */
  approve(approval: ApprovalView, signal: AbortSignal): Promise<"allow" | "deny">;
  answer(question: string, signal: AbortSignal): Promise<string | undefined>;
}

export interface TaskRun {
  readonly task: string;
  /** Ends with exactly one `task-end`, whatever happens. */
  readonly events: AsyncIterable<TaskEvent>;
  readonly outcome: Promise<TaskOutcome>;
}

export type UndoResult =
  | { readonly kind: "undone"; readonly restored: readonly string[] }
  /** Files that changed after the task did are left alone and named; the kept contents are at `keptAt`. */
  | {
      readonly kind: "partly";
      readonly restored: readonly string[];
      readonly conflicts: readonly { readonly path: string; readonly keptAt: string }[];
    }
  | { readonly kind: "nothing-to-undo" }
  /** It has to be stopped first. */
  | { readonly kind: "still-running" }
  | { readonly kind: "no-such-task" };

/** The one body behind every door. */
export interface Agent {
  run(request: TaskRequest, person: Person, signal: AbortSignal): TaskRun;
  quote(
    request: TaskRequest,
  ): Promise<
    { readonly kind: "quote"; readonly quote: QuoteView } | { readonly kind: "refused"; readonly message: string }
  >;
  undo(task: string, workspace: string): Promise<UndoResult>;
  close(): void;
}

export type { ConfigurationProblem };
