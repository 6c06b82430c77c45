import type { Baseline } from "../verification/ports.ts";
import type { Verdict } from "../verification/verdict.ts";
import { attemptId } from "./attempt-path.ts";
import { changedByAttempt } from "./changes.ts";
import { runnableCheckers } from "./checkers.ts";
import type { SubtaskSpec } from "./subtask-spec.ts";
import type { ToolScope } from "./tools/tool.ts";

/** Turns an attempt's claim into a verdict. A checker whose script changed since it was agreed to does not run any more. */
export async function verifyAttempt(scope: ToolScope, spec: SubtaskSpec): Promise<Verdict | "cancelled"> {
  const { task } = scope;
  const { paths, before } = await changedByAttempt(scope);
  const attempt = attemptId(scope.attempt);
  const checks = task.parts.verification.verify(
    {
      root: task.guard.root,
      kind: spec.kind,
      prompt: spec.prompt,
      problems: task.request.context?.some(({ kind }) => kind === "problems") ?? false,
      changed: paths,
      before,
      baseline: await stillAgreed(spec.baseline, scope),
    },
    scope.signal,
  );
  for (;;) {
    const next = await checks.next();
    if (scope.signal.aborted) return "cancelled";
    if (next.done) return next.value;
    task.emit({ ...next.value, attempt });
  }
}

async function stillAgreed(baseline: Baseline, scope: ToolScope): Promise<Baseline> {
  const runnable = await runnableCheckers(scope.task);
  const gone = baseline.runs.filter(({ checker }) => !runnable.includes(checker));
  return {
    runs: baseline.runs.filter((run) => !gone.includes(run)),
    notAgreed: [...baseline.notAgreed, ...gone.map(({ checker }) => checker)],
  };
}
