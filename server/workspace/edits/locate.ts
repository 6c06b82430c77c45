/**
 * Where the old text of an edit stands. Four ways of looking, each more forgiving than the one before; the first that finds
 * anything decides, and what it finds more than once is never guessed between:
 *
 * 1. exact;
 * 2. look-alikes: curly quotes, long dashes and odd spaces count as their plain forms;
 * 3. whole lines, without the white space at their ends;
 * 4. whole lines, without their indentation as well, when it is shifted the same way everywhere.
 */
export type Match = "exact" | "look-alike" | "ignoring-trailing-space" | "ignoring-indentation";

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

export interface Line extends Place {
  /** Without its `\n`. */
  readonly text: string;
}

/** Undefined when no way of looking finds it. `old` is not empty, and both have `\n` only. */
export function locate(text: string, old: string): Found | undefined {
  const exact = findAll(text, old);
  if (exact.length > 0) return { match: "exact", places: exact };
  const alike = findAll(plain(text), plain(old));
  if (alike.length > 0) return { match: "look-alike", places: alike };
  const wanted = wholeLines(old);
  if (wanted.every((line) => line.text.trim() === "")) return undefined;
  const lines = wholeLines(text);
  const trimmed = findLines(lines, wanted, (line) => plain(line).trimEnd());
  if (trimmed.length > 0) return { match: "ignoring-trailing-space", places: trimmed };
  const shifted = findLines(lines, wanted, (line) => plain(line).trim()).filter((place) =>
    shiftsUniformly(wanted, linesIn(lines, place)),
  );
  return shifted.length > 0 ? { match: "ignoring-indentation", places: shifted } : undefined;
}

/** The lines of a text; what follows the last `\n` is a line only when it is not empty. */
export function wholeLines(text: string): readonly Line[] {
  const lines: Line[] = [];
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf("\n", start);
    const end = newline < 0 ? text.length : newline + 1;
    lines.push({ start, end, text: text.slice(start, newline < 0 ? end : newline) });
    start = end;
  }
  return lines;
}

export function indentation(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

const lookAlikes: readonly (readonly [RegExp, string])[] = [
  [/[\u2018\u2019\u201A\u201B\u2032]/g, "'"],
  [/[\u201C\u201D\u201E\u201F\u2033]/g, '"'],
  [/[\u2010-\u2015\u2212]/g, "-"],
  [/[\u00A0\u2000-\u200A\u202F\u205F\u3000]/g, " "],
];

/** Every replacement is one character for one, so that a place in the plain text is a place in the text. */
export function plain(text: string): string {
  return lookAlikes.reduce((changed, [pattern, character]) => changed.replace(pattern, character), text);
}

function findAll(text: string, old: string): readonly Place[] {
  const places: Place[] = [];
  for (let start = text.indexOf(old); start >= 0; start = text.indexOf(old, start + 1)) {
    places.push({ start, end: start + old.length });
  }
  return places;
}

function findLines(lines: readonly Line[], wanted: readonly Line[], key: (line: string) => string): readonly Place[] {
  const wantedKeys = wanted.map((line) => key(line.text));
  const keys = lines.map((line) => key(line.text));
  const places: Place[] = [];
  for (let at = 0; at + wanted.length <= keys.length; at++) {
    if (!wantedKeys.every((wantedKey, offset) => keys[at + offset] === wantedKey)) continue;
    places.push({ start: lines[at]?.start ?? 0, end: lines[at + wanted.length - 1]?.end ?? 0 });
  }
  return places;
}

export function linesIn(lines: readonly Line[], place: Place): readonly Line[] {
  return lines.filter((line) => line.start >= place.start && line.end <= place.end);
}

/**
 * Whether one rule turns every indentation of the old text into the file's: equal indentations stay equal, and deeper ones stay deeper.
 * Otherwise the structure is another one, and in some languages so is the meaning.
 */
function shiftsUniformly(wanted: readonly Line[], found: readonly Line[]): boolean {
  const shift = new Map<string, string>();
  for (const [index, line] of wanted.entries()) {
    if (line.text.trim() === "") continue;
    const from = indentation(line.text);
    const to = indentation(found[index]?.text ?? "");
    if ((shift.get(from) ?? to) !== to) return false;
    shift.set(from, to);
  }
  const ordered = [...shift].sort(([one], [two]) => one.length - two.length);
  return ordered.every(([, to], index) => index === 0 || to.length > (ordered[index - 1]?.[1].length ?? 0));
}
