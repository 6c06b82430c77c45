import { diffArrays } from "diff";

/** Lines `beforeStart..beforeEnd` of one text stand where `afterStart..afterEnd` stand in the other. From 0, end excluded. */
export interface LineChange {
  readonly beforeStart: number;
  readonly beforeEnd: number;
  readonly afterStart: number;
  readonly afterEnd: number;
}

/** Beyond this many edits the smallest difference takes too long to find: then the differing middle is one change. */
const mostEdits = 1_000;

/** The text cut after every line end, so that joining gives it back: `"a\r\nb"` is `["a\r\n", "b"]`. */
export function linesOf(text: string): string[] {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$/g) ?? [];
}

/**
 * What differs, in order, each apart from the next by at least one equal line. `exactly`: lines that end differently differ.
 * `by-content`: they don't, as in the editor's own diff; the answer holds for the texts as they are, since both have the same lines.
 */
export function changesBetween(before: string, after: string, how: "exactly" | "by-content"): readonly LineChange[] {
  const old = how === "exactly" ? linesOf(before) : linesOf(withLineEnd(before, "\n"));
  const now = how === "exactly" ? linesOf(after) : linesOf(withLineEnd(after, "\n"));
  const head = commonStart(old, now);
  const tail = commonEnd(old, now, head);
  const middle = diffArrays(old.slice(head, old.length - tail), now.slice(head, now.length - tail), {
    maxEditLength: mostEdits,
  });
  if (middle === undefined) {
    return [{ beforeStart: head, beforeEnd: old.length - tail, afterStart: head, afterEnd: now.length - tail }];
  }
  const changes: LineChange[] = [];
  let beforeLine = head;
  let afterLine = head;
  let open: LineChange | undefined;
  for (const part of middle) {
    if (!part.added && !part.removed) {
      if (open !== undefined) changes.push(open);
      open = undefined;
      beforeLine += part.count;
      afterLine += part.count;
      continue;
    }
    const start = open ?? { beforeStart: beforeLine, afterStart: afterLine };
    if (part.removed) beforeLine += part.count;
    else afterLine += part.count;
    open = {
      beforeStart: start.beforeStart,
      afterStart: start.afterStart,
      beforeEnd: beforeLine,
      afterEnd: afterLine,
    };
  }
  if (open !== undefined) changes.push(open);
  return changes;
}

/** `after` with one change taken back. */
export function undoChange(before: string, after: string, change: LineChange): string {
  return splice(after, change.afterStart, change.afterEnd, linesOf(before).slice(change.beforeStart, change.beforeEnd));
}

/** `before` with one change taken over: compared with `after`, that change is gone and all others are still there. */
export function keepChange(before: string, after: string, change: LineChange): string {
  return splice(before, change.beforeStart, change.beforeEnd, linesOf(after).slice(change.afterStart, change.afterEnd));
}

/** The change that a line of `after` belongs to; where lines are missing, the line below the gap and the one above it do. */
export function changeAt(changes: readonly LineChange[], line: number): LineChange | undefined {
  return (
    changes.find((change) => line >= change.afterStart && line < change.afterEnd) ??
    changes.find(
      (change) =>
        change.afterStart === change.afterEnd && (line === change.afterStart || line === change.afterStart - 1),
    )
  );
}

function splice(text: string, start: number, end: number, lines: readonly string[]): string {
  return linesOf(text)
    .toSpliced(start, end - start, ...lines)
    .join("");
}

function commonStart(old: readonly string[], now: readonly string[]): number {
  const most = Math.min(old.length, now.length);
  let count = 0;
  while (count < most && old[count] === now[count]) count++;
  return count;
}

function commonEnd(old: readonly string[], now: readonly string[], head: number): number {
  const most = Math.min(old.length, now.length) - head;
  let count = 0;
  while (count < most && old[old.length - 1 - count] === now[now.length - 1 - count]) count++;
  return count;
}

/** How the lines end. `mixed`: in more than one way, or in one that editors don't write. */
export function lineEndOf(text: string): "\n" | "\r\n" | "mixed" | "none" {
  const ends = new Set(text.match(/\r\n|\r|\n/g));
  if (ends.size === 0) return "none";
  const [only] = ends;
  return ends.size === 1 && (only === "\n" || only === "\r\n") ? only : "mixed";
}

/** The same lines, all ending alike. */
export function withLineEnd(text: string, end: "\n" | "\r\n"): string {
  return text.replace(/\r\n|\r|\n/g, end);
}
