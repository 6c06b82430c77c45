import type { ConfigurationProblem } from "../configuration/configuration.ts";
import type { ApprovalView, Kind, QuoteView, TaskEvent, TaskOutcome } from "../protocol/events.ts";
import type { ContextItem } from "../protocol/requests.ts";
import type { KeptChange } from "../workspace/ports.ts";
import type { OneCall } from "./one-call.ts";

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
  /** What the user put beside the prompt; read at the start, through the path guard. */
  readonly context?: readonly ContextItem[];
  readonly continues?: Continuation;
  /** One call per attempt and no tools, instead of the loop. */
  readonly oneCall?: OneCall;
}

/**
 * An earlier task that this one goes on from. `retry` and `escalate` take it back first, all of it or nothing; `escalate`
 * leaves out its last model and all that stand no higher on the ladder.
 */
export interface Continuation {
  readonly task: string;
  readonly how: "follow-up" | "retry" | "escalate";
  /** The user's words on what was wrong. */
  readonly hint: string | undefined;
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
  /** Ends the running attempt as refuted by the user; the next model takes over. */
  escalate(hint: string | undefined): EscalateResult;
}

export type EscalateResult =
  | { readonly kind: "escalated" }
  /** The work goes on as it was. `message` ends in the next step. */
  | { readonly kind: "refused"; readonly message: string };

/** What became of an inline edit in the editor. */
export type Decision = "accepted" | "partly" | "rejected";

export type Prepared =
  | { readonly kind: "ready"; readonly request: TaskRequest }
  | { readonly kind: "refused"; readonly message: string };

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
  /** All of a task, or only these files of it. */
  undo(task: string, workspace: string, paths?: readonly string[]): Promise<UndoResult>;
  /** The user keeps what an ended, unproved task did. False when the ledger doesn't know it or it did not end so. */
  keep(task: string): boolean;
  /** The user's verdict on an ended inline edit. False when there is none to judge. */
  decide(task: string, decision: Decision): boolean;
  /** The files that a task changed and that differ now from before it. Undefined when nothing is kept of it. */
  changes(task: string, workspace: string): Promise<readonly KeptChange[] | undefined>;
  /** Undefined when nothing is kept of this file. */
  before(task: string, workspace: string, path: string): Promise<Uint8Array | "absent" | undefined>;
  /** A request for a message for the staged changes, or for all when none is staged. */
  commitMessage(workspace: string): Promise<Prepared>;
  close(): void;
}

export type { ConfigurationProblem };
