import { createTestLog, notLoaded, numberBefore, type TestLog, type TestParser } from "./report.ts";

const file = /^(?:PASS|FAIL)\s+(?:\S.*? › )?(\S+\.[cm]?[jt]sx?)(?: \([\d.]+ m?s\))?$/;
const result = /^(\s+)([✓√✕×○✎]) (.+)$/;

/** Jest's default reporter: with one test file it names every test, with several only the failing ones. */
export const parseJest: TestParser = (lines) => {
  const summary = lines.findLast((line) => /^Tests:\s+.*\btotal$/.test(line));
  if (summary === undefined) return undefined;
  const log = createTestLog();
  let current = "";
  let inTree = false;
  let suites: { indent: number; name: string }[] = [];
  for (const [index, line] of lines.entries()) {
    const heading = file.exec(line);
    const failure = /^ {2}● (.+)$/.exec(line);
    if (heading !== null) {
      current = heading[1] ?? "";
      inTree = true;
      suites = [];
    } else if (failure !== null && current !== "") {
      recordFailure(current, failure[1] ?? "", lines, index, log);
      inTree = false;
    } else if (inTree && line.trim() === "") inTree = false;
    else if (inTree) suites = readTreeLine(line, current, suites, log);
  }
  return log.finish({
    passed: numberBefore(summary, "passed"),
    failed: numberBefore(summary, "failed") + failedSuites(lines, log),
    skipped: numberBefore(summary, "skipped") + numberBefore(summary, "todo"),
  });
};

/** A file that does not load is no test in Jest's summary, but it is a failure in ours. */
function failedSuites(lines: readonly string[], log: TestLog): number {
  const names = new Set<string>();
  let current = "";
  for (const line of lines) {
    current = file.exec(line)?.[1] ?? current;
    if (line === "  ● Test suite failed to run") names.add(log.see(notLoaded(current), "failed"));
  }
  return names.size;
}

function readTreeLine(
  line: string,
  current: string,
  suites: readonly { indent: number; name: string }[],
  log: TestLog,
): { indent: number; name: string }[] {
  const match = result.exec(line);
  const indent = line.length - line.trimStart().length;
  const open = suites.filter((suite) => suite.indent < indent);
  if (match === null) return [...open, { indent, name: line.trim() }];
  const mark = match[2] ?? "";
  const skipped = mark === "○" || mark === "✎";
  const name = skipped ? (match[3] ?? "").replace(/^(?:skipped|todo) /, "") : (match[3] ?? "");
  const state = skipped ? "skipped" : mark === "✓" || mark === "√" ? "passed" : "failed";
  log.add([current, ...open.map((suite) => suite.name), name].join(" > "), state);
  return open;
}

function recordFailure(current: string, title: string, lines: readonly string[], index: number, log: TestLog): void {
  if (title === "Console" || title.startsWith("Console ")) return;
  const name = title === "Test suite failed to run" ? notLoaded(current) : [current, ...title.split(" › ")].join(" > ");
  const end = lines.findIndex((line, at) => at > index && (/^ {2}● /.test(line) || /^\S/.test(line)));
  const message = lines.slice(index + 1, end === -1 ? undefined : end).filter((line) => !/^\s+at /.test(line));
  log.fail(log.see(name, "failed"), { file: current, message: message.join("\n") });
}
