import { createTestLog, failedSuite, type TestLog, type TestParser, type TestState } from "./report.ts";

interface GoTest {
  readonly name: string;
  readonly state: TestState;
  readonly message: string[];
}

const packageLine = /^(ok|FAIL)\s+(\S+)(?:\s+(?:[\d.]+s|\(cached\)|\[.*\]).*)$/;
const resultLine = /^\s*--- (PASS|FAIL|SKIP): (\S+) \([\d.]+s\)$/;

/** `go test`: the package's name comes after its tests. Without `-v` only failures are named. */
export const parseGoTest: TestParser = (lines) => {
  if (!lines.some((line) => packageLine.test(line))) return undefined;
  const log = createTestLog();
  let tests: GoTest[] = [];
  let namesPasses = true;
  for (const line of lines) {
    const result = resultLine.exec(line);
    const end = packageLine.exec(line);
    if (result !== null) {
      const state = result[1] === "PASS" ? "passed" : result[1] === "FAIL" ? "failed" : "skipped";
      tests.push({ name: result[2] ?? "", state, message: [] });
    } else if (end !== null) {
      if (end[1] === "ok" && !tests.some((test) => test.state === "passed") && !line.includes("[no tests to run]"))
        namesPasses = false;
      recordPackage(end[2] ?? "", end[1] === "FAIL", tests, log);
      tests = [];
    } else if (/^\s{4,}\S/.test(line)) tests.at(-1)?.message.push(line.trim());
  }
  const report = log.finish(undefined);
  return { ...report, complete: namesPasses };
};

function recordPackage(name: string, failed: boolean, tests: readonly GoTest[], log: TestLog): void {
  for (const test of tests) {
    if (tests.some((other) => other.name.startsWith(`${test.name}/`))) continue;
    const recorded = log.add(`${name} > ${test.name}`, test.state);
    if (test.state === "failed") log.fail(recorded, { file: undefined, message: test.message.join("\n") });
  }
  if (failed && !tests.some((test) => test.state === "failed")) log.add(failedSuite(name), "failed");
}
