import type { ChangedFile, Touched } from "./changed-file.ts";
import type { Comparison } from "./compare.ts";
import type { Checker, CheckerRun } from "./ports.ts";
import type { Aim } from "./verdict-rules.ts";

/** What the checks in a copy of the workspace need to know. */
export interface ToConfirm {
  readonly root: string;
  readonly aim: Aim;
  readonly prompt: string;
  readonly files: readonly ChangedFile[];
  readonly touched: Touched;
  readonly comparisons: readonly Comparison[];
  readonly signal: AbortSignal;
  /** All runs with faults together; each alone takes a few times as long as without, at most. */
  readonly noticeMs: number;
  run(root: string, checker: Checker, timeoutMs?: number): Promise<CheckerRun>;
}
