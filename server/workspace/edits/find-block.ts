import type { Block } from "./file-edit.ts";
import { lineNumbers } from "./line-numbers.ts";
import { lineEnd } from "./line-search.ts";
import { type FoundPlace, locate, type Match, type Place } from "./locate.ts";
import { indentation } from "./reindent.ts";

/** Where a block goes. */
export type Spot =
  /** `block` as it was found, perhaps tidied. */
  | { readonly kind: "one"; readonly place: Place; readonly match: Match; readonly block: Block }
  | { readonly kind: "several"; readonly places: readonly FoundPlace[]; readonly block: Block }
  | { readonly kind: "none" }
  | { readonly kind: "malformed"; readonly because: string };

export function findBlock(text: string, block: Block): Spot {
  if (block.old === "") return block.isHunk ? behindAnchors(text, block) : asNewText(text, block);
  const found = locate(text, block.old, "lines", block.isHunk ? block.new : undefined);
  if (found.every((place) => place.match === "other-nesting")) return { kind: "none" };
  return spotOf(narrow(text, found, block), block);
}

export function spotOf(places: readonly FoundPlace[], block: Block): Spot {
  const [place, second] = places;
  if (second !== undefined) return { kind: "several", places, block };
  if (place === undefined || place.match === "other-nesting") return { kind: "none" };
  return { kind: "one", place, match: place.match, block };
}

function asNewText(text: string, block: Block): Spot {
  if (text.trim() === "") return { kind: "one", place: { start: 0, end: text.length }, match: "exact", block };
  return {
    kind: "malformed",
    because: "An empty search is for a new file, and this file has content. Search for the lines next to the change.",
  };
}

/** Lines to add with nothing around them: behind the line that the anchors name, or at the end of the file. */
function behindAnchors(text: string, block: Block): Spot {
  const anchors = block.anchors ?? [];
  if (anchors.length === 0)
    return {
      kind: "one",
      place: { start: text.length, end: text.length },
      match: "exact",
      block: onOwnLine(text, block),
    };
  const ends = anchorEnds(text, anchors);
  const [end, second] = ends;
  if (end === undefined) return { kind: "none" };
  const places = ends.map((at) => ({ start: at, end: at, match: "exact" as const }));
  if (second !== undefined) return { kind: "several", places, block };
  return { kind: "one", place: { start: end, end }, match: "exact", block: onOwnLine(text.slice(0, end), block) };
}

/** A file whose last line has no newline gets one before what is added, and none behind it. */
function onOwnLine(before: string, block: Block): Block {
  if (before === "" || before.endsWith("\n")) return block;
  return { ...block, new: `\n${block.new.replace(/\n$/, "")}` };
}

/** What a format says beside the lines themselves decides between several places, as far as it names exactly one. */
function narrow(text: string, places: readonly FoundPlace[], { atEnd, anchors, line }: Block): readonly FoundPlace[] {
  if (places.length < 2) return places;
  let left = places;
  if (atEnd) left = someOf(left, (place) => text.slice(place.end).trim() === "");
  if (left.length > 1 && anchors !== undefined && anchors.length > 0) left = underAnchors(text, left, anchors);
  if (left.length > 1 && line !== undefined) left = nearest(text, left, line);
  return left;
}

function someOf(places: readonly FoundPlace[], keep: (place: FoundPlace) => boolean): readonly FoundPlace[] {
  const kept = places.filter(keep);
  return kept.length > 0 ? kept : places;
}

/** Places inside what the anchor line opens; else those that come after it at all. */
function underAnchors(text: string, places: readonly FoundPlace[], anchors: readonly string[]): readonly FoundPlace[] {
  const ends = anchorEnds(text, anchors);
  const [end, second] = ends;
  if (end === undefined || second !== undefined) return places;
  const scopeEnd = endOfScope(text, end);
  const inside = places.filter((place) => place.start >= end && place.start < scopeEnd);
  return inside.length > 0 ? inside : someOf(places, (place) => place.start >= end);
}

/** Behind each line on which the last anchor stands: inside what the anchor before it opens, or else below it. */
function anchorEnds(text: string, anchors: readonly string[]): readonly number[] {
  let ends: readonly number[] = [];
  for (const anchor of anchors) {
    const from = ends[0] ?? 0;
    if (ends.length > 1) break;
    const below = linesWith(text, anchor, from);
    const scopeEnd = ends.length === 0 ? text.length : endOfScope(text, from);
    const inside = below.filter((end) => end <= scopeEnd);
    if (below.length > 0) ends = inside.length > 0 ? inside : below;
  }
  return ends;
}

function linesWith(text: string, anchor: string, from: number): readonly number[] {
  const wanted = anchor.trim();
  if (wanted === "") return [];
  const whole: number[] = [];
  const parts: number[] = [];
  for (let at = text.indexOf(wanted, from); at >= 0; ) {
    const start = text.lastIndexOf("\n", at) + 1;
    const end = lineEnd(text, at);
    (text.slice(start, end).trim() === wanted ? whole : parts).push(end);
    at = text.indexOf(wanted, end);
  }
  return whole.length > 0 ? whole : parts;
}

/** Up to the next line that is not indented deeper than the line before `from`. */
function endOfScope(text: string, from: number): number {
  const opener = text.slice(text.lastIndexOf("\n", from - 2) + 1, from);
  const depth = indentation(opener).length;
  let at = from;
  while (at < text.length) {
    const end = lineEnd(text, at);
    const line = text.slice(at, end);
    if (line.trim() !== "" && indentation(line).length <= depth) return at;
    at = end;
  }
  return at;
}

/** The place next to the line when it is less than half as far away as any other. */
function nearest(text: string, places: readonly FoundPlace[], line: number): readonly FoundPlace[] {
  const distances = lineNumbers(text, places).map((number) => Math.abs(number - line));
  const [best = 0, second = Number.POSITIVE_INFINITY] = distances.toSorted((one, two) => one - two);
  if (best * 2 >= second) return places;
  return places.filter((_, index) => distances[index] === best);
}
