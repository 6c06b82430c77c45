import { asCheck, type Checks, type Look } from "./as-check.ts";
import { describeByHeart, knownByHeart } from "./by-heart.ts";
import { type Comparison, isGreen } from "./compare.ts";
import { askForFaults } from "./faults-tried.ts";
import { concludeOriginals, judgeOriginals } from "./original-tests.ts";
import { executedTests } from "./output/parse-output.ts";
import type { CheckerRun } from "./ports.ts";
import { openScratch, type Scratch } from "./scratch.ts";
import type { ToConfirm } from "./to-confirm.ts";
import type { Evidence } from "./verdict.ts";
import type { Conclusion } from "./verdict-rules.ts";

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
  if (now.kind === "proved" && scratch !== undefined && restsOnTests(what))
    now = yield* askWhetherByHeart(what, scratch, now, evidence);
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

/** Code that only knows the tests' values passes them, and its faults would be noticed too. */
async function* askWhetherByHeart(
  { aim, prompt, files }: ToConfirm,
  scratch: Scratch,
  conclusion: Conclusion,
  evidence: Evidence[],
): Checks<Conclusion> {
  const found = aim.kind === "test" ? undefined : await knownByHeart(prompt, files, scratch.paths, scratch.read);
  if (found === undefined) return conclusion;
  return yield* asCheck("not by heart", evidence, async () => {
    const because = describeByHeart(found);
    return { look: { outcome: "failed", summary: because, detail: "" }, now: { kind: "unproved", because } };
  });
}
