import { findLines, linesOf } from "./line-search.ts";
import { asItReads, plain } from "./plain-text.ts";
import { shiftOf } from "./reindent.ts";

/**
 * Where the old text of an edit stands. Five ways of looking, each more forgiving than the one before; the first that finds
 * anything decides, and what it finds more than once is never guessed between:
 *
 * 1. exact;
 * 2. look-alikes: curly quotes, long dashes and odd spaces count as their plain forms;
 * 3. whole lines, without the white space at their ends;
 * 4. whole lines, without their indentation as well, when it is shifted the same way everywhere;
 * 5. whole lines as they read: also with other spacing inside, escaped quotes, accents put together differently.
 */
export type Match = "exact" | "look-alike" | "ignoring-trailing-space" | "ignoring-indentation" | "as-it-reads";

/** From `start` to `end` (exclusive) in the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface Found {
  readonly match: Match;
  /** In order. They may overlap: `aa` stands twice in `aaa`. */
  readonly places: readonly Place[];
}

/** A piece of text may stand anywhere; whole lines begin where a line of the file begins. */
export type Unit = "text" | "lines";

/**
 * Undefined when no way of looking finds it. `old` is not empty, and both have `\n` only. `newOfHunk` is what replaces it,
 * when context and changes are told apart.
 */
export function locate(text: string, old: string, unit: Unit, newOfHunk?: string): Found | undefined {
  const exact = findAll(text, old, unit);
  if (exact.length > 0) return { match: "exact", places: exact };
  const plainText = plain(text);
  const plainOld = plain(old);
  if (plainText !== text || plainOld !== old) {
    const alike = findAll(plainText, plainOld, unit);
    if (alike.length > 0) return { match: "look-alike", places: alike };
  }
  return locateLines(
    text,
    plainText,
    linesOf(plainOld),
    newOfHunk === undefined ? undefined : linesOf(plain(newOfHunk)),
  );
}

function locateLines(
  text: string,
  plainText: string,
  old: readonly string[],
  newOfHunk: readonly string[] | undefined,
): Found | undefined {
  const trimmed = findLines(plainText, old, trimEnd, trim);
  if (trimmed.length > 0) return { match: "ignoring-trailing-space", places: trimmed };
  const isShifted = (place: Place) =>
    shiftOf(old, linesOf(text.slice(place.start, place.end)), newOfHunk) !== undefined;
  const shifted = findLines(plainText, old, trim, trim).filter(isShifted);
  if (shifted.length > 0) return { match: "ignoring-indentation", places: shifted };
  const read = findLines(plainText, old, asItReads, longestWord).filter(isShifted);
  return read.length > 0 ? { match: "as-it-reads", places: read } : undefined;
}

const trim = (line: string) => line.trim();
const trimEnd = (line: string) => line.trimEnd();

/** What stands in a line whatever its spacing, escapes and accents. */
function longestWord(line: string): string {
  const words = line.match(/[!#-&(-[\]-_a-~]+/g) ?? [];
  return words.reduce((longest, word) => (word.length > longest.length ? word : longest), "");
}

function findAll(text: string, old: string, unit: Unit): readonly Place[] {
  const places: Place[] = [];
  for (let start = text.indexOf(old); start >= 0; start = text.indexOf(old, start + 1)) {
    if (unit === "text" || start === 0 || text[start - 1] === "\n") places.push({ start, end: start + old.length });
  }
  if (unit === "lines") places.push(...atTextEnd(text, old));
  return places;
}

/** The last lines of a text without a final newline. */
function atTextEnd(text: string, old: string): readonly Place[] {
  const last = old.slice(0, -1);
  const start = text.length - last.length;
  if (last === "" || !old.endsWith("\n") || !text.endsWith(last)) return [];
  return start === 0 || text[start - 1] === "\n" ? [{ start, end: text.length }] : [];
}
