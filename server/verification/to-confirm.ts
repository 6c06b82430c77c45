import type { ChangedFile, Touched } from "./changed-file.ts";
import type { Comparison } from "./compare.ts";
import type { CheckEvent, Checker, CheckerRun } from "./ports.ts";
import type { Evidence } from "./verdict.ts";
import type { Aim, Conclusion } from "./verdict-rules.ts";

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

export type Checks<Result> = AsyncGenerator<CheckEvent, Result>;
export type Look = Pick<Evidence, "outcome" | "summary" | "detail">;

/** Runs a check with its events, and keeps what it showed. */
export async function* asCheck(
  check: string,
  evidence: Evidence[],
  work: () => Promise<{ readonly look: Look; readonly now: Conclusion }>,
): Checks<Conclusion> {
  yield { type: "check-start", check };
  const started = Date.now();
  const { look, now } = await work();
  const entry: Evidence = { check, ...look, milliseconds: Date.now() - started };
  evidence.push(entry);
  yield { type: "check-end", evidence: entry };
  return now;
}
