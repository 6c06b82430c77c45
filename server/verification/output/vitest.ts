import { createTestLog, notLoaded, numberBefore, type TestParser } from "./report.ts";

/** Vitest's default and verbose reporters. The default tree leaves suites out, so only the list of failures names tests there. */
export const parseVitest: TestParser = (lines) => {
  const summary = lines.findLast((line) => /^\s+Tests\s+(?:\d+ \w+|no tests)/.test(line));
  if (summary === undefined || !lines.some((line) => /^\s+Test Files\s+/.test(line))) return undefined;
  const log = createTestLog();
  let notLoadedFiles = 0;
  for (const [index, line] of lines.entries()) {
    const failed = /^ FAIL\s+(?:\|[^|]+\| )?(\S+)(?: > (.+)| \[ .+ \])$/.exec(line);
    const named = /^ ([✓√×↓]) (?:\|[^|]+\| )?(\S+ > .+?)(?: \d+(?:\.\d+)?m?s)?$/.exec(line);
    if (failed !== null) {
      const file = failed[1] ?? "";
      const name = failed[2] === undefined ? notLoaded(file) : `${file} > ${failed[2]}`;
      if (failed[2] === undefined) notLoadedFiles++;
      log.fail(log.see(name, "failed"), { file, message: messageAfter(lines, index) });
    } else if (named !== null) {
      const state = named[1] === "↓" ? "skipped" : named[1] === "×" ? "failed" : "passed";
      if (state === "failed") log.see(named[2] ?? "", state);
      else log.add(named[2] ?? "", state);
    }
  }
  return log.finish({
    passed: numberBefore(summary, "passed"),
    failed: numberBefore(summary, "failed") + notLoadedFiles,
    skipped: numberBefore(summary, "skipped") + numberBefore(summary, "todo"),
  });
};

function messageAfter(lines: readonly string[], index: number): string {
  const end = lines.findIndex((line, at) => at > index && (/^⎯/.test(line) || /^ FAIL /.test(line)));
  return lines.slice(index + 1, end === -1 ? undefined : end).join("\n");
}
