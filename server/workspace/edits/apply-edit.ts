import { notFound } from "./closest-line.ts";
import type { BlockFailure, EditOutcome } from "./edit-outcome.ts";
import { lineNumbers } from "./line-numbers.ts";
import { locate, type Match, type Place } from "./locate.ts";
import { replacement } from "./replacement.ts";

export interface Edit {
  /** What stands there now. Empty means the start of the file. */
  readonly old: string;
  readonly new: string;
  readonly replaceAll: boolean;
}

type Applied = Extract<EditOutcome, { kind: "applied" }> | BlockFailure;

/** Replaces old by new in a text with `\n` line ends. `\r\n` in the edit counts as `\n`. */
export function applyEdit(text: string, edit: Edit): Applied {
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
): { readonly outcome: Applied /** 0-based, of the edit that the outcome is about. */; readonly index: number } {
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

function replace(text: string, old: string, wanted: string, all: boolean): Applied | undefined {
  const found = locate(text, old, "text");
  const strictest = strictness.find((match) => found.some((place) => place.match === match));
  if (strictest === undefined) return undefined;
  if (found.length > 1 && !all) return { kind: "ambiguous", lines: lineNumbers(text, found) };
  const places = withoutOverlaps(found.filter((place) => place.match === strictest));
  let changed = "";
  let end = 0;
  for (const place of places) {
    changed += text.slice(end, place.start) + replacement(text, place, strictest, { old, new: wanted });
    end = place.end;
  }
  changed += text.slice(end);
  if (changed === text) return { kind: "unchanged" };
  return { kind: "applied", text: changed, match: strictest, lines: lineNumbers(text, places) };
}

const strictness: readonly Match[] = [
  "exact",
  "look-alike",
  "ignoring-trailing-space",
  "ignoring-indentation",
  "as-it-reads",
];

/** Models like to begin or end a block with an empty line that the file doesn't have there. */
function replaceWithoutBlankEdges(text: string, old: string, wanted: string, all: boolean): Applied {
  const core = withoutBlankEdges(old);
  const outcome = core === old || core === "" ? undefined : replace(text, core, withoutBlankEdges(wanted), all);
  return outcome ?? notFound(text, old);
}

function withoutBlankEdges(text: string): string {
  return text.replace(/^(?:[ \t]*\n)+/, "").replace(/(?:\n[ \t]*)+$/, "");
}

function withoutOverlaps(places: readonly Place[]): readonly Place[] {
  const kept: Place[] = [];
  for (const place of places) if (place.start >= (kept.at(-1)?.end ?? 0)) kept.push(place);
  return kept;
}
