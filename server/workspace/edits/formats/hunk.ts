import type { Block } from "../file-edit.ts";

/**
 * A hunk as lines with their signs. A line without a sign is taken as context: models forget the space. Empty lines at the end
 * stand between hunks and belong to none.
 */
export interface HunkText {
  readonly lines: readonly string[];
  readonly anchors: readonly string[];
  /** The first old line's number as the header claims it. */
  readonly claimedLine?: number;
  readonly atEnd?: boolean;
}

/** `@@`, `@@ … @@`, `@@ -1,2 +3,4 @@ function f()` or `@@ class A`; undefined for any other line. */
export function readHunkHeader(
  line: string,
): { readonly claimedLine: number | undefined; readonly anchor: string | undefined } | undefined {
  const text = line.trim();
  if (!/^@@(?:\s|$)/.test(text)) return undefined;
  const ranges = /^@@ -(\d+)(?:,\d+)? \+\d+(?:,\d+)? @@\s?(.*)$/.exec(text);
  const anchor = (ranges ? ranges[2] : text.replace(/^@@\s*/, "").replace(/\s*@@$/, ""))?.trim() ?? "";
  const isEmpty = /^(?:\.\.\.|…|[-+,\d\s]*)$/.test(anchor);
  return { claimedLine: ranges ? Number(ranges[1]) : undefined, anchor: isEmpty ? undefined : anchor };
}

export function trimHunk(lines: readonly string[]): readonly string[] {
  const last = lines.findLastIndex((line) => line !== "");
  return lines.slice(0, last + 1);
}

export function changesSomething(lines: readonly string[]): boolean {
  return lines.some((line) => line.startsWith("+") || line.startsWith("-"));
}

export function toBlock({ lines, anchors, claimedLine, atEnd }: HunkText): Block {
  const side = (other: string) =>
    lines
      .filter((line) => !line.startsWith(other))
      .map((line) => `${/^[-+ ]/.test(line) ? line.slice(1) : line}\n`)
      .join("");
  const block: Block = { old: side("+"), new: side("-"), isHunk: true, anchors, atEnd: atEnd === true };
  return claimedLine === undefined ? block : { ...block, claimedLine };
}
