import type { Place } from "./locate.ts";

/** How a line is compared: the key of the file's line must be the key of the wanted one. */
export type Key = (line: string) => string;

/**
 * Where the wanted lines stand one below the other. Looks for one distinctive piece of them in the text and compares lines
 * only around its places, so that a large text is not cut into lines. `anchor` picks from a wanted line what every line
 * with its key must contain; undefined when there is no such piece.
 */
export function findLines(
  text: string,
  wanted: readonly string[],
  key: Key,
  anchor: (line: string) => string,
): readonly Place[] {
  const [index, piece] = mostDistinctive(wanted.map(anchor));
  if (piece === "") return [];
  const keys = wanted.map(key);
  const places: Place[] = [];
  for (let at = text.indexOf(piece); at >= 0; ) {
    const end = lineEnd(text, at);
    const place = linesAround(text, lineStart(text, at), end, index, keys, key);
    if (place !== undefined) places.push(place);
    at = text.indexOf(piece, end);
  }
  return places;
}

function mostDistinctive(pieces: readonly string[]): readonly [number, string] {
  let best = 0;
  pieces.forEach((piece, index) => {
    if (piece.length > (pieces[best]?.length ?? 0)) best = index;
  });
  return [best, pieces[best] ?? ""];
}

function linesAround(
  text: string,
  from: number,
  to: number,
  index: number,
  keys: readonly string[],
  key: Key,
): Place | undefined {
  if (key(lineAt(text, from, to)) !== keys[index]) return undefined;
  let start = from;
  for (let above = index - 1; above >= 0; above--) {
    if (start === 0) return undefined;
    const next = lineStart(text, start - 1);
    if (key(lineAt(text, next, start)) !== keys[above]) return undefined;
    start = next;
  }
  let end = to;
  for (let below = index + 1; below < keys.length; below++) {
    if (end === text.length) return undefined;
    const next = lineEnd(text, end);
    if (key(lineAt(text, end, next)) !== keys[below]) return undefined;
    end = next;
  }
  return { start, end };
}

/** The line without its `\n`; `end` is behind it. */
function lineAt(text: string, start: number, end: number): string {
  return text.slice(start, text[end - 1] === "\n" ? end - 1 : end);
}

/** Where the line begins that holds this character. */
export function lineStart(text: string, at: number): number {
  return at === 0 ? 0 : text.lastIndexOf("\n", at - 1) + 1;
}

/** Behind the `\n` of the line that holds this character, or the end of the text. */
export function lineEnd(text: string, at: number): number {
  const newline = text.indexOf("\n", at);
  return newline < 0 ? text.length : newline + 1;
}

/** The lines of a text; what follows the last `\n` is a line only when it is not empty. */
export function linesOf(text: string): string[] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
