import type { Kind } from "../protocol/events.ts";
import type { CommandOutcome } from "../workspace/ports.ts";
import type { Evidence, Verdict } from "./verdict.ts";

/** A command that checks the workspace. */
export interface Checker {
  /** What a user knows it as: `npm test`. Also the command line that runs. */
  readonly command: string;
  readonly sort: "tests" | "types" | "lint" | "unknown";
  readonly from: "configured" | "repository" | "task";
  /**
   * What the command stands for: for `npm test` the script's text and its pre and post scripts, so that an agreement can
   * be bound to it. The same as `command` when nothing stands behind it.
   */
  readonly script: string;
}

/** What one run of a checker showed. Names are stable between two runs on the same code; findings carry no line numbers. */
export interface CheckerRun {
  readonly checker: Checker;
  readonly outcome: CommandOutcome;
  /** Undefined when the output was not understood: then only the exit code counts. */
  readonly tests: ReadonlyMap<string, "passed" | "failed" | "skipped"> | undefined;
  /** Normalised findings of type checkers and linters: `path: message`. */
  readonly findings: ReadonlySet<string> | undefined;
  /** Whether `tests` names everything that ran. Many reporters name only failures, and trimmed output hides some. Absent means true. */
  readonly complete?: boolean;
  /** The runner stopped before all tests had their turn, so a failure in the next run may have been there before. */
  readonly interrupted?: boolean;
  /** The reporter's own summary, when it gave one. */
  readonly counts?: TestCounts;
  /** By test name: where it stands and what it said. */
  readonly failures?: ReadonlyMap<string, TestFailure>;
}

export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export interface TestFailure {
  readonly file: string | undefined;
  /** Trimmed; may be empty. */
  readonly message: string;
}

/** Which repository-found checkers the user agreed to, bound to a folder and the script's text. Lives in our own data folder. */
export interface Agreements {
  /** Canonical root. */
  has(root: string, checker: Checker): boolean;
  /** Also marks the folder as trusted, with no checkers too: its `AGENTS.md` is read from then on. */
  add(root: string, checkers: readonly Checker[]): void;
  trusts(root: string): boolean;
  list(root: string): readonly Checker[];
  remove(root: string): void;
}

export interface VerifyRequest {
  readonly root: string;
  readonly kind: Kind;
  /** The task's prompt; picks which failing tests the task is about. */
  readonly prompt: string;
  /** An editor's reported problems stand beside the prompt: they are what it is about. */
  readonly problems?: boolean;
  /** Relative paths that the attempt wrote, created or deleted. */
  readonly changed: readonly string[];
  /** For each changed file that existed before: its text then. */
  readonly before: ReadonlyMap<string, string>;
  readonly baseline: Baseline;
}

/** The checkers' state before the first attempt, so that what was red before is not blamed on it. */
export interface Baseline {
  readonly runs: readonly CheckerRun[];
  /** Found in the repository but not agreed to; each becomes a `skipped` evidence. */
  readonly notAgreed: readonly Checker[];
}

export type CheckEvent =
  | { readonly type: "check-start"; readonly check: string }
  | { readonly type: "check-end"; readonly evidence: Evidence };

export interface Verification {
  /** Checkers configured or found in the repository; reads files, runs nothing. */
  discover(root: string): Promise<readonly Checker[]>;
  /** Whether a checker still stands for what was agreed to. Read again right before each run: an attempt may have rewritten it. */
  mayStillRun(root: string, checker: Checker): Promise<boolean>;
  /** Runs the given checkers once. A checker that hangs is stopped at its limit, one that floods is trimmed. */
  baseline(
    root: string,
    checkers: readonly Checker[],
    notAgreed: readonly Checker[],
    signal: AbortSignal,
  ): AsyncGenerator<CheckEvent, Baseline>;
  /** Cheapest checks first; stops at the first refutation. Never throws. */
  verify(request: VerifyRequest, signal: AbortSignal): AsyncGenerator<CheckEvent, Verdict>;
}
