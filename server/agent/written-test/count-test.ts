import { compareRuns } from "../../verification/compare.ts";
import { andOn } from "../../verification/grounds.ts";
import { isYardstick } from "../../verification/measure.ts";
import type { Evidence, Verdict } from "../../verification/verdict.ts";
import { decode } from "../../workspace/encoding.ts";
import { attemptId } from "../attempt-path.ts";
import { newId } from "../new-id.ts";
import type { ToolScope } from "../tools/tool.ts";
import { runWith } from "./judge-test.ts";
import { passesNow, type WrittenTest } from "./written-test.ts";

/**
 * Runs a written test against a fix that nothing else could check. When it passes now the fix is proved; when it still fails,
 * the test may as well be wrong, and counts for nothing. A family's own test says nothing of its fix, and neither does any
 * when the fix changed what the checks check with.
 */
export async function countWrittenTest(verdict: Verdict, test: WrittenTest, scope: ToolScope): Promise<Verdict> {
  if (verdict.kind !== "unproved" || test.family === scope.model.family || touchesYardstick(test, scope))
    return verdict;
  const { task, attempt } = scope;
  const check = `test by ${test.author}`;
  const place = `${attempt}/${newId("attempt")}`;
  const started = task.parts.clock();
  task.emit({ type: "check-start", attempt: attemptId(attempt), check });
  const passed = (await putIn(test, place, scope)) && (await passes(test, scope));
  const kept = passed && task.parts.configuration.testFirst === "keep";
  if (!kept) await task.checkpoint.rollBack(place);
  const evidence = { ...evidenceOf(test, passed, kept), check, milliseconds: task.parts.clock() - started };
  task.emit({ type: "check-end", attempt: attemptId(attempt), evidence });
  const all = [...verdict.evidence, evidence];
  if (!passed) return { ...verdict, evidence: all };
  const because = `A test that ${test.author} wrote for this failed before and passes now, and nothing that passed before fails.`;
  return { kind: "proved", because, evidence: all, grounds: andOn(verdict.grounds, "written-test") };
}

function touchesYardstick({ before }: WrittenTest, { task, attempt }: ToolScope): boolean {
  const scripts = [before.checker.command, before.checker.script];
  return task.checkpoint
    .changes(attempt)
    .some((change) => change.before.kind === "file" && isYardstick(change.path, scripts));
}

async function putIn({ files }: WrittenTest, place: string, { task }: ToolScope): Promise<boolean> {
  for (const { absolute, bytes } of files) {
    const written = await task.checkpoint.write(place, absolute, bytes, { kind: "absent" });
    if (written.kind !== "written") return false;
  }
  return files.length > 0;
}

async function passes(test: WrittenTest, scope: ToolScope): Promise<boolean> {
  const now = await runWith(test.before, scope);
  return now !== undefined && passesNow(test, compareRuns(test.before, now, []));
}

function evidenceOf(test: WrittenTest, passed: boolean, kept: boolean): Omit<Evidence, "check" | "milliseconds"> {
  const detail = test.files.map(({ path, bytes }) => `${path}:\n${textOf(bytes)}`).join("\n\n");
  if (!passed) {
    const summary = "It failed before and does not pass now. It may be wrong itself, so it counts for nothing.";
    return { outcome: "skipped", summary, detail };
  }
  const fate = kept ? "It stays with the fix." : "It is not in the files: the setting `testFirst` keeps such tests.";
  return { outcome: "passed", summary: `It failed before and passes now. ${fate}`, detail };
}

function textOf(bytes: Uint8Array): string {
  const decoded = decode(bytes);
  return decoded.kind === "text" ? decoded.text : "(no text)";
}
