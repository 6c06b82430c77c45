import type { Usage } from "../models/usage.ts";
import type { Kind, ReceiptView } from "../protocol/events.ts";
import type { Ground } from "../protocol/grounds.ts";
import type { NanoUsd } from "./money.ts";
import type { Price } from "./price.ts";

/**
 * The ledger as the agent sees it. Every method is synchronous and durable when it returns, and throws `LedgerError` when
 * the ledger can't be written (full disk, locked, missing, corrupt): then no paid call may be made. What starts (a task, a
 * subtask, an attempt) survives the process at once, and the machine from the next hold on.
 */
export interface Spend {
  startTask(task: NewTask): void;
  startSubtask(subtask: NewSubtask): void;
  startAttempt(attempt: NewAttempt): void;
  /** The attempt goes on at another endpoint of the same weights. */
  changeEndpoint(attempt: string, change: EndpointChange): void;
  endAttempt(attempt: string, end: AttemptRecord): void;
  endSubtask(subtask: string, verdict: string | undefined): void;
  endTask(task: string, outcome: string): void;
  /** The user took an ended task back: its outcome is `undone` from now on. Within a day of its end, what seemed to succeed counts as refuted. */
  markUndone(task: string): void;
  /** The user keeps what an unproved task did: its outcome is `kept` from now on, and its last attempt counts as proved. */
  markKept(task: string): void;

  /** What an audit found of an accepted attempt; the first audit of an attempt stands. */
  recordAudit(attempt: string, audit: Audit): void;

  /** Checks every budget and limit that applies and records the hold, in one transaction over all processes. */
  reserve(call: NewCall): Reservation;
  /** A person agreed to raise this budget by so much, for its current window (or this task or subtask) only. */
  raise(budget: BudgetState, by: NanoUsd, task: string): void;
  /** Resolves a held call; a second settlement of the same call changes nothing. */
  settle(call: string, settlement: Settlement): Settled;

  /** Outcomes from which the router learns: one row per ended attempt with a verdict, newest first. */
  outcomes(limit: number): readonly AttemptOutcome[];
  /** How edits went lately, by model and edit format. */
  /** What this model's proved attempts at a kind cost, of the last 2,000 attempts that were judged. */
  provedCosts(model: string, kind: Kind): readonly NanoUsd[];
  editRecords(): readonly EditRecord[];
  /** What the tightest budget leaves for one more call of this task; `unlimited` when no budget applies. */
  left(scope: { readonly task: string | undefined; readonly workspace: string }): NanoUsd | "unlimited";
  /** Posted plus held of the last so many days: of calls with this purpose, and of all. */
  spentOn(purpose: string, days: number): { readonly purpose: NanoUsd; readonly all: NanoUsd };
  /** Spend of one subtask and all below it: posted plus held. */
  spentBy(subtask: string): NanoUsd;
  receipt(task: string): ReceiptView | undefined;
  /** Tasks whose process died: marks them `interrupted` and returns them. Safe to call from any process at any time. */
  markInterrupted(): readonly string[];
  close(): void;
}

export interface NewTask {
  readonly task: string;
  readonly prompt: string;
  readonly kind: Kind;
  /** Canonical root. */
  readonly workspace: string;
  readonly preference: string;
}

export interface NewSubtask {
  readonly subtask: string;
  readonly task: string;
  readonly parent: string | undefined;
  readonly kind: Kind;
  readonly title: string;
  readonly because: string;
  /** The most that this subtask and all below it may spend. A child's is at most what its parent has left. */
  readonly limit: NanoUsd | undefined;
  /** What the router expects it to cost with all its attempts; undefined when it was not asked for that. */
  readonly expected?: NanoUsd | undefined;
}

export interface NewAttempt {
  readonly attempt: string;
  readonly subtask: string;
  /** 1-based. */
  readonly number: number;
  /** `ServedModel.id`. */
  readonly model: string;
  readonly rung: string;
}

export interface EndpointChange {
  /** `ServedModel.id`. */
  readonly from: string;
  readonly to: string;
  /** What failed, in one sentence. */
  readonly because: string;
}

/** How an attempt ends that was given up because it reached the cap on its spend. */
export const endedAtCap = "out-of-money";

export interface AttemptRecord {
  readonly end: string;
  readonly verdict: "proved" | "unproved" | "refuted" | undefined;
  readonly because: string;
  /** JSON, kept as it is. */
  readonly evidence: string;
  /** On what the verdict stands; undefined when that is not known. */
  readonly grounds?: readonly Ground[] | undefined;
  /** How its edits went, by edit format. */
  readonly edits?: readonly { readonly format: string; readonly placed: number; readonly failed: number }[];
}

export interface Audit {
  /** `ServedModel.id`. */
  readonly auditor: string;
  readonly finding: "accepted" | "rejected";
  /** Empty when it was accepted. */
  readonly because: string;
}

export interface NewCall {
  readonly call: string;
  readonly task: string;
  readonly subtask: string;
  readonly attempt: string;
  /** `step`, `compact`, `title`, … */
  readonly purpose: string;
  readonly model: string;
  readonly endpoint: string;
  readonly price: Price;
  /** Upper bounds in tokens. */
  readonly inputTokens: number;
  readonly maxOutputTokens: number;
  /** The least output that still makes sense: when the full hold does not fit, the hold is shrunk down to this. */
  readonly minOutputTokens: number;
}

export type Reservation =
  /** `maxOutputTokens` is what the hold covers; the call must ask for no more. `warnings` are budgets past their warning level. */
  | {
      readonly kind: "held";
      readonly held: NanoUsd;
      readonly maxOutputTokens: number;
      readonly warnings: readonly string[];
    }
  | { readonly kind: "over-budget"; readonly budget: BudgetState; readonly needed: NanoUsd; readonly message: string }
  | { readonly kind: "price-unknown"; readonly message: string };

export interface BudgetState {
  /** `the budget of a day for everything`, for sentences. */
  readonly name: string;
  readonly window: "task" | "subtask" | "day" | "week" | "month";
  /** Whose limit it is, when `window` is `subtask`. */
  readonly subtask?: string;
  readonly limit: NanoUsd;
  readonly posted: NanoUsd;
  readonly held: NanoUsd;
}

export type Settlement =
  | {
      readonly kind: "posted";
      readonly usage: Usage;
      readonly reportedUsd: string | undefined;
      readonly answeredBy: string | undefined;
    }
  | { readonly kind: "void"; readonly because: string }
  /** The true cost is not known: the hold stays. `usage` is kept when a part of it was seen. */
  | { readonly kind: "unknown"; readonly because: string; readonly usage: Usage | undefined };

export interface Settled {
  readonly state: "posted" | "void" | "unknown";
  /** Posted: the cost. Unknown: the hold. Void: 0. */
  readonly cost: NanoUsd;
  /** The cost is above the hold; it counts in full. */
  readonly overrun?: true;
}

/** How many edits of one model in one edit format found their place, and how many were malformed or did not. */
export interface EditRecord {
  readonly model: string;
  readonly format: string;
  readonly placed: number;
  readonly failed: number;
}

export interface AttemptOutcome {
  readonly subtask: string;
  readonly workspace: string;
  readonly model: string;
  readonly kind: Kind;
  /** Attempts at the same subtask before this one. */
  readonly failuresBefore: number;
  readonly verdict: "proved" | "unproved" | "refuted" | undefined;
  /** On what that stands, in the order in which they had their say; undefined when that is not known. */
  readonly grounds?: readonly Ground[] | undefined;
  readonly cost: NanoUsd;
  /** It was given up at its cap, so its cost is less than the work would have cost. */
  readonly cutShort: boolean;
  /**
   * What became of it after the checks had proved it: the user took it back within a day, an audit accepted or rejected it, or
   * it stayed. Undefined also for a part of a task, which nobody can take back alone.
   */
  readonly later?: "undone" | Audit["finding"] | "stayed" | undefined;
  /** With the last attempt of a subtask that has ended: what all of it was expected to cost, and what it and all below it did. */
  readonly whole?: { readonly expected: NanoUsd; readonly cost: NanoUsd } | undefined;
  /** ISO time. */
  readonly endedAt: string;
}
