import { type Closest, closestLine } from "./closest-line.ts";
import { type Found, linesIn, locate, type Match, type Place, wholeLines } from "./locate.ts";
import { reindent, shiftBetween } from "./reindent.ts";

export interface Edit {
  /** What stands there now. Empty means the start of the file. */
  readonly old: string;
  readonly new: string;
  readonly replaceAll: boolean;
}

export type EditOutcome =
  | {
      readonly kind: "applied";
      readonly text: string;
      readonly match: Match;
      /** 1-based lines of the text before, where something was replaced. */
      readonly lines: readonly number[];
    }
  | { readonly kind: "not-found"; readonly closest: Closest | undefined }
  /** 1-based lines of all places. */
  | { readonly kind: "ambiguous"; readonly lines: readonly number[] }
  /** Old and new are the same. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "malformed"; readonly because: string };

/** Replaces old by new in a text with `\n` line ends. `\r\n` in the edit counts as `\n`. */
export function applyEdit(text: string, edit: Edit): EditOutcome {
  const old = edit.old.replaceAll("\r\n", "\n");
  const wanted = edit.new.replaceAll("\r\n", "\n");
  if (old === wanted) return { kind: "unchanged" };
  if (old === "" && edit.replaceAll && text !== "") {
    return { kind: "malformed", because: "An empty old text stands everywhere, so it can't be replaced everywhere." };
  }
  if (old === "") return { kind: "applied", text: wanted + text, match: "exact", lines: [1] };
  return replace(text, old, wanted, edit.replaceAll) ?? replaceWithoutBlankEdges(text, old, wanted, edit.replaceAll);
}

/** One after the other, each on the result of the one before; the first that fails stops all, and nothing is changed. */
export function applyEdits(
  text: string,
  edits: readonly Edit[],
): { readonly outcome: EditOutcome /** 0-based, of the edit that the outcome is about. */; readonly index: number } {
  if (edits.length === 0) return { outcome: { kind: "malformed", because: "There is no edit." }, index: 0 };
  let current = text;
  const lines: number[] = [];
  let match: Match = "exact";
  for (const [index, edit] of edits.entries()) {
    const outcome = applyEdit(current, edit);
    if (outcome.kind !== "applied") return { outcome, index };
    current = outcome.text;
    lines.push(...outcome.lines);
    if (outcome.match !== "exact") match = outcome.match;
  }
  return { outcome: { kind: "applied", text: current, match, lines }, index: edits.length - 1 };
}

function replace(text: string, old: string, wanted: string, all: boolean): EditOutcome | undefined {
  const found = locate(text, old);
  if (found === undefined) return undefined;
  if (found.places.length > 1 && !all) return { kind: "ambiguous", lines: lineNumbers(text, found.places) };
  const places = withoutOverlaps(found.places);
  let changed = "";
  let end = 0;
  for (const place of places) {
    changed += text.slice(end, place.start) + replacement(text, place, found, old, wanted);
    end = place.end;
  }
  changed += text.slice(end);
  if (changed === text) return { kind: "unchanged" };
  return { kind: "applied", text: changed, match: found.match, lines: lineNumbers(text, places) };
}

/** Models like to begin or end a block with an empty line that the file doesn't have there. */
function replaceWithoutBlankEdges(text: string, old: string, wanted: string, all: boolean): EditOutcome {
  const core = withoutBlankEdges(old);
  const outcome = core === old || core === "" ? undefined : replace(text, core, withoutBlankEdges(wanted), all);
  return outcome ?? { kind: "not-found", closest: closestLine(text, old) };
}

function withoutBlankEdges(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "").replace(/(?:\n[ \t]*)+$/, "");
}

function withoutOverlaps(places: readonly Place[]): readonly Place[] {
  const kept: Place[] = [];
  for (const place of places) if (place.start >= (kept.at(-1)?.end ?? 0)) kept.push(place);
  return kept;
}

function replacement(text: string, place: Place, found: Found, old: string, wanted: string): string {
  switch (found.match) {
    case "exact":
      return wanted;
    case "look-alike":
      return keepCommonLines(
        text.slice(place.start, place.end).split("\n"),
        old.split("\n"),
        wanted.split("\n"),
        (line) => line,
      );
    case "ignoring-trailing-space":
    case "ignoring-indentation":
      return replaceLines(text, place, old, wanted);
  }
}

/** The place is made of whole lines here; a newline at its end belongs to it only as far as old and new speak of one. */
function replaceLines(text: string, place: Place, old: string, wanted: string): string {
  const found = linesIn(wholeLines(text), place).map((line) => line.text);
  const oldLines = wholeLines(old).map((line) => line.text);
  const newline = text[place.end - 1] === "\n" ? "\n" : "";
  const newLines = wholeLines(wanted).map((line) => line.text);
  const shift = shiftBetween(oldLines, found);
  const lines = keepCommonLines(found, oldLines, newLines, (line) => reindent(line, shift));
  if (newLines.length === 0) return old.endsWith("\n") ? "" : newline;
  return lines + (old.endsWith("\n") && !wanted.endsWith("\n") ? "" : newline);
}

/** Lines that old and new begin or end with alike stay as the file has them; those between are the new ones. */
function keepCommonLines(
  found: readonly string[],
  old: readonly string[],
  wanted: readonly string[],
  change: (line: string) => string,
): string {
  const shorter = Math.min(old.length, wanted.length);
  let head = 0;
  while (head < shorter && old[head] === wanted[head]) head++;
  let tail = 0;
  while (tail < shorter - head && old[old.length - 1 - tail] === wanted[wanted.length - 1 - tail]) tail++;
  const middle = wanted.slice(head, wanted.length - tail).map(change);
  return [...found.slice(0, head), ...middle, ...found.slice(found.length - tail)].join("\n");
}

function lineNumbers(text: string, places: readonly Place[]): readonly number[] {
  const numbers: number[] = [];
  let line = 1;
  let from = 0;
  for (const place of places) {
    for (; from < place.start; from++) if (text[from] === "\n") line++;
    numbers.push(line);
  }
  return numbers;
}
