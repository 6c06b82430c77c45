import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { ChangedFile, Touched } from "./changed-file.ts";
import { type Comparison, isGreen } from "./compare.ts";
import type { Mutant } from "./mutants.ts";
import { describeNoticed, mayGoUnnoticed, mutantsForTests, mutantsOfChange, type Noticed, notices } from "./notice.ts";
import { concludeOriginals, judgeOriginals } from "./original-tests.ts";
import { executedTests } from "./output/parse-output.ts";
import type { CheckEvent, Checker, CheckerRun } from "./ports.ts";
import { openScratch, type Scratch } from "./scratch.ts";
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

type Checks<Result> = AsyncGenerator<CheckEvent, Result>;
type Look = Pick<Evidence, "outcome" | "summary" | "detail">;

const cancelled: Conclusion = { kind: "unproved", because: "The checks were cancelled before they ended." };

/**
 * Looks behind a conclusion, in a copy of the workspace. Where the attempt touched tests or settings, the ones from before run
 * against the new code. What is proved has to rest on tests that notice small faults in what was changed.
 */
export async function* confirm(what: ToConfirm, conclusion: Conclusion, evidence: Evidence[]): Checks<Conclusion> {
  const withTests = what.comparisons.filter(({ before, after }) => executedTests(before) + executedTests(after) > 0);
  const touched = what.touched.putBack.length > 0 && isWorthAsking(what);
  if (conclusion.kind === "refuted" || withTests.length === 0) return conclusion;
  if (!touched && (conclusion.kind !== "proved" || !restsOnTests(what))) return conclusion;
  await using scratch = await openScratch(what.root);
  const usable = scratch !== undefined && (await behavesAlike(what, scratch, withTests));
  if (what.signal.aborted) return cancelled;
  let now = conclusion;
  if (touched) now = yield* askOriginals(what, usable ? scratch : undefined, withTests, now, evidence);
  if (now.kind === "proved" && usable && restsOnTests(what))
    now = yield* askForFaults(what, scratch, withTests, now, evidence);
  return what.signal.aborted ? cancelled : now;
}

/** Gone findings prove without tests, and a check that the user gave with the task is enough by itself. */
function restsOnTests({ aim, comparisons }: ToConfirm): boolean {
  if (comparisons.some(({ after }) => after.checker.from === "task" && isGreen(after))) return false;
  const turned = comparisons.some(({ fixed, exit }) => fixed.length > 0 || exit === "red-green");
  return turned || aim.kind === "test" || aim.kind === "refactor";
}

/** Written tests that were only added beside the others hide nothing. */
const isWorthAsking = ({ aim, touched }: ToConfirm): boolean =>
  aim.kind !== "test" || touched.settings.length > 0 || touched.tests.length > 0;

/** A copy that lacks something that the tests need would tell nothing. */
async function behavesAlike(what: ToConfirm, scratch: Scratch, withTests: readonly Comparison[]): Promise<boolean> {
  for (const { after } of withTests) {
    const run = await what.run(scratch.root, after.checker);
    const same = failing(run) === failing(after) && executedTests(run) === executedTests(after);
    if (!same || what.signal.aborted) return false;
  }
  return true;
}

const failing = (run: CheckerRun): string =>
  [...(run.tests ?? [])]
    .filter(([, state]) => state === "failed")
    .map(([name]) => name)
    .toSorted()
    .join("\n");

async function* askOriginals(
  what: ToConfirm,
  scratch: Scratch | undefined,
  withTests: readonly Comparison[],
  conclusion: Conclusion,
  evidence: Evidence[],
): Checks<Conclusion> {
  const { aim, touched, prompt } = what;
  const paths = touched.putBack.map(({ path }) => path);
  return yield* asCheck("original tests", evidence, async () => {
    if (scratch === undefined) {
      const summary =
        "The tests as they were before could not run: the folder is too large for a copy, or needs more than it holds.";
      const now: Conclusion = conclusion.kind === "proved" ? { kind: "unproved", because: summary } : conclusion;
      return { look: { outcome: "skipped", summary, detail: paths.join("\n") }, now };
    }
    for (const { path, before } of touched.putBack) await scratch.write(path, before);
    const runs: [CheckerRun, CheckerRun][] = [];
    for (const { before, after } of withTests) runs.push([before, await what.run(scratch.root, after.checker)]);
    for (const { path, after } of touched.putBack) await scratch.write(path, after);
    const originals = judgeOriginals(runs, aim, paths);
    const now = concludeOriginals(originals, conclusion, aim, prompt);
    const fine = "The tests as they were before agree.";
    const look: Look =
      originals.kind === "fine"
        ? { outcome: "passed", summary: fine, detail: paths.join("\n") }
        : { outcome: "failed", summary: originals.because, detail: paths.join("\n") };
    return { look, now };
  });
}

async function* askForFaults(
  what: ToConfirm,
  scratch: Scratch,
  withTests: readonly Comparison[],
  conclusion: Conclusion,
  evidence: Evidence[],
): Checks<Conclusion> {
  const forTests = what.aim.kind === "test";
  const read = (path: string) => readFile(join(scratch.root, path), "utf8").catch(() => undefined);
  const mutants = forTests
    ? await mutantsForTests(what.prompt, what.files, scratch.paths, read)
    : await mutantsOfChange(what.files);
  if (mutants.length === 0) return conclusion;
  return yield* asCheck("tests notice faults", evidence, async () => {
    const about = forTests ? "tests" : "change";
    const noticed = await tryOut(what, scratch, withTests, mutants, mayGoUnnoticed(mutants.length, about));
    if (noticed.tried === 0)
      return {
        look: { outcome: "skipped", summary: "The tests take too long to try out faults.", detail: "" },
        now: conclusion,
      };
    const told = describeNoticed(noticed);
    const enough = noticed.unnoticed.length <= mayGoUnnoticed(noticed.tried, about);
    const because = `The checks pass, but they would hardly notice a mistake. ${told.summary}`;
    const now: Conclusion = enough ? conclusion : { kind: "unproved", because };
    return { look: { outcome: enough ? "passed" : "failed", ...told }, now };
  });
}

/** Ends as soon as too many went unnoticed, or too few are left for that. */
async function tryOut(
  what: ToConfirm,
  scratch: Scratch,
  withTests: readonly Comparison[],
  mutants: readonly Mutant[],
  allowed: number,
): Promise<Noticed> {
  const until = Date.now() + what.noticeMs;
  const unnoticed: Mutant[] = [];
  let tried = 0;
  for (const mutant of mutants) {
    if (what.signal.aborted || Date.now() > until) break;
    if (unnoticed.length > allowed || unnoticed.length + mutants.length - tried <= allowed) break;
    const own = await readFile(join(scratch.root, mutant.path), "utf8");
    await scratch.write(mutant.path, mutant.text);
    if (!(await isNoticed(what, scratch, withTests))) unnoticed.push(mutant);
    await scratch.write(mutant.path, own);
    tried++;
  }
  return { tried, unnoticed };
}

async function isNoticed(what: ToConfirm, scratch: Scratch, withTests: readonly Comparison[]): Promise<boolean> {
  for (const comparison of withTests) {
    const { outcome, checker } = comparison.after;
    const usual = "milliseconds" in outcome ? outcome.milliseconds : 0;
    const run = await what.run(scratch.root, checker, 3_000 + 5 * usual);
    if (notices(comparison, run, what.aim.kind === "test")) return true;
  }
  return false;
}

async function* asCheck(
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
