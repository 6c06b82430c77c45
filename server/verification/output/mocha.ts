import { createTestLog, failedSuite, numberBefore, type TestLog, type TestParser } from "./report.ts";

const summaryLine = /^ {2}\d+ passing \([\d.]+\w+\)$/;

/** Mocha's spec reporter. */
export const parseMocha: TestParser = (lines) => {
  const end = lines.findIndex((line) => summaryLine.test(line));
  if (end === -1) return undefined;
  const log = createTestLog();
  const failed = readTree(lines.slice(0, end), log);
  readMessages(lines.slice(end), failed, log);
  const summary = lines.slice(end, end + 4).join("\n");
  return log.finish({
    passed: numberBefore(summary, "passing"),
    failed: numberBefore(summary, "failing"),
    skipped: numberBefore(summary, "pending"),
  });
};

/** Returns the names by the number that the failure has in the list at the end. */
function readTree(lines: readonly string[], log: TestLog): ReadonlyMap<string, string> {
  const failed = new Map<string, string>();
  let suites: { indent: number; name: string }[] = [];
  for (const line of lines) {
    const match = /^( {2,})(?:([✔✓√]|-|\d+\)) )?(\S.*)$/.exec(line);
    if (match === null) continue;
    const [, spaces = "", mark, text = ""] = match;
    suites = suites.filter((suite) => suite.indent < spaces.length);
    if (mark === undefined) {
      suites.push({ indent: spaces.length, name: text });
      continue;
    }
    const hook = /^".*" hook\b/.test(text);
    const name = [...suites.map((suite) => suite.name), text].join(" > ");
    if (!mark.endsWith(")")) log.add(name, mark === "-" ? "skipped" : "passed");
    else failed.set(mark, log.add(hook ? failedSuite(name) : name, "failed"));
  }
  return failed;
}

function readMessages(lines: readonly string[], failed: ReadonlyMap<string, string>, log: TestLog): void {
  for (const [index, line] of lines.entries()) {
    const name = failed.get(/^ {2}(\d+\)) /.exec(line)?.[1] ?? "");
    if (name === undefined) continue;
    const end = lines.findIndex((candidate, at) => at > index && /^ {2}\d+\) /.test(candidate));
    const block = lines.slice(index + 1, end === -1 ? undefined : end);
    const place = block
      .map((candidate) => /\(([^()]+?):\d+:\d+\)$/.exec(candidate)?.[1])
      .find((path) => path !== undefined && !path.startsWith("node:"));
    log.fail(name, { file: place, message: block.filter((candidate) => !/^\s+at /.test(candidate)).join("\n") });
  }
}
