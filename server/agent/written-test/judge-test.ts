import { compareRuns } from "../../verification/compare.ts";
import type { CheckerRun } from "../../verification/ports.ts";
import type { AttemptEnd } from "../attempt.ts";
import { mayRun } from "../checkers.ts";
import { refute, takeBack } from "../judge.ts";
import { isNotJudged, notJudged, unfinished } from "../not-judged.ts";
import type { FirstTest } from "../subtask-spec.ts";
import type { ToolScope } from "../tools/tool.ts";
import type { Tried } from "../try-model.ts";
import { whyUseless } from "./written-test.ts";

/** A test is good when it stands in new files and fails on the code as it is. Good or not, it leaves the files again. */
export async function judgeTest(end: AttemptEnd, { run, done }: FirstTest, scope: ToolScope): Promise<Tried> {
  if (isNotJudged(end)) {
    await takeBack(scope);
    return notJudged(end);
  }
  if (end.kind !== "claims-done") return refute(end, unfinished(end), scope);
  const because = (why: string) => refute(end, { kind: "refuted", because: why, evidence: [] }, scope);
  const changes = scope.task.checkpoint.changes(scope.attempt);
  const old = changes.find(({ before }) => before.kind === "file");
  if (changes.length === 0) return because("No test was written.");
  if (old !== undefined) return because(`It changed ${old.path}, and the test was to stand in a file of its own.`);
  const now = await runWith(run, scope);
  if (scope.signal.aborted || now === undefined) {
    await takeBack(scope);
    return { kind: "cancelled" };
  }
  const comparison = compareRuns(run, now, []);
  const useless = whyUseless(comparison);
  if (useless !== undefined) return because(useless);
  const files = await Promise.all(changes.map(({ path }) => contentOf(path, scope)));
  await takeBack(scope);
  const { id: author, family } = scope.model;
  done({ author, family, files: files.flatMap((file) => file ?? []), before: now, failing: comparison.newFailing });
  const names = comparison.newFailing.slice(0, 3).join(", ");
  const summary = `A test was written that fails on the code as it is${names === "" ? "" : `: ${names}`}.`;
  return { kind: "accepted", verdict: { kind: "proved", because: summary, evidence: [] }, report: summary };
}

/** The test command once more. Undefined when it may not run any more, or was cancelled. */
export async function runWith({ checker }: CheckerRun, scope: ToolScope): Promise<CheckerRun | undefined> {
  const { task, signal } = scope;
  if (!(await mayRun(task, checker.command))) return undefined;
  const checks = task.parts.verification.baseline(task.guard.root, [checker], [], signal);
  for (let next = await checks.next(); ; next = await checks.next()) if (next.done) return next.value.runs[0];
}

async function contentOf(path: string, { task, attempt }: ToolScope) {
  const change = task.checkpoint.changes(attempt).find((one) => one.path === path);
  const bytes = change && (await task.checkpoint.contents(change.after));
  const { absolute } = await task.guard.check(path, "write");
  return bytes && { path, absolute, bytes };
}
