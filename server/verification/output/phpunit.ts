import { createTestLog, numberAfter, type TestParser } from "./report.ts";

/** PHPUnit's default reporter, which names only failures. */
export const parsePhpunit: TestParser = (lines) => {
  const green = lines.map((line) => /^OK \((\d+) tests?, /.exec(line)?.[1]).find((number) => number !== undefined);
  const totals = lines.findLast((line) => /^Tests: \d+, Assertions: \d+/.test(line));
  if (green === undefined && totals === undefined) return undefined;
  const log = createTestLog();
  let failing = true;
  for (const [index, line] of lines.entries()) {
    const heading = /^There (?:was|were) \d+ (.+?)s?:$/.exec(line);
    if (heading !== null) failing = /^(?:failure|error)/.test(heading[1] ?? "");
    const match = /^\d+\) (\S+::.+)$/.exec(line);
    if (match === null || !failing) continue;
    const end = lines.findIndex((candidate, at) => at > index && (/^\d+\) /.test(candidate) || candidate === "--"));
    const block = lines.slice(index + 1, end === -1 ? undefined : end);
    const file = block.map((candidate) => /^(\S+\.php):\d+$/.exec(candidate)?.[1]).find((path) => path !== undefined);
    log.fail(log.see(match[1] ?? "", "failed"), { file, message: block.join("\n") });
  }
  const text = totals ?? "";
  const failed = numberAfter(text, "Failures:") + numberAfter(text, "Errors:");
  const skipped = numberAfter(text, "Skipped:") + numberAfter(text, "Incomplete:");
  const all = green === undefined ? numberAfter(text, "Tests:") : Number(green);
  return log.finish({ passed: Math.max(0, all - failed - skipped), failed, skipped });
};
