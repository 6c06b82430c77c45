import { matchLines } from "./match-lines.ts";

interface DiffLine {
  readonly sign: " " | "-" | "+";
  readonly text: string;
  /** 0-based places in both texts where this line stands, or would stand. */
  readonly before: number;
  readonly after: number;
}

const contextLines = 3;

/**
 * A unified diff with `\n` line ends, for showing; empty when both sides are the same. Undefined stands for a file that is not there.
 * `path` is relative with `/`.
 */
export function unifiedDiff(path: string, before: string | undefined, after: string | undefined): string {
  const hunks = groupIntoHunks(diffLines(toLines(before ?? ""), toLines(after ?? "")));
  if (hunks.length === 0 && (before === undefined) === (after === undefined)) return "";
  const header = [
    `--- ${before === undefined ? "/dev/null" : `a/${path}`}`,
    `+++ ${after === undefined ? "/dev/null" : `b/${path}`}`,
  ];
  return `${[...header, ...hunks.flatMap(showHunk)].join("\n")}\n`;
}

/** Numbers from 0 of the lines of `after` that are new or changed. */
export function changedLines(before: string, after: string): ReadonlySet<number> {
  const lines = diffLines(toLines(before), toLines(after));
  return new Set(lines.filter(({ sign }) => sign === "+").map((line) => line.after));
}

/** Each line with its `\n`, so that a missing final newline is a difference. */
function toLines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function diffLines(before: readonly string[], after: readonly string[]): DiffLine[] {
  const lines: DiffLine[] = [];
  let place = 0;
  const removeUpTo = (end: number, at: number) => {
    for (; place < end; place++) lines.push({ sign: "-", text: before[place] ?? "", before: place, after: at });
  };
  matchLines(before, after).forEach((match, at) => {
    const text = after[at] ?? "";
    if (match < 0) {
      lines.push({ sign: "+", text, before: place, after: at });
      return;
    }
    removeUpTo(match, at);
    lines.push({ sign: " ", text, before: place++, after: at });
  });
  removeUpTo(before.length, after.length);
  return removalsFirst(lines);
}

/** Within a run of changed lines all removals stand before all additions, as people expect. */
function removalsFirst(lines: readonly DiffLine[]): DiffLine[] {
  const ordered: DiffLine[] = [];
  let added: DiffLine[] = [];
  for (const line of lines) {
    if (line.sign === "+") {
      added.push(line);
      continue;
    }
    if (line.sign === " ") {
      ordered.push(...added);
      added = [];
    }
    ordered.push(line);
  }
  return [...ordered, ...added];
}

function groupIntoHunks(lines: readonly DiffLine[]): DiffLine[][] {
  const hunks: { from: number; to: number }[] = [];
  lines.forEach((line, index) => {
    if (line.sign === " ") return;
    const last = hunks.at(-1);
    if (last !== undefined && index <= last.to + contextLines) last.to = index + contextLines + 1;
    else hunks.push({ from: Math.max(0, index - contextLines), to: index + contextLines + 1 });
  });
  return hunks.map((hunk) => lines.slice(hunk.from, hunk.to));
}

function showHunk(hunk: readonly DiffLine[]): string[] {
  const before = hunk.filter((line) => line.sign !== "+");
  const after = hunk.filter((line) => line.sign !== "-");
  const range = (lines: readonly DiffLine[], start: number) =>
    `${lines.length === 0 ? start : start + 1}${lines.length === 1 ? "" : `,${lines.length}`}`;
  const header = `@@ -${range(before, before[0]?.before ?? hunk[0]?.before ?? 0)} +${range(after, after[0]?.after ?? hunk[0]?.after ?? 0)} @@`;
  return [header, ...hunk.flatMap(showLine)];
}

function showLine(line: DiffLine): string[] {
  if (line.text.endsWith("\n")) return [line.sign + line.text.slice(0, -1)];
  return [line.sign + line.text, "\\ No newline at end of file"];
}
