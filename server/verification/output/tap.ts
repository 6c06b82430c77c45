import type { TestCounts } from "../ports.ts";
import {
  createTestLog,
  failedSuite,
  isFileName,
  notLoaded,
  type TestLog,
  type TestParser,
  type TestState,
} from "./report.ts";

interface Result {
  readonly name: string;
  readonly state: TestState;
  readonly children: readonly Result[];
  readonly yaml: string[];
}

/** TAP 13 and 14, as `node --test`, tape, node-tap and others print it. */
export const parseTap: TestParser = (lines) => {
  if (!lines.some((line) => /^TAP version 1[34]\b/.test(line))) return undefined;
  const roots = readResults(lines);
  const log = createTestLog();
  const groups = { passed: 0, failed: 0 };
  for (const root of roots) record(root, [], log, groups);
  return log.finish(readCounts(lines), groups);
};

/** A result line closes the results that were indented deeper since the last one on its own level: those are its children. */
function readResults(lines: readonly string[]): readonly Result[] {
  const levels: Result[][] = [[]];
  let last: Result | undefined;
  let inYaml = false;
  for (const line of lines) {
    if (/^\s*---$/.test(line)) inYaml = last !== undefined;
    else if (/^\s*\.\.\.$/.test(line)) inYaml = false;
    else if (inYaml) last?.yaml.push(line);
    else {
      const match = /^((?: {4})*)(ok|not ok)\b(?: \d+)?(?: - | |$)(.*)$/.exec(line);
      if (match === null) continue;
      const depth = (match[1] ?? "").length / 4;
      const children = levels[depth + 1] ?? [];
      levels.length = Math.min(levels.length, depth + 1);
      while (levels.length <= depth) levels.push([]);
      last = { ...readResult(match[2] === "ok", match[3] ?? ""), children, yaml: [] };
      levels[depth]?.push(last);
    }
  }
  return levels[0] ?? [];
}

function readResult(ok: boolean, text: string): { name: string; state: TestState } {
  const directive = /(?<!\\)#\s*(SKIP|TODO)\b.*$/i.exec(text);
  const name = (directive === null ? text : text.slice(0, directive.index))
    .replace(/ # time=.*$/, "")
    .replace(/\\([\\#])/g, "$1")
    .trim();
  return { name, state: directive !== null ? "skipped" : ok ? "passed" : "failed" };
}

/** Returns whether anything in it failed. */
function record(
  result: Result,
  path: readonly string[],
  log: TestLog,
  groups: { passed: number; failed: number },
): boolean {
  const name = [...path, result.name].join(" > ");
  if (result.children.length > 0) {
    const failures = result.children.filter((child) => record(child, [...path, result.name], log, groups));
    if (result.state === "failed") groups.failed++;
    else groups.passed++;
    if (result.state === "failed" && failures.length === 0) log.add(failedSuite(name), "failed");
    return result.state === "failed";
  }
  if (isFileName(result.name) && result.state === "passed") {
    groups.passed++;
    return false;
  }
  const recorded = log.add(isFileName(result.name) ? notLoaded(name) : name, result.state);
  if (result.state === "failed") log.fail(recorded, readYaml(result.yaml));
  return result.state === "failed";
}

function readYaml(lines: readonly string[]): { file: string | undefined; message: string } {
  const location = lines
    .map((line) => /^\s*(?:location|at):\s*'?(.+?):\d+:\d+'?$/.exec(line))
    .find((match) => match !== null);
  const kept = lines.filter(
    (line) =>
      !/^\s*(?:duration_ms|type|location|failureType|code|name|stack)\b/.test(line) && !/:\d+:\d+\)?$/.test(line),
  );
  return { file: location?.[1], message: kept.map((line) => line.trimEnd()).join("\n") };
}

function readCounts(lines: readonly string[]): TestCounts | undefined {
  const number = (word: string): number | undefined => {
    const line = lines.findLast((candidate) => new RegExp(`^# ${word}\\s+\\d+$`).test(candidate));
    return line === undefined ? undefined : Number(/\d+$/.exec(line)?.[0]);
  };
  const passed = number("pass");
  const failed = number("fail");
  if (passed === undefined && failed === undefined) return undefined;
  return {
    passed: passed ?? 0,
    failed: (failed ?? 0) + (number("cancelled") ?? 0),
    skipped: (number("skipped") ?? number("skip") ?? 0) + (number("todo") ?? 0),
  };
}
