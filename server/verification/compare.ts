import { count, groupOf, type TestState } from "./output/report.ts";
import type { CheckerRun } from "./ports.ts";
import { fileOf } from "./targets.ts";

/** What changed between two runs of one checker. */
export interface Comparison {
  readonly before: CheckerRun;
  readonly after: CheckerRun;
  /** Failed before, pass now. */
  readonly fixed: readonly string[];
  /** Passed or were skipped before, fail now. */
  readonly broken: readonly string[];
  /** Were not there before, and fail now. */
  readonly newFailing: readonly string[];
  readonly stillFailing: readonly string[];
  readonly newPassing: readonly string[];
  /** Failed before, and are gone or skipped now: that is no fix. */
  readonly failingSilenced: readonly string[];
  /** Passed before, and are gone or skipped now. */
  readonly passingSilenced: readonly string[];
  /** How many fewer tests ran by the summaries, when names are not known. */
  readonly fewer: number;
  /** Failed before; whether they pass now can't be told from what the output shows. */
  readonly unclear: readonly string[];
  readonly newFindings: readonly string[];
  readonly goneFindings: readonly string[];
  readonly stillFindings: readonly string[];
  readonly exit: ExitChange;
}

export type ExitChange = "green-green" | "green-red" | "red-green" | "red-red" | "now-timed-out" | "not-comparable";

/** `deleted` are the paths that the attempt deleted: a test file that failed to load is not fixed by being gone. */
export function compareRuns(before: CheckerRun, after: CheckerRun, deleted: readonly string[]): Comparison {
  return {
    before,
    after,
    ...compareTests(before, after, deleted),
    ...compareFindings(before, after),
    exit: compareExits(before, after),
  };
}

export const isGreen = (run: CheckerRun): boolean => run.outcome.kind === "exited" && run.outcome.code === 0;

function compareExits(before: CheckerRun, after: CheckerRun): ExitChange {
  if (after.outcome.kind === "timed-out") return before.outcome.kind === "timed-out" ? "red-red" : "now-timed-out";
  const comparable = (run: CheckerRun) => run.outcome.kind !== "cancelled" && run.outcome.kind !== "not-started";
  if (!comparable(before) || !comparable(after)) return "not-comparable";
  return `${isGreen(before) ? "green" : "red"}-${isGreen(after) ? "green" : "red"}`;
}

type TestComparison = Omit<Comparison, "before" | "after" | "exit" | "newFindings" | "goneFindings" | "stillFindings">;

function compareTests(before: CheckerRun, after: CheckerRun, deleted: readonly string[]): TestComparison {
  const had = before.tests ?? new Map<string, TestState>();
  const has = alignNames(after, had);
  const failedBefore = named(had, "failed");
  const passedBefore = named(had, "passed");
  const rest = settleFailures(
    before,
    after,
    failedBefore.filter((name) => has.get(name) !== "failed"),
    deleted,
  );
  const appeared = named(has, "failed").filter((name) => before.tests !== undefined && had.get(name) !== "failed");
  const revealed = appeared.filter((name) => had.get(name) === undefined && wasHidden(name, before, after));
  const blamed = appeared.filter((name) => !revealed.includes(name));
  const namesKnown =
    after.complete !== false && before.complete !== false && after.tests !== undefined && !after.interrupted;
  return {
    fixed: rest.fixed,
    failingSilenced: rest.silenced,
    unclear: rest.unclear,
    stillFailing: [
      ...failedBefore.filter((name) => has.get(name) === "failed"),
      ...revealed.filter((name) => inLoadedFile(name, before, after)),
    ],
    broken: blamed.filter((name) => had.get(name) !== undefined),
    newFailing: blamed.filter((name) => had.get(name) === undefined),
    newPassing: before.complete === false ? [] : named(has, "passed").filter((name) => had.get(name) === undefined),
    passingSilenced: namesKnown
      ? passedBefore.filter((name) => has.get(name) === undefined || has.get(name) === "skipped")
      : [],
    fewer: namesKnown ? 0 : fewerTests(before, after),
  };
}

/** Where output is incomplete, a failure may be listed without its suite: it is then the one that failed before under that name. */
function alignNames(after: CheckerRun, had: ReadonlyMap<string, TestState>): ReadonlyMap<string, TestState> {
  const has = new Map(after.tests ?? []);
  if (after.complete !== false) return has;
  for (const name of named(has, "failed")) {
    const full = had.has(name) ? [] : [...had.keys()].filter((known) => known.endsWith(` > ${name}`));
    const [only] = full;
    if (only === undefined || full.length > 1) continue;
    has.delete(name);
    has.set(only, "failed");
  }
  return has;
}

const named = (tests: ReadonlyMap<string, TestState>, wanted: TestState): string[] =>
  [...tests].filter(([, state]) => state === wanted).map(([name]) => name);

/** Decides for each test that failed before and is not among the failures now: fixed, silenced, or unclear. */
function settleFailures(
  before: CheckerRun,
  after: CheckerRun,
  names: readonly string[],
  deleted: readonly string[],
): { fixed: string[]; silenced: string[]; unclear: string[] } {
  const settled = { fixed: [] as string[], silenced: [] as string[], unclear: [] as string[] };
  const byCounts = countsShowFix(before, after, names.length);
  for (const name of names) {
    const state = after.tests?.get(name);
    const group = groupOf(name);
    if (after.tests === undefined) settled.unclear.push(name);
    else if (state === "passed") settled.fixed.push(name);
    else if (state === "skipped" || (group !== undefined && isAmong(group, deleted))) settled.silenced.push(name);
    else if (group !== undefined) (runsNow(group, before, after) ? settled.fixed : settled.silenced).push(name);
    else if (after.complete !== false && !after.interrupted) settled.silenced.push(name);
    else (byCounts ? settled.fixed : settled.unclear).push(name);
  }
  return settled;
}

const isAmong = (file: string, paths: readonly string[]): boolean =>
  paths.some((path) => path === file || file.endsWith(`/${path}`));

/** A file or suite that failed as a whole is fixed when its tests run now, and they may bear other names than its own. */
function runsNow(group: string, before: CheckerRun, after: CheckerRun): boolean {
  const passed = after.tests === undefined ? [] : named(after.tests, "passed");
  if (
    passed.some(
      (name) => name.startsWith(`${group}::`) || name.startsWith(`${group} > `) || name.startsWith(`${group}.`),
    )
  )
    return true;
  const more = passed.length > (before.tests === undefined ? 0 : count(before.tests, "passed"));
  return (
    more || (before.counts !== undefined && after.counts !== undefined && after.counts.passed > before.counts.passed)
  );
}

/**
 * When passed tests are not named: all failures are named now, the ones in question are not among them, and as many more
 * tests passed. Without a summary, a checker that turned from red to green has to be enough.
 */
function countsShowFix(before: CheckerRun, after: CheckerRun, names: number): boolean {
  if (after.tests === undefined) return false;
  if (before.counts === undefined || after.counts === undefined) return !isGreen(before) && isGreen(after);
  const allNamed = after.counts.failed === count(after.tests, "failed");
  return allNamed && after.counts.passed - before.counts.passed >= names;
}

/** A failure that the run before could not show, because its file did not load or the run stopped early. */
function wasHidden(name: string, before: CheckerRun, after: CheckerRun): boolean {
  return before.interrupted === true || inLoadedFile(name, before, after);
}

/** Whether a test may stand in a file or suite that failed as a whole before and runs now. */
function inLoadedFile(name: string, before: CheckerRun, after: CheckerRun): boolean {
  if (groupOf(name) !== undefined) return false;
  const file = fileOf(name, after.failures);
  for (const [entry, state] of before.tests ?? []) {
    const group = groupOf(entry);
    if (state !== "failed" || group === undefined || after.tests?.get(entry) === "failed") continue;
    if (file === undefined || file === group || file.endsWith(`/${group}`) || group.endsWith(`/${file}`)) return true;
    if (name.startsWith(`${group} > `) || name.startsWith(`${group}.`)) return true;
  }
  return false;
}

function fewerTests(before: CheckerRun, after: CheckerRun): number {
  if (before.counts === undefined || after.counts === undefined || after.interrupted) return 0;
  const ran = (run: CheckerRun) => (run.counts?.passed ?? 0) + (run.counts?.failed ?? 0);
  return Math.max(0, ran(before) - ran(after));
}

function compareFindings(
  before: CheckerRun,
  after: CheckerRun,
): Pick<Comparison, "newFindings" | "goneFindings" | "stillFindings"> {
  if (before.findings === undefined || after.findings === undefined)
    return { newFindings: [], goneFindings: [], stillFindings: [] };
  const [had, has] = [before.findings, after.findings];
  return {
    newFindings: [...has].filter((finding) => !had.has(finding)),
    goneFindings: [...had].filter((finding) => !has.has(finding)),
    stillFindings: [...has].filter((finding) => had.has(finding)),
  };
}
