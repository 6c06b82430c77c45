import { createTestLog, notLoaded, numberBefore, type TestParser } from "./report.ts";

/** RSpec: only the list of failed examples has full names. */
export const parseRspec: TestParser = (lines) => {
  const summary = lines.findLast((line) => /^\d+ examples?, \d+ failures?/.test(line));
  if (summary === undefined) return undefined;
  const log = createTestLog();
  for (const line of lines) {
    const failed = /^rspec '?(.+?)(?:\[[\d:]+\]'?|:\d+) # (.+)$/.exec(line);
    const outside = /^An error occurred while loading (\S+?)\.?$/.exec(line);
    if (failed !== null) {
      const name = failed[2] ?? "";
      log.fail(log.see(name, "failed"), { file: failed[1], message: messageOf(lines, name) });
    } else if (outside !== null) log.see(notLoaded(outside[1] ?? ""), "failed");
  }
  const failed = numberBefore(summary, "failures?");
  const skipped = numberBefore(summary, "pending");
  const outside = numberBefore(summary, "errors? occurred outside");
  return log.finish({
    passed: Math.max(0, numberBefore(summary, "examples?") - failed - skipped),
    failed: failed + outside,
    skipped,
  });
};

function messageOf(lines: readonly string[], name: string): string {
  const start = lines.findIndex((line) => /^ {2}\d+\) /.test(line) && line.replace(/^ {2}\d+\) /, "") === name);
  if (start === -1) return "";
  const end = lines.findIndex((line, at) => at > start && (/^ {2}\d+\) /.test(line) || /^\S/.test(line)));
  return lines.slice(start + 1, end === -1 ? undefined : end).join("\n");
}
