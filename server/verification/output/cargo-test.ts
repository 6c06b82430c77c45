import { createTestLog, type TestLog, type TestParser } from "./report.ts";

const totals = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;

/** `cargo test`. It stops at the first target that fails, so the targets behind it were not seen. */
export const parseCargoTest: TestParser = (lines) => {
  if (!lines.some((line) => totals.test(line))) return undefined;
  const log = createTestLog();
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let target = "";
  for (const [index, line] of lines.entries()) {
    const running = /^\s+Running (?:unittests )?(\S+) \(|^\s+(Doc-tests \S+)/.exec(line);
    const test = /^test (.+?)(?: - should panic)? \.\.\. (ok|FAILED|ignored)(?:, .*)?$/.exec(line);
    const total = totals.exec(line);
    if (running !== null) target = running[1] ?? running[2] ?? "";
    else if (test !== null)
      recordTest(`${target} > ${(test[1] ?? "").replace(/ \(line \d+\)/, "")}`, test[2] ?? "", log);
    else if (total !== null) {
      counts.passed += Number(total[1]);
      counts.failed += Number(total[2]);
      counts.skipped += Number(total[3]);
    }
    const message = /^---- (.+) stdout ----$/.exec(line);
    if (message !== null) log.fail(`${target} > ${message[1]}`, { file: undefined, message: block(lines, index) });
  }
  const interrupted = lines.some((line) => line.startsWith("error: test failed, to rerun"));
  return { ...log.finish(counts), interrupted };
};

function recordTest(name: string, word: string, log: TestLog): void {
  log.add(name, word === "ok" ? "passed" : word === "FAILED" ? "failed" : "skipped");
}

function block(lines: readonly string[], index: number): string {
  const end = lines.findIndex(
    (line, at) => at > index && (/^---- /.test(line) || line === "stack backtrace:" || line === "failures:"),
  );
  return lines.slice(index + 1, end === -1 ? undefined : end).join("\n");
}
