import { kindFacts } from "../routing/kinds.ts";
import type { Verdict } from "../verification/verdict.ts";
import type { AttemptEnd } from "./attempt.ts";
import { attemptId } from "./attempt-path.ts";
import { changedByAttempt } from "./changes.ts";
import { endSentence } from "./handover.ts";
import { type Asked, askedForStronger, isNotJudged, notJudged, unfinished } from "./not-judged.ts";
import type { Change } from "./review/ask-reviewer.ts";
import { type Result, reviewResult } from "./review/review-result.ts";
import type { SubtaskSpec } from "./subtask-spec.ts";
import type { ToolScope } from "./tools/tool.ts";
import type { Tried, Try } from "./try-model.ts";
import { verifyAttempt } from "./verify-attempt.ts";
import { countWrittenTest } from "./written-test/count-test.ts";

/** Turns how an attempt ended into what that means for its subtask. What does not pass is taken back. */
export async function judge(
  end: AttemptEnd,
  one: Try,
  scope: ToolScope,
  spec: SubtaskSpec,
  asked: Asked,
): Promise<Tried> {
  if (asked()) return refuteForUser(scope, asked);
  if (isNotJudged(end)) {
    await takeBack(scope);
    return notJudged(end);
  }
  if (!kindFacts(spec.kind).edits) {
    return end.kind === "claims-done" ? { kind: "answered", report: end.summary } : refute(end, unfinished(end), scope);
  }
  if (end.kind === "gave-up") return refute(end, unfinished(end), scope);
  const verdict = await verdictOn(end, one, scope, spec);
  if (asked()) return refuteForUser(scope, asked);
  if (verdict === "cancelled") {
    await takeBack(scope);
    return { kind: "cancelled" };
  }
  if (verdict.kind === "refuted") return refute(end, verdict, scope);
  return { kind: "accepted", verdict, report: end.kind === "claims-done" ? end.summary : endSentence(end) };
}

/** The checks' verdict and, where the checks leave a doubt about finished work, a reviewer's. */
async function verdictOn(
  end: AttemptEnd,
  one: Try,
  scope: ToolScope,
  spec: SubtaskSpec,
): Promise<Verdict | "cancelled"> {
  const verdict = await verifyAttempt(scope, spec);
  if (verdict === "cancelled") return verdict;
  if (end.kind !== "claims-done") return verdict.kind === "proved" ? verdict : cutShort(end, verdict);
  if (spec.parent !== undefined) return verdict;
  const tested = one.test === undefined ? verdict : await countWrittenTest(verdict, one.test, scope);
  if (scope.signal.aborted) return "cancelled";
  const reviewed = await reviewResult(tested, resultOf(one, scope, spec));
  return scope.signal.aborted ? "cancelled" : reviewed;
}

/** What an attempt made of its subtask, for those who look at it beyond the checks. */
export function resultOf(one: Try, scope: ToolScope, { prompt }: SubtaskSpec): Result {
  const { task, signal } = scope;
  const { subtask, model: author, followed, worth } = one;
  const readChange = async () => {
    const { diff, paths } = await changedByAttempt(scope);
    return { prompt, diff, paths };
  };
  let read: Promise<Change> | undefined;
  const change = () => {
    read ??= readChange();
    return read;
  };
  return { task, subtask, attempt: attemptId(scope.attempt), author, change, followed, worth, signal };
}

/** An attempt that was cut short may still be proved by its checks, but nothing vouches for it without proof. */
function cutShort(end: AttemptEnd, verdict: Verdict): Verdict {
  const because = verdict.kind === "refuted" ? `${endSentence(end)} ${verdict.because}` : endSentence(end);
  return { ...verdict, kind: "refuted", because, grounds: ["unfinished"] };
}

async function refuteForUser(scope: ToolScope, asked: Asked): Promise<Tried> {
  const tried = await refute({ kind: "cancelled" }, askedForStronger, scope);
  if (tried.kind !== "refuted") return tried;
  return { ...tried, byUser: true, refutation: { ...tried.refutation, hint: asked()?.hint } };
}

export async function refute(end: AttemptEnd, verdict: Verdict, scope: ToolScope): Promise<Tried> {
  const { diff } = await changedByAttempt(scope);
  if (diff !== "") scope.task.rejected = diff;
  await takeBack(scope);
  return { kind: "refuted", refutation: { end, verdict, diff, facts: scope.facts } };
}

export async function takeBack(scope: ToolScope): Promise<void> {
  const { restored, kept } = await scope.task.checkpoint.rollBack(scope.attempt);
  if (restored.length + kept.length === 0) return;
  scope.task.emit({ type: "roll-back", attempt: attemptId(scope.attempt), restored, kept });
}
