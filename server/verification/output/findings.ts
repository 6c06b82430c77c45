import type { FindingsParser } from "./report.ts";
import { stableName } from "./stable-name.ts";

/** TypeScript's compiler, plain or pretty. */
export const parseTsc: FindingsParser = (lines) => {
  const found = lines.flatMap((line) => {
    const plain =
      /^(\S.*?)\(\d+,\d+\): error (TS\d+: .+)$/.exec(line) ?? /^(\S.*?):\d+:\d+ - error (TS\d+: .+)$/.exec(line);
    const whole = /^error (TS\d+: .+)$/.exec(line);
    if (plain !== null) return [`${plain[1]}: ${plain[2]}`];
    return whole === null ? [] : [`tsc: ${whole[1]}`];
  });
  return found.length > 0 || lines.some((line) => /^Found 0 errors\b/.test(line)) ? found : undefined;
};

/** Biome's `check`, `lint`, `format` and `ci`. It shows only so many diagnostics: then the set would be wrong, and is not given. */
export const parseBiome: FindingsParser = (lines) => {
  if (!lines.some((line) => /^Checked \d+ files? in /.test(line))) return undefined;
  if (lines.some((line) => /number of diagnostics exceeds the (?:number|limit)/.test(line))) return undefined;
  const found: string[] = [];
  for (const [index, line] of lines.entries()) {
    const match = /^(\S.*?)(?::\d+:\d+)? (\S+)(?:\s+FIXABLE)?(?:\s+DEPRECATED)?\s+━{5,}$/.exec(line);
    if (match === null || /^(?:check|ci|lint|format)$/.test(match[1] ?? "")) continue;
    const message = lines
      .slice(index + 1, index + 5)
      .map((next) => /^\s+[×✖!⚠iℹ] (.+)$/.exec(next)?.[1])
      .find((text) => text !== undefined);
    found.push(`${match[1]}: ${match[2]} ${message ?? ""}`);
  }
  return found;
};

/** ESLint's stylish formatter: a file's path, then its findings indented. */
export const parseEslint: FindingsParser = (lines) => {
  if (!lines.some((line) => /^✖ \d+ problems? \(/.test(line))) return undefined;
  const found: string[] = [];
  let file = "";
  for (const line of lines) {
    const match = /^\s+\d+:\d+\s+(?:error|warning)\s+(.+)$/.exec(line);
    if (match !== null) found.push(`${file}: ${match[1]}`);
    else if (/^\S/.test(line)) file = line;
  }
  return found;
};

/** Ruff, full or concise. */
export const parseRuff: FindingsParser = (lines) => {
  const clean = lines.some((line) => line === "All checks passed!");
  if (!clean && !lines.some((line) => /^Found \d+ errors?\b/.test(line))) return undefined;
  const found: string[] = [];
  for (const [index, line] of lines.entries()) {
    const concise = /^(\S.*?):\d+:\d+: ([A-Z]+\d+|SyntaxError|invalid-syntax):? (?:\[\*\] )?(.+)$/.exec(line);
    const full = /^([A-Z]+\d+|invalid-syntax):? (?:\[\*\] )?(.+)$/.exec(line);
    const place = /^\s*--> (.+?):\d+:\d+$/.exec(lines[index + 1] ?? "");
    if (concise !== null) found.push(`${concise[1]}: ${concise[2]} ${concise[3]}`);
    else if (full !== null && place !== null) found.push(`${place[1]}: ${full[1]} ${full[2]}`);
  }
  return clean || found.length > 0 ? found : undefined;
};

/** mypy, and other checkers that write `path:line: error: message`. Notes belong to another finding. */
export const parseMypy: FindingsParser = (lines) => {
  const clean = lines.some((line) => /^Success: no issues found/.test(line));
  const found = lines.flatMap((line) => {
    const match = /^(\S[^:]*\.\w+):\d+(?::\d+)?: (?:fatal )?(error|warning): (.+)$/.exec(line);
    return match === null ? [] : [`${match[1]}: ${match[2]}: ${match[3]}`];
  });
  return clean || found.length > 0 ? found : undefined;
};

/** `go vet` and `go build`: findings below a `# package` line. */
export const parseGoVet: FindingsParser = (lines) => {
  if (!lines.some((line) => /^# \S+/.test(line))) return undefined;
  const found = lines.flatMap((line) => {
    const match = /^(?:vet: )?(\S[^:]*\.go):\d+(?::\d+)?: (.+)$/.exec(line);
    return match === null ? [] : [`${match[1]}: ${match[2]}`];
  });
  return found.length > 0 ? found : undefined;
};

/** rustc and clippy: the message comes first, its place on a later line. */
export const parseRustc: FindingsParser = (lines) => {
  if (!lines.some((line) => /^\s+(?:Checking|Compiling|Finished) |^error: could not compile/.test(line)))
    return undefined;
  const found: string[] = [];
  for (const [index, line] of lines.entries()) {
    const match = /^((?:error|warning)(?:\[\w+\])?): (.+)$/.exec(line);
    const place = lines
      .slice(index + 1, index + 3)
      .map((next) => /^\s*--> (.+?):\d+:\d+$/.exec(next)?.[1])
      .find((path) => path !== undefined);
    if (match !== null && place !== undefined) found.push(`${place}: ${match[1]}: ${match[2]}`);
  }
  return found;
};

/** Findings as a set; the same message twice in one file stays two, because positions are not part of a finding. */
export function findingSet(found: readonly string[]): ReadonlySet<string> {
  const set = new Set<string>();
  for (const raw of found) {
    const finding = stableName(raw.replace(/^\.[/\\]/, ""));
    let name = finding;
    for (let number = 2; set.has(name); number++) name = `${finding} (${number})`;
    set.add(name);
  }
  return set;
}
