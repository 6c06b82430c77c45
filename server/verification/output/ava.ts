import { createTestLog, notLoaded, type TestParser } from "./report.ts";

const summaryLine =
  /^ {2}(\d+) (?:tests?|known failures?|uncaught exceptions?|unhandled rejections?) ?(failed|passed|skipped|todo)?$/;

/** AVA's default reporter. */
export const parseAva: TestParser = (lines) => {
  const divider = lines.indexOf("  ─");
  if (divider === -1 || !lines.some((line) => summaryLine.test(line))) return undefined;
  const log = createTestLog();
  for (const line of lines.slice(0, divider)) {
    const match = /^ {2}(✔|✘|-) (?:\[(\w+)\]:? )?(.+)$/.exec(line);
    const crashed =
      /^ {2}(?:✘ )?(?:Uncaught exception in|No tests found in|Unhandled rejection in) (\S+?)(?:,.*)?$/.exec(line);
    if (crashed !== null) log.see(notLoaded(crashed[1] ?? ""), "failed");
    else if (match !== null && match[1] === "-") log.add((match[3] ?? "").split(" › ").join(" > "), "skipped");
    else if (match !== null && (match[1] === "✔" || match[2] === "fail")) {
      log.add((match[3] ?? "").split(" › ").join(" > "), match[1] === "✔" ? "passed" : "failed");
    }
  }
  const report = log.finish(undefined);
  return { ...report, failures: readMessages(lines.slice(divider), report.tests) };
};

function readMessages(
  lines: readonly string[],
  tests: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, { file: string | undefined; message: string }> {
  const failures = new Map<string, { file: string | undefined; message: string }>();
  for (const [index, line] of lines.entries()) {
    const name = line.trim().split(" › ").join(" > ");
    if (!/^ {2}\S/.test(line) || tests.get(name) !== "failed" || failures.has(name)) continue;
    const end = lines.findIndex((candidate, at) => at > index && candidate === "  ─");
    const block = lines.slice(index + 1, end === -1 ? undefined : end);
    const file = block.map((candidate) => /^ {2}(\S+):\d+$/.exec(candidate)?.[1]).find((path) => path !== undefined);
    failures.set(name, { file, message: block.join("\n").trim().slice(0, 2000) });
  }
  return failures;
}
