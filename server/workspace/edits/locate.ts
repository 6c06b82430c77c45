import { findLines, type LineMatch, linesOf } from "./line-search.ts";
import { plain, rarestWord } from "./plain-text.ts";
import { shiftOf } from "./reindent.ts";

/**
 * How an old text was found, from strict to forgiving:
 *
 * - exact;
 * - look-alike: curly quotes, long dashes and odd spaces count as their plain forms;
 * - whole lines, without the white space at their ends;
 * - whole lines, without their indentation as well, when it is shifted the same way everywhere;
 * - whole lines as they read: also with other spacing inside, escaped quotes, accents put together differently.
 *
 * What stands exactly somewhere is meant there. Else every place that any of the other ways finds could be meant, and
 * nothing is guessed between them.
 */
export type Match = "exact" | LineMatch;

/** From `start` to `end` (exclusive) in the text. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

export interface FoundPlace extends Place {
  /** Where the same words are nested otherwise, nothing is replaced, but the place could have been meant. */
  readonly match: Match | "other-nesting";
}

/** A piece of text may stand anywhere; whole lines begin where a line of the file begins. */
export type Unit = "text" | "lines";

/**
 * All places in order; they may overlap: `aa` stands twice in `aaa`. `old` is not empty, and both have `\n` only. `newOfHunk` is
 * what replaces it, when context and changes are told apart.
 */
export function locate(text: string, old: string, unit: Unit, newOfHunk?: string): readonly FoundPlace[] {
  const exact = findExact(text, old, unit);
  if (exact.length > 0) return exact;
  const alike = unit === "text" ? findAlike(text, plain(old)) : [];
  const lines = findAsItReads(
    text,
    linesOf(plain(old)),
    newOfHunk === undefined ? undefined : linesOf(plain(newOfHunk)),
  );
  if (alike.length === 0) return lines;
  const others = lines.filter((place) => !alike.some((one) => one.start < place.end && place.start < one.end));
  return [...alike, ...others].sort((one, two) => one.start - two.start);
}

function findAsItReads(
  text: string,
  old: readonly string[],
  newOfHunk: readonly string[] | undefined,
): readonly FoundPlace[] {
  return findLines(text, old).map(({ start, end, lines, match }): FoundPlace => {
    const isNestedAlike = !nestsAnew.has(match) || shiftOf(old, lines, newOfHunk) !== undefined;
    return { start, end, match: isNestedAlike ? match : "other-nesting" };
  });
}

const nestsAnew: ReadonlySet<Match> = new Set(["ignoring-indentation", "as-it-reads"]);

/** Pieces of text, perhaps within a line, that are the same but for look-alikes. Looks only where a rare word of them stands. */
function findAlike(text: string, plainOld: string): readonly FoundPlace[] {
  const word = rarestWord(text, plainOld);
  const places: FoundPlace[] = [];
  if (word === undefined) return places;
  const before = plainOld.indexOf(word);
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const start = at - before;
    const end = start + plainOld.length;
    if (start >= 0 && plain(text.slice(start, end)) === plainOld) places.push({ start, end, match: "look-alike" });
  }
  return places;
}

function findExact(text: string, old: string, unit: Unit): readonly FoundPlace[] {
  const places: FoundPlace[] = [];
  for (let start = text.indexOf(old); start >= 0; start = text.indexOf(old, start + 1)) {
    if (unit === "text" || start === 0 || text[start - 1] === "\n")
      places.push({ start, end: start + old.length, match: "exact" });
  }
  if (unit === "lines") places.push(...atTextEnd(text, old));
  return places;
}

/** The last lines of a text without a final newline. */
function atTextEnd(text: string, old: string): readonly FoundPlace[] {
  const last = old.slice(0, -1);
  const start = text.length - last.length;
  if (last === "" || last.endsWith("\n") || !old.endsWith("\n") || !text.endsWith(last)) return [];
  return start === 0 || text[start - 1] === "\n" ? [{ start, end: text.length, match: "exact" }] : [];
}
