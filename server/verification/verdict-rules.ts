import type { Kind } from "../protocol/events.ts";
import { type Comparison, isGreen } from "./compare.ts";
import { type Doubts, findDoubt, whyUnproved } from "./doubts.ts";
import { listed, plural } from "./evidence.ts";
import { executedTests } from "./output/parse-output.ts";
import { count } from "./output/report.ts";
import type { CheckerRun } from "./ports.ts";
import { chooseTargets, type Targets } from "./targets.ts";

const editing: ReadonlySet<Kind> = new Set<Kind>(["edit", "inline-edit", "fix", "test", "refactor"]);

/** Whether work of this kind is only done when something was edited. The other kinds end in an answer, which no check can prove. */
export const demandsEdit = (kind: Kind): boolean => editing.has(kind);

/** What the task is about, found in the runs before the first attempt. */
export interface Aim {
  readonly kind: Kind;
  readonly tests: Targets;
  /** Findings that the task is about; empty when the prompt does not speak of a checker and tests were failing. */
  readonly findings: Targets;
}

/** With `problems`, the prompt speaks of what an editor reports, not of red tests, unless it says so. */
export function findAim(kind: Kind, prompt: string, before: readonly CheckerRun[], problems = false): Aim {
  if (problems && !/\btests?\b/i.test(prompt)) return { kind, tests: nothing, findings: namedFindings(prompt, before) };
  const failing = before.flatMap((run) =>
    [...(run.tests ?? [])].filter(([, state]) => state === "failed").map(([name]) => name),
  );
  const failures = new Map(before.flatMap((run) => [...(run.failures ?? [])]));
  const findings = before.flatMap((run) => [...(run.findings ?? [])]);
  const aboutFindings =
    failing.length === 0 ||
    /\b(?:lint|linter|types?|typing|tsc|eslint|biome|ruff|mypy|clippy|warnings?|compil\w*|format\w*)\b/i.test(prompt);
  return {
    kind,
    tests: chooseTargets(prompt, [...new Set(failing)], failures),
    findings: chooseTargets(prompt, aboutFindings ? [...new Set(findings)] : []),
  };
}

const nothing: Targets = { names: new Set(), from: "all" };

function namedFindings(prompt: string, before: readonly CheckerRun[]): Targets {
  const found = before.flatMap((run) => [...(run.findings ?? [])]);
  const targets = chooseTargets(prompt, [...new Set(found)]);
  return targets.from === "prompt" ? targets : nothing;
}

type Refutation = (comparison: Comparison, aim: Aim) => string | undefined;

const name = (comparison: Comparison): string => `\`${comparison.after.checker.command}\``;

/** Any of these refutes an attempt, on the strength of one checker. The first that speaks is the reason. */
const refutations: readonly Refutation[] = [
  (comparison) =>
    comparison.exit === "now-timed-out"
      ? `${name(comparison)} did not end within its time limit, as it did before`
      : undefined,
  (comparison) =>
    some(
      comparison.broken,
      (broken) =>
        `${plural(broken.length, "test")} that passed before ${broken.length === 1 ? "fails" : "fail"} now: ${listed(broken)}`,
    ),
  (comparison) =>
    some(
      comparison.newFailing,
      (failing) => `${plural(failing.length, "new failure")} in ${name(comparison)}: ${listed(failing)}`,
    ),
  (comparison) =>
    some(
      comparison.failingSilenced,
      (gone) =>
        `${plural(gone.length, "test")} that failed before ${gone.length === 1 ? "is" : "are"} gone or skipped instead of passing: ${listed(gone)}`,
    ),
  (comparison) =>
    some(
      comparison.newFindings,
      (found) => `${plural(found.length, "new finding")} of ${name(comparison)}: ${listed(found)}`,
    ),
  (comparison) => (comparison.exit === "green-red" ? `${name(comparison)} passed before and fails now` : undefined),
  testsVanished,
  targetStillFails,
  targetStillFound,
  givenCheckStillFails,
];

/** One sentence, or undefined when this checker refutes nothing. */
export function refute(comparison: Comparison, aim: Aim): string | undefined {
  for (const rule of refutations) {
    const because = rule(comparison, aim);
    if (because !== undefined) return `${because}.`;
  }
  return undefined;
}

function some(names: readonly string[], sentence: (names: readonly string[]) => string): string | undefined {
  return names.length === 0 ? undefined : sentence(names);
}

/** A run that ends well without its tests was ended by something else than them. */
function testsVanished(comparison: Comparison, { kind }: Aim): string | undefined {
  const { before, after } = comparison;
  const had = executedTests(before);
  if (kind === "edit" || kind === "inline-edit" || !isGreen(after) || had === 0 || executedTests(after) > 0)
    return undefined;
  return `${name(comparison)} ends well, but ${plural(had, "test")} that ran before ${had === 1 ? "does" : "do"} not run any more`;
}

/** A fix is whole or it is none: each test that the prompt speaks of has to pass, and so have those that its file hid. */
function targetStillFails(comparison: Comparison, aim: Aim): string | undefined {
  if (aim.kind !== "fix" || aim.tests.from === "all") return undefined;
  const hidden = (test: string) => comparison.before.tests?.get(test) === undefined;
  const still = comparison.stillFailing.filter((test) => aim.tests.names.has(test) || hidden(test));
  return some(
    still,
    (tests) =>
      `${plural(tests.length, "test")} that the task is about still ${tests.length === 1 ? "fails" : "fail"}: ${listed(tests)}`,
  );
}

function targetStillFound(comparison: Comparison, aim: Aim): string | undefined {
  if (aim.kind !== "fix" || aim.tests.names.size > 0) return undefined;
  const still = comparison.stillFindings.filter((finding) => aim.findings.names.has(finding));
  if (aim.findings.from === "all" && comparison.goneFindings.length > 0) return undefined;
  return some(
    still,
    (findings) => `${plural(findings.length, "finding")} of ${name(comparison)} still there: ${listed(findings)}`,
  );
}

/** The user's own check has to get at least better; what was red in it before and has nothing to do with the task may stay. */
function givenCheckStillFails(comparison: Comparison): string | undefined {
  const { after, exit, fixed, newPassing, goneFindings } = comparison;
  if (after.checker.from !== "task" || exit !== "red-red") return undefined;
  if (fixed.length + newPassing.length + goneFindings.length + comparison.unclear.length > 0) return undefined;
  return `${name(comparison)}, the check given with the task, still fails`;
}

export type Conclusion = { readonly kind: "proved" | "unproved" | "refuted"; readonly because: string };

/** The verdict when no single checker refuted the attempt. */
export function conclude(comparisons: readonly Comparison[], aim: Aim, doubts: Doubts): Conclusion {
  const unfixed = nothingFixed(comparisons, aim);
  if (unfixed !== undefined) return { kind: "refuted", because: unfixed };
  const proof = findProof(comparisons, aim);
  if (proof === undefined) return { kind: "unproved", because: whyUnproved(comparisons, aim.kind, doubts) };
  const doubt = findDoubt(comparisons, aim.kind, doubts);
  return doubt === undefined ? { kind: "proved", because: proof } : { kind: "unproved", because: doubt };
}

/** When nothing in the prompt points to a test, one fixed test is enough, and none is too few. */
function nothingFixed(comparisons: readonly Comparison[], aim: Aim): string | undefined {
  if (aim.kind !== "fix" || aim.tests.from === "prompt" || aim.tests.names.size === 0) return undefined;
  const still = comparisons.flatMap((comparison) => comparison.stillFailing);
  const maybe = comparisons.some(
    (comparison) => comparison.fixed.length + comparison.unclear.length > 0 || comparison.exit === "red-green",
  );
  if (maybe || still.length === 0) return undefined;
  return `None of the failing tests passes now: ${listed(still)}.`;
}

type Proof = (comparison: Comparison, aim: Aim) => string | undefined;

/**
 * Any of these proves an attempt that nothing refuted. A check given with the task is the user's own acceptance test: green
 * is enough, also when it was green before, and then the sentence says so.
 */
const proofs: readonly Proof[] = [
  fixedTests,
  turnedGreen,
  (comparison, aim) =>
    aim.kind === "fix" &&
    comparison.goneFindings.some((finding) => aim.findings.names.has(finding)) &&
    !comparison.stillFindings.some((finding) => aim.findings.names.has(finding))
      ? `${plural(comparison.goneFindings.length, "finding")} of ${name(comparison)} ${comparison.goneFindings.length === 1 ? "is" : "are"} gone, and no new one came.`
      : undefined,
  (comparison, aim) =>
    aim.kind === "test" && comparison.newPassing.length > 0
      ? `${plural(comparison.newPassing.length, "new test")} pass${comparison.newPassing.length === 1 ? "es" : ""}: ${listed(comparison.newPassing)}.`
      : undefined,
  (comparison, aim) =>
    aim.kind === "test" && morePassed(comparison) > 0
      ? `${plural(morePassed(comparison), "more test")} pass${morePassed(comparison) === 1 ? "es" : ""} than before.`
      : undefined,
  (comparison, aim) =>
    aim.kind === "refactor" && comparison.exit === "green-green" && executedTests(comparison.after) > 0
      ? `${plural(executedTests(comparison.after), "test")} that passed before pass${executedTests(comparison.after) === 1 ? "es" : ""} now, so what is covered behaves as before.`
      : undefined,
  givenCheckPasses,
];

function findProof(comparisons: readonly Comparison[], aim: Aim): string | undefined {
  for (const rule of proofs) {
    for (const comparison of comparisons) {
      const because = rule(comparison, aim);
      if (because !== undefined) return because;
    }
  }
  return undefined;
}

function fixedTests(comparison: Comparison, aim: Aim): string | undefined {
  const isTarget = (test: string) => aim.tests.names.has(test);
  const fixed = comparison.fixed.filter(isTarget);
  const left = [...comparison.stillFailing, ...comparison.unclear].filter(isTarget);
  if (fixed.length === 0 || (aim.tests.from === "prompt" && left.length > 0)) return undefined;
  const others =
    comparison.stillFailing.length > 0
      ? ` ${plural(comparison.stillFailing.length, "other test")} failed before as well and still ${comparison.stillFailing.length === 1 ? "does" : "do"}.`
      : "";
  return `${plural(fixed.length, "test")} that failed before pass${fixed.length === 1 ? "es" : ""} now (${listed(fixed)}), and nothing that passed before fails.${others}`;
}

/** Exit codes count only where the output does not tell which tests failed, and no test that the prompt speaks of is known. */
function turnedGreen(comparison: Comparison, aim: Aim): string | undefined {
  const { sort } = comparison.after.checker;
  if (comparison.exit !== "red-green" || knowsFailures(comparison)) return undefined;
  if (executedTests(comparison.before) > 0 && executedTests(comparison.after) === 0) return undefined;
  if (sort !== "tests" && (sort !== "unknown" || aim.kind !== "fix")) return undefined;
  const targetsElsewhere = aim.tests.from === "prompt" && aim.tests.names.size > 0 && comparison.unclear.length === 0;
  return targetsElsewhere ? undefined : `${name(comparison)} failed before and passes now.`;
}

const knowsFailures = (comparison: Comparison): boolean =>
  comparison.before.tests !== undefined &&
  comparison.after.tests !== undefined &&
  count(comparison.before.tests, "failed") > 0;

/** By the summaries, when passed tests are not named. */
function morePassed(comparison: Comparison): number {
  const { before, after } = comparison;
  return before.counts === undefined || after.counts === undefined
    ? 0
    : Math.max(0, after.counts.passed - before.counts.passed);
}

function givenCheckPasses(comparison: Comparison): string | undefined {
  const { after, before } = comparison;
  if (after.checker.from !== "task" || !isGreen(after)) return undefined;
  if (after.tests !== undefined && executedTests(after) === 0) return undefined;
  return isGreen(before)
    ? `${name(comparison)}, the check given with the task, passes; it passed before too.`
    : `${name(comparison)}, the check given with the task, failed before and passes now.`;
}
