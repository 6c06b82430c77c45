import { linesOf } from "./line-search.ts";
import type { Match, Place } from "./locate.ts";
import { matchLines } from "./match-lines.ts";
import { reindent, type Shift, shiftOf } from "./reindent.ts";

export interface Replacing {
  readonly old: string;
  readonly new: string;
  /** New lines go in as written, also where the file is indented differently. */
  readonly verbatim?: boolean;
  /** Lines are marked as context or change, so that context may be indented otherwise. */
  readonly isHunk?: boolean;
}

/** What stands at the place afterwards. Lines that old and new share stay as the file has them. */
export function replacement(text: string, place: Place, match: Match, edit: Replacing): string {
  const found = text.slice(place.start, place.end);
  switch (match) {
    case "exact":
      return withoutAddedNewline(found, edit.old, edit.new);
    case "look-alike": {
      const lines = keepSharedLines(found.split("\n"), edit.old.split("\n"), edit.new.split("\n"), noShift);
      return withoutAddedNewline(found, edit.old, lines.join("\n"));
    }
    case "ignoring-trailing-space":
    case "ignoring-indentation":
    case "as-it-reads":
      return replaceLines(found, edit);
  }
}

/** Where the file's last line has no newline, the new last line has none either. */
function withoutAddedNewline(found: string, old: string, wanted: string): string {
  return old.endsWith("\n") && !found.endsWith("\n") && wanted.endsWith("\n") ? wanted.slice(0, -1) : wanted;
}

const noShift: Shift = [];

/** The place is made of whole lines here; a newline at its end belongs to it only as far as old and new speak of one. */
function replaceLines(found: string, { old, new: wanted, verbatim, isHunk }: Replacing): string {
  const newline = found.endsWith("\n") ? "\n" : "";
  const foundLines = linesOf(found);
  const oldLines = linesOf(old);
  const newLines = linesOf(wanted);
  if (newLines.length === 0) return old.endsWith("\n") ? "" : newline;
  const shift = verbatim ? noShift : (shiftOf(oldLines, foundLines, isHunk ? newLines : undefined) ?? noShift);
  const lines = keepSharedLines(foundLines, oldLines, newLines, shift).join("\n");
  return lines + (old.endsWith("\n") && !wanted.endsWith("\n") ? "" : newline);
}

function keepSharedLines(
  found: readonly string[],
  old: readonly string[],
  wanted: readonly string[],
  shift: Shift,
): readonly string[] {
  const shorter = Math.min(old.length, wanted.length);
  let head = 0;
  while (head < shorter && old[head] === wanted[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === wanted[wanted.length - 1 - tail]) tail++;
  const changed = wanted.slice(head, wanted.length - tail);
  const matches = matchLines(old.slice(head, old.length - tail), changed);
  const lines = found.slice(0, head);
  for (let index = 0; index < changed.length; index++) {
    const line = changed[index] ?? "";
    const match = matches[index] ?? -1;
    lines.push(match >= 0 ? (found[head + match] ?? line) : reindent(line, shift));
  }
  for (let left = tail; left > 0; left--) lines.push(found[old.length - left] ?? wanted[wanted.length - left] ?? "");
  return lines;
}
