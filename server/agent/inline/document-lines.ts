/** A document cut into lines. `lines[n] + ends[n]` is line `n` as it stands; the last end is empty. */
export interface DocumentLines {
  readonly lines: readonly string[];
  readonly ends: readonly string[];
  /** The line end that most lines have; `\n` when there is none. */
  readonly lineEnd: "\n" | "\r\n" | "\r";
}

export function cutIntoLines(text: string): DocumentLines {
  const parts = text.split(/(\r\n|\n|\r)/);
  const lines = parts.filter((_, index) => index % 2 === 0);
  const ends = [...parts.filter((_, index) => index % 2 === 1), ""];
  return { lines, ends, lineEnd: mostFrequent(ends) };
}

/** The text from one line up to another, with its own line ends. */
export function textOf({ lines, ends }: DocumentLines, from: number, to: number): string {
  return lines
    .slice(from, to)
    .map((line, index) => line + ends[from + index])
    .join("");
}

/** The whole text with the lines from `from` up to `to` replaced. */
export function withReplacement(document: DocumentLines, from: number, to: number, replacement: string): string {
  return textOf(document, 0, from) + replacement + textOf(document, to, document.lines.length);
}

function mostFrequent(ends: readonly string[]): DocumentLines["lineEnd"] {
  const count = (end: string) => ends.filter((one) => one === end).length;
  const [windows, old, unix] = [count("\r\n"), count("\r"), count("\n")];
  if (windows > unix && windows >= old) return "\r\n";
  return old > unix ? "\r" : "\n";
}

/**
 * The lines that are shown around those from `from` up to `to`: all when they fit, else as many before as after, and more on
 * one side when the other has fewer. The lines in the middle are always shown; `most` is in characters.
 */
export function windowAround(
  { lines }: DocumentLines,
  from: number,
  to: number,
  most: number,
): { readonly from: number; readonly to: number } {
  const size = (index: number) => (lines[index]?.length ?? 0) + 1;
  let left = most;
  for (let index = from; index < to; index++) left -= size(index);
  let [first, end] = [from, to];
  let [above, below] = [first > 0, end < lines.length];
  while (above || below) {
    if (above) {
      above = size(first - 1) <= left;
      if (above) left -= size(--first);
      above &&= first > 0;
    }
    if (below) {
      below = size(end) <= left;
      if (below) left -= size(end++);
      below &&= end < lines.length;
    }
  }
  return { from: first, to: end };
}
