import type { Kind } from "../protocol/events.ts";
import type { NanoUsd } from "./money.ts";
import type { AttemptOutcome } from "./spend.ts";

/** An ended task with what each of its attempts did and cost. */
export interface PastTask {
  readonly task: string;
  readonly workspace: string;
  /** ISO time. */
  readonly startedAt: string;
  /** It ended proved or answered, or unproved and kept. */
  readonly completed: boolean;
  /** Posted plus held. */
  readonly cost: NanoUsd;
  /** The root and what was delegated. */
  readonly subtasks: readonly PastSubtask[];
}

export interface PastSubtask {
  readonly subtask: string;
  readonly root: boolean;
  readonly kind: Kind;
  /** In the order in which they were made. */
  readonly attempts: readonly PastAttempt[];
}

export interface PastAttempt
  extends Pick<AttemptOutcome, "model" | "verdict" | "grounds" | "cost" | "cutShort" | "endedAt"> {
  readonly attempt: string;
  /** With it the subtask ended: it was accepted or answered, whatever the user said of it later. */
  readonly ends: boolean;
  /** It ended with an answer, which nothing judges. */
  readonly answered: boolean;
  /** The user wants nothing to be learnt from it any more. */
  readonly forgotten: boolean;
}
