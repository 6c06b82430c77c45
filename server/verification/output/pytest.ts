import { createTestLog, notLoaded, numberBefore, type TestParser, type TestState } from "./report.ts";

const states: Readonly<Record<string, TestState>> = {
  PASSED: "passed",
  XPASS: "passed",
  FAILED: "failed",
  ERROR: "failed",
  SKIPPED: "skipped",
  XFAIL: "skipped",
};
const summaryLine = /^(?:=+ )?(\d+ \w+(?:, \d+ \w+)*|no tests ran) in [\d.]+s(?: \(.*\))?(?: =+)?$/;

/** pytest, with the short summary (`-r`), with `-v`, or both. */
export const parsePytest: TestParser = (lines) => {
  const summary = lines.map((line) => summaryLine.exec(line)?.[1]).findLast((text) => text !== undefined);
  if (summary === undefined) return undefined;
  const log = createTestLog();
  const seen = new Map<string, TestState>();
  for (const line of lines) {
    const found = readVerbose(line) ?? readShort(line);
    if (found === undefined) continue;
    if (seen.get(found.name) !== "failed") seen.set(found.name, found.state);
    const message = found.message === "" ? [] : [found.message];
    if (found.state === "failed")
      log.fail(found.name, {
        file: found.name.split("::")[0],
        message: [...message, ...section(lines, found.name)].join("\n"),
      });
  }
  for (const [name, state] of seen) log.see(name, state);
  const report = log.finish({
    passed: numberBefore(summary, "passed") + numberBefore(summary, "xpassed"),
    failed: numberBefore(summary, "failed") + numberBefore(summary, "errors?"),
    skipped: numberBefore(summary, "skipped") + numberBefore(summary, "xfailed"),
  });
  return { ...report, interrupted: lines.some((line) => /^!+ (?:Interrupted: |stopping after ).* !+$/.test(line)) };
};

interface Found {
  readonly name: string;
  readonly state: TestState;
  readonly message: string;
}

function readVerbose(line: string): Found | undefined {
  const match = /^(\S+?\.py::.+?) (PASSED|FAILED|ERROR|SKIPPED|XFAIL|XPASS)(?: \(.*\))?(?:\s+\[\s*\d+%\])?$/.exec(line);
  if (match === null) return undefined;
  return { name: match[1] ?? "", state: states[match[2] ?? ""] ?? "failed", message: "" };
}

function readShort(line: string): Found | undefined {
  const match = /^(PASSED|FAILED|ERROR|XFAIL|XPASS|SUBFAILED)(\(.*?\)|\[.*?\])? (\S+?\.py(?:::.+?)?)(?: - (.*))?$/.exec(
    line,
  );
  if (match === null) return undefined;
  const [, word = "", part, path = "", message = ""] = match;
  const name = path.includes("::") ? path + (part === undefined ? "" : ` ${part}`) : notLoaded(path);
  return { name, state: states[word] ?? "failed", message };
}

/** The lines of the failure's own section that pytest marks with `E`, which is the error itself. */
function section(lines: readonly string[], name: string): readonly string[] {
  const title = name.includes("::")
    ? name.split("::").slice(1).join(".")
    : `ERROR collecting ${name.replace(/ \(.*$/, "")}`;
  const start = lines.findIndex((line) => /^_+ .+ _+$/.test(line) && line.replace(/^_+ | _+$/g, "") === title);
  if (start === -1) return [];
  const end = lines.findIndex((line, at) => at > start && /^(?:_+ .+ _+|=+ .+ =+)$/.test(line));
  return lines
    .slice(start + 1, end)
    .filter((line) => /^E\s/.test(line))
    .slice(0, 20);
}
