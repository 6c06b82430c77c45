import { createTestLog, notLoaded, numberAfter, type TestLog, type TestParser } from "./report.ts";

/** Python's unittest. With `-v` it names every test, otherwise only the failing ones. */
export const parseUnittest: TestParser = (lines) => {
  const ran = lines.map((line) => /^Ran (\d+) tests? in /.exec(line)?.[1]).findLast((number) => number !== undefined);
  const last = lines.findLast((line) => /^(?:OK|FAILED|NO TESTS RAN)\b/.test(line));
  if (ran === undefined || last === undefined) return undefined;
  const log = createTestLog();
  readVerbose(lines, log);
  readSections(lines, log);
  const failed = numberAfter(last, "failures=") + numberAfter(last, "errors=");
  const skipped = numberAfter(last, "skipped=") + numberAfter(last, "expected failures=");
  return log.finish({ passed: Math.max(0, Number(ran) - failed - skipped), failed, skipped });
};

/** A test with a docstring, or one that prints, has its result on a later line than its name. */
function readVerbose(lines: readonly string[], log: TestLog): void {
  let pending: string | undefined;
  for (const line of lines) {
    if (/^=+$/.test(line)) return;
    const start = /^(\S+) \(([^)]+)\)(?: \.\.\.|$)/.exec(line);
    if (start !== null) pending = fullName(start[1] ?? "", start[2] ?? "");
    const end = /(?:\.\.\. |^|[^\w])(ok|skipped .*|expected failure|FAIL|ERROR|unexpected success)$/.exec(line);
    if (pending === undefined || end === null) continue;
    const word = end[1] ?? "";
    if (word === "ok") log.see(pending, "passed");
    else if (word.startsWith("skipped") || word === "expected failure") log.see(pending, "skipped");
    pending = undefined;
  }
}

function readSections(lines: readonly string[], log: TestLog): void {
  for (const [index, line] of lines.entries()) {
    const match = /^(?:FAIL|ERROR): (\S+) \(([^)]+)\)(?: (.+))?$/.exec(line);
    if (match === null) continue;
    const [, test = "", owner = "", part] = match;
    const name = fullName(test, owner) + (part === undefined ? "" : ` ${part}`);
    const end = lines.findIndex(
      (candidate, at) => at > index + 1 && (/^=+$/.test(candidate) || (/^-+$/.test(candidate) && at > index + 2)),
    );
    const block = lines.slice(index + 2, end === -1 ? undefined : end);
    const file = block
      .map((candidate) => /^ {2}File "(.+?)", line/.exec(candidate)?.[1])
      .find((path) => path?.includes("test"));
    log.fail(log.see(name, "failed"), { file, message: block.join("\n") });
  }
}

/** Python 3.11 and later repeat the test's name behind its class. */
function fullName(test: string, owner: string): string {
  if (owner.startsWith("unittest.loader.")) return notLoaded(test);
  return owner === test || owner.endsWith(`.${test}`) ? owner : `${owner}.${test}`;
}
