import type { TestCounts, TestFailure } from "../ports.ts";
import { stableName } from "./stable-name.ts";

export type TestState = "passed" | "failed" | "skipped";

/** What a reporter's output says of the tests. `complete` is false when names are missing: then only the failures and counts hold. */
export interface TestReport {
  readonly tests: ReadonlyMap<string, TestState>;
  readonly complete: boolean;
  readonly counts: TestCounts | undefined;
  readonly failures: ReadonlyMap<string, TestFailure>;
  /** The run stopped before all tests had their turn, so a failure in the next run may have been there before. */
  readonly interrupted?: boolean;
}

/** Lines without control sequences in; undefined when the output is not of this reporter. */
export type TestParser = (lines: readonly string[]) => TestReport | undefined;

/** `path: message` for each finding, duplicates included; undefined when the output is not of this tool. */
export type FindingsParser = (lines: readonly string[]) => readonly string[] | undefined;

/** Marks an entry that stands for a file whose tests could not even be loaded. */
const notLoadedMark = " (does not load)";
/** Marks an entry for a suite that failed by itself, such as in a hook, while none of its tests did. */
const suiteMark = " (suite)";

export const notLoaded = (file: string): string => `${file}${notLoadedMark}`;
export const failedSuite = (name: string): string => `${name}${suiteMark}`;

/** The file or suite that a group entry stands for; undefined for an ordinary test. */
export function groupOf(name: string): string | undefined {
  for (const mark of [notLoadedMark, suiteMark]) if (name.endsWith(mark)) return name.slice(0, -mark.length);
  return undefined;
}

export const isFileName = (name: string): boolean => /^\S*\.(?:[cm]?[jt]sx?|py|rb|php)$/.test(name);

/** Collects results under unique, stable names. */
export interface TestLog {
  /** A further test; a name that is taken gets a number. Returns the name that it got. */
  add(name: string, state: TestState): string;
  /** A test that may have been named before, as in a list of failures; the worse state stays. */
  see(name: string, state: TestState): string;
  fail(name: string, failure: TestFailure): void;
  /** Whether a test of this name, whatever its suite, is known to have failed. */
  showsFailure(name: string): boolean;
  /**
   * `groups` is how many passed and failed entries of the summary may be containers rather than tests. A passed name
   * beyond the summary means that something else printed a line that looks like a result: then no passed name is believed.
   */
  finish(counts: TestCounts | undefined, groups?: { readonly passed: number; readonly failed: number }): TestReport;
}

export function createTestLog(): TestLog {
  const tests = new Map<string, TestState>();
  const failures = new Map<string, TestFailure>();

  const unique = (name: string): string => {
    if (!tests.has(name)) return name;
    let number = 2;
    while (tests.has(`${name} (${number})`)) number++;
    return `${name} (${number})`;
  };

  return {
    add(raw, state) {
      const name = unique(stableName(raw));
      tests.set(name, state);
      return name;
    },
    see(raw, state) {
      const name = stableName(raw);
      if (tests.get(name) !== "failed") tests.set(name, state);
      return name;
    },
    fail(raw, failure) {
      failures.set(stableName(raw), { ...failure, message: failure.message.trim().slice(0, 2000) });
    },
    showsFailure(raw) {
      const name = stableName(raw);
      return [...tests].some(
        ([known, state]) => state === "failed" && (known === name || known.endsWith(` > ${name}`)),
      );
    },
    finish(counts, groups = { passed: 0, failed: 0 }) {
      const complete = counts === undefined || agrees(tests, counts, groups);
      const kept = complete ? tests : new Map([...tests].filter(([, state]) => state === "failed"));
      return { tests: kept, complete, counts, failures };
    },
  };
}

function agrees(
  tests: ReadonlyMap<string, TestState>,
  counts: TestCounts,
  groups: { readonly passed: number; readonly failed: number },
): boolean {
  const passed = count(tests, "passed");
  const failed = count(tests, "failed");
  return (
    passed <= counts.passed &&
    counts.passed <= passed + groups.passed &&
    failed <= counts.failed + groups.failed &&
    counts.failed <= failed + groups.failed
  );
}

export function count(tests: ReadonlyMap<string, TestState>, wanted: TestState): number {
  let found = 0;
  for (const state of tests.values()) if (state === wanted) found++;
  return found;
}

/** The number in front of a word, as in `3 failed, 1 skipped`; 0 when the word is missing. */
export function numberBefore(text: string, word: string): number {
  return Number(new RegExp(`(\\d+) ${word}`).exec(text)?.[1] ?? 0);
}

/** The number behind a word, as in `failures=2`; 0 when the word is missing. */
export function numberAfter(text: string, word: string): number {
  return Number(new RegExp(`(?:^|[^\\w ])\\s*${word}\\s*(\\d+)`, "m").exec(text)?.[1] ?? 0);
}
