import type { Place } from "./locate.ts";
import { asItReads, plain, rarestWord } from "./plain-text.ts";

/** How lines may differ and still be meant, from strict to forgiving. */
const lineMatches = ["look-alike", "ignoring-trailing-space", "ignoring-indentation", "as-it-reads"] as const;
export type LineMatch = (typeof lineMatches)[number];

export interface FoundLines extends Place {
  /** As the text has them, without their `\n`. */
  readonly lines: readonly string[];
  /** The first way in which all of them are the same. */
  readonly match: LineMatch;
}

/**
 * Where lines that read like the wanted ones, which are plain, stand one below the other. Looks for one rare word of them in
 * the text and compares lines only around its places, so that a large text is not cut into lines.
 */
export function findLines(text: string, wanted: readonly string[]): readonly FoundLines[] {
  const rarest = rarestWord(text, wanted.join("\n"));
  if (rarest === undefined) return [];
  const index = wanted.findIndex((line) => line.includes(rarest));
  const search: Search = { text, wanted, index, keyOf: remembering(asItReads) };
  const places: FoundLines[] = [];
  for (let at = text.indexOf(rarest); at >= 0; ) {
    const end = lineEnd(text, at);
    const place = linesAround(search, lineStart(text, at), end);
    if (place !== undefined) places.push(place);
    at = text.indexOf(rarest, end);
  }
  return places;
}

interface Search {
  readonly text: string;
  readonly wanted: readonly string[];
  /** Of the wanted line that holds the rare word. */
  readonly index: number;
  readonly keyOf: (line: string) => string;
}

function linesAround(search: Search, from: number, to: number): FoundLines | undefined {
  const { text, wanted, index } = search;
  const found = lineAt(text, from, to);
  let loosest = howAlike(search, found, index);
  if (loosest === unlike) return undefined;
  const lines = new Array<string>(wanted.length);
  lines[index] = found;
  let start = from;
  for (let above = index - 1; above >= 0; above--) {
    if (start === 0) return undefined;
    const next = lineStart(text, start - 1);
    const line = lineAt(text, next, start);
    loosest = Math.max(loosest, howAlike(search, line, above));
    if (loosest === unlike) return undefined;
    lines[above] = line;
    start = next;
  }
  let end = to;
  for (let below = index + 1; below < wanted.length; below++) {
    if (end === text.length) return undefined;
    const next = lineEnd(text, end);
    const line = lineAt(text, end, next);
    loosest = Math.max(loosest, howAlike(search, line, below));
    if (loosest === unlike) return undefined;
    lines[below] = line;
    end = next;
  }
  return { start, end, lines, match: lineMatches[loosest] ?? "as-it-reads" };
}

const unlike = lineMatches.length;

/** An index in the ways to match; most lines are the same as they are written and need no closer reading. */
function howAlike({ wanted, keyOf }: Search, found: string, index: number): number {
  const old = wanted[index] ?? "";
  if (old === found) return 0;
  const line = plain(found);
  if (old === line) return 0;
  if (old.trimEnd() === line.trimEnd()) return 1;
  if (old.trim() === line.trim()) return 2;
  return keyOf(old) === keyOf(line) ? 3 : unlike;
}

/** Where a word stands often, the lines around it are often the same too. */
function remembering(key: (line: string) => string): (line: string) => string {
  const known = new Map<string, string>();
  return (line) => {
    let found = known.get(line);
    if (found === undefined) {
      found = key(line);
      known.set(line, found);
    }
    return found;
  };
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
  const lines: string[] = [];
  for (let start = 0; start < text.length; ) {
    const end = lineEnd(text, start);
    lines.push(lineAt(text, start, end));
    start = end;
  }
  return lines;
}
