import { asCheck, type Checks, type Look } from "./as-check.ts";
import type { Comparison } from "./compare.ts";
import type { Mutant } from "./mutants.ts";
import { describeNoticed, mayGoUnnoticed, mutantsForTests, mutantsOfChange, type Noticed, notices } from "./notice.ts";
import type { Scratch } from "./scratch.ts";
import type { ToConfirm } from "./to-confirm.ts";
import type { Evidence } from "./verdict.ts";
import type { Aim, Conclusion } from "./verdict-rules.ts";

interface Trial {
  readonly what: ToConfirm;
  readonly scratch: Scratch;
  readonly withTests: readonly Comparison[];
  readonly mutants: readonly Mutant[];
  readonly where: "change" | "tests";
}

/** A proof has to rest on tests that notice small faults in what was changed, or in what written tests are about. */
export async function* askForFaults(
  what: ToConfirm,
  scratch: Scratch,
  withTests: readonly Comparison[],
  conclusion: Conclusion,
  evidence: Evidence[],
): Checks<Conclusion> {
  const where = what.aim.kind === "test" ? "tests" : "change";
  const mutants =
    where === "tests"
      ? await mutantsForTests(what.prompt, what.files, scratch.paths, scratch.read)
      : await mutantsOfChange(what.files);
  if (mutants.length === 0) return withoutFaults(what.aim, conclusion);
  return yield* asCheck("tests notice faults", evidence, async () => {
    const look = await tryOut({ what, scratch, withTests, mutants, where });
    const because = `The checks pass, but they would hardly notice a mistake. ${look.summary}`;
    return { look, now: look.outcome === "failed" ? { kind: "unproved", because } : conclusion };
  });
}

/** A test that fails without the change and passes with it runs it; other green tests may never come near. */
function withoutFaults({ kind }: Aim, conclusion: Conclusion): Conclusion {
  if (kind !== "test" && kind !== "refactor") return conclusion;
  const about = kind === "test" ? "what the new tests are about" : "the changed lines";
  const because = `The tests pass, but no fault could be tried in ${about}, so nothing shows that they would notice one.`;
  return { kind: "unproved", because };
}

async function tryOut(trial: Trial): Promise<Look> {
  const { mutants, where } = trial;
  const noticed = await runEach(trial, mayGoUnnoticed(mutants.length, where));
  if (noticed.tried === 0)
    return { outcome: "skipped", summary: "The tests take too long to try out faults.", detail: "" };
  const enough = noticed.unnoticed.length <= mayGoUnnoticed(noticed.tried, where);
  return { outcome: enough ? "passed" : "failed", ...describeNoticed(noticed) };
}

/** Ends as soon as too many went unnoticed, or too few are left for that. */
async function runEach(trial: Trial, allowed: number): Promise<Noticed> {
  const { what, scratch, mutants } = trial;
  const until = Date.now() + what.noticeMs;
  const unnoticed: Mutant[] = [];
  let tried = 0;
  for (const mutant of mutants) {
    if (what.signal.aborted || Date.now() > until) break;
    if (unnoticed.length > allowed || unnoticed.length + mutants.length - tried <= allowed) break;
    const own = await scratch.read(mutant.path);
    await scratch.write(mutant.path, mutant.text);
    if (!(await isNoticed(trial))) unnoticed.push(mutant);
    await scratch.write(mutant.path, own);
    tried++;
  }
  return { tried, unnoticed };
}

async function isNoticed({ what, scratch, withTests, where }: Trial): Promise<boolean> {
  for (const { after, newPassing } of withTests) {
    const usual = "milliseconds" in after.outcome ? after.outcome.milliseconds : 0;
    const faulty = await what.run(scratch.root, after.checker, 3_000 + 5 * usual);
    if (notices(after, faulty, where === "tests" ? newPassing : [])) return true;
  }
  return false;
}
