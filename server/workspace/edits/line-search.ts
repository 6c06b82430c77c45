import type { Place } from "./locate.ts";
import { asItReads, rarestWord, wordsOf } from "./plain-text.ts";

/**
 * Where lines that read like the wanted ones stand one below the other. Looks for one rare word of them in the text and
 * compares lines only around its places, so that a large text is not cut into lines.
 */
export function findLines(text: string, wanted: readonly string[]): readonly Place[] {
  const words = wanted.map(wordsOf);
  const rarest = rarestWord(text, words.flat());
  if (rarest === undefined) return [];
  const search: Search = {
    text,
    keyOf: remembering(asItReads),
    keys: wanted.map(asItReads),
    index: words.findIndex((line) => line.includes(rarest)),
  };
  const places: Place[] = [];
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
  readonly keyOf: (line: string) => string;
  readonly keys: readonly string[];
  /** Of the key whose line holds the rare word. */
  readonly index: number;
}

function linesAround({ text, keyOf, keys, index }: Search, from: number, to: number): Place | undefined {
  if (keyOf(lineAt(text, from, to)) !== keys[index]) return undefined;
  let start = from;
  for (let above = index - 1; above >= 0; above--) {
    if (start === 0) return undefined;
    const next = lineStart(text, start - 1);
    if (keyOf(lineAt(text, next, start)) !== keys[above]) return undefined;
    start = next;
  }
  let end = to;
  for (let below = index + 1; below < keys.length; below++) {
    if (end === text.length) return undefined;
    const next = lineEnd(text, end);
    if (keyOf(lineAt(text, end, next)) !== keys[below]) return undefined;
    end = next;
  }
  return { start, end };
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
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
