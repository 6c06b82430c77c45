import type { TestCounts } from "../ports.ts";
import { isCutMarker } from "./cut-marker.ts";
import { createTestLog, failedSuite, isFileName, notLoaded, type TestLog, type TestParser } from "./report.ts";

const result = /^(\s*)(✔|✖|﹣|⚠|▶) (.+)$/;
const todo = /ms\) # TODO/;
const failuresHeading = "✖ failing tests:";

interface Suite {
  readonly name: string;
  failures: number;
}

/** The `spec` reporter of `node --test`. */
export const parseNodeSpec: TestParser = (lines) => {
  const counts = readCounts(lines);
  if (counts === undefined) return undefined;
  const end = lines.indexOf(failuresHeading);
  const log = createTestLog();
  const groups = readResults(end === -1 ? lines : lines.slice(0, end), log);
  if (end !== -1) readFailures(lines.slice(end + 1), log);
  return log.finish(counts, groups);
};

function readCounts(lines: readonly string[]): TestCounts | undefined {
  const number = (word: string): number | undefined => {
    const line = lines.findLast((candidate) => candidate.startsWith(`ℹ ${word} `));
    return line === undefined ? undefined : Number(line.slice(word.length + 3));
  };
  const passed = number("pass");
  const failed = number("fail");
  if (passed === undefined || failed === undefined) return undefined;
  return {
    passed,
    failed: failed + (number("cancelled") ?? 0),
    skipped: (number("skipped") ?? 0) + (number("todo") ?? 0),
  };
}

/** Returns how many containers passed and failed, because the summary counts tests with subtests too. */
function readResults(lines: readonly string[], log: TestLog): { passed: number; failed: number } {
  const open: Suite[] = [];
  const groups = { passed: 0, failed: 0 };
  for (const line of lines) {
    const match = result.exec(line);
    if (isCutMarker(line)) open.length = 0;
    if (match === null) continue;
    const [, indent = "", mark = "", text = ""] = match;
    const depth = indent.length / 2;
    if (depth > open.length || !Number.isInteger(depth)) continue;
    const name = text.replace(/ \(\d+(?:\.\d+)?ms\)(?: # .*)?$/, "");
    const suite = open[depth];
    if (mark === "▶") {
      open.splice(depth, open.length, { name: text, failures: 0 });
    } else if (suite?.name === name) {
      open.length = depth;
      closeSuite(suite, mark, open, log, groups);
    } else {
      open.length = depth;
      recordResult(name, mark, todo.test(text), open, log, groups);
    }
  }
  return groups;
}

function closeSuite(
  suite: Suite,
  mark: string,
  open: readonly Suite[],
  log: TestLog,
  groups: { passed: number; failed: number },
): void {
  if (mark !== "✖") {
    groups.passed++;
    return;
  }
  groups.failed++;
  const parent = open.at(-1);
  if (parent !== undefined) parent.failures++;
  if (suite.failures === 0) log.add(failedSuite(join(open, suite.name)), "failed");
}

function recordResult(
  name: string,
  mark: string,
  todo: boolean,
  open: readonly Suite[],
  log: TestLog,
  groups: { passed: number; failed: number },
): void {
  if (isFileName(name)) {
    if (mark === "✖") log.add(notLoaded(name), "failed");
    else groups.passed++; // a file without tests counts as a passed test, but it proves nothing
    return;
  }
  const state = mark === "﹣" || mark === "⚠" || todo ? "skipped" : mark === "✔" ? "passed" : "failed";
  log.add(join(open, name), state);
  const parent = open.at(-1);
  if (state === "failed" && parent !== undefined) parent.failures++;
}

const join = (open: readonly Suite[], name: string): string => [...open.map((suite) => suite.name), name].join(" > ");

/**
 * The list at the end has the place and the message of each failure, but no suite: a test is found again by its own name.
 * One that the results did not show, because the middle of the output is missing, counts as failed under that name.
 */
function readFailures(lines: readonly string[], log: TestLog): void {
  let file: string | undefined;
  let current: { name: string; file: string | undefined; message: string[] } | undefined;
  const flush = () => {
    if (current !== undefined) {
      log.fail(current.name, { file: current.file, message: current.message.join("\n") });
      if (!log.showsFailure(current.name)) log.see(current.name, "failed");
    }
    current = undefined;
  };
  for (const line of lines) {
    const place = /^test at (.+):\d+:\d+$/.exec(line);
    const heading = /^✖ (.+) \(\d+(?:\.\d+)?ms\)/.exec(line);
    if (place !== null) {
      flush();
      file = place[1];
    } else if (heading !== null) {
      flush();
      const name = heading[1] ?? "";
      current = todo.test(line) ? undefined : { name: isFileName(name) ? notLoaded(name) : name, file, message: [] };
    } else if (current !== undefined && !/^\s+at /.test(line)) current.message.push(line.replace(/^ {2}/, ""));
  }
  flush();
}
