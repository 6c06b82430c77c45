import { notFound } from "./closest-line.ts";
import type { BlockOutcome, EditOutcome } from "./edit-outcome.ts";
import type { Block } from "./file-edit.ts";
import { findBlock, type Spot } from "./find-block.ts";
import { lineNumbers } from "./line-numbers.ts";
import type { Place } from "./locate.ts";
import { placeInOrder } from "./place-in-order.ts";
import { replacement } from "./replacement.ts";
import { withoutBlankEdges, withoutLineNumbers } from "./tidy-block.ts";

/**
 * Replaces the blocks of a text with `\n` line ends. A model writes all blocks with the same text in view, so each is looked
 * for in the text as it was; what is not there may stand in the result of the blocks before. What finds its one place is
 * applied, and every other block says why not.
 */
export function applyBlocks(text: string, blocks: readonly Block[], inOrder: boolean): EditOutcome {
  const first = blocks[0];
  if (first === undefined) return { kind: "unchanged" };
  const state = new Applying(text);
  const known = inOrder && blocks.length > 1 ? placeInOrder(text, blocks) : [];
  const outcomes = blocks.map((block, index) => state.apply(block, known[index]));
  return overall(text, state.text, outcomes);
}

function overall(before: string, after: string, blocks: readonly BlockOutcome[]): EditOutcome {
  const failed = blocks.filter((block) => block.kind !== "placed");
  const placed = blocks.filter((block) => block.kind === "placed");
  const [only] = failed;
  if (only === undefined) {
    if (before === after) return { kind: "unchanged" };
    const match = placed.find((block) => block.match !== "exact")?.match ?? "exact";
    return { kind: "applied", text: after, match, lines: placed.map((block) => block.line) };
  }
  if (blocks.length === 1) return only;
  return placed.length === 0 || before === after
    ? { kind: "none-applied", blocks }
    : { kind: "partly-applied", text: after, blocks };
}

interface Change extends Place {
  readonly longer: number;
}

class Applying {
  text: string;
  /** The text in which blocks are looked for, and what was changed in it since: places of `#base`. */
  #base: string;
  #changes: Change[] = [];
  #isFirstText = true;

  constructor(text: string) {
    this.text = text;
    this.#base = text;
  }

  apply(block: Block, known: Spot | undefined): BlockOutcome {
    if (block.old === block.new) return block.isHunk ? this.#keep(block) : { kind: "unchanged" };
    const spot = (this.#isFirstText ? known : undefined) ?? findTidied(this.#base, block);
    if (spot.kind === "one" && !this.#touches(spot.place)) return this.#replace(spot);
    if (this.#changes.length === 0) return failure(this.#base, spot, block);
    const later = findTidied(this.text, block);
    if (later.kind !== "one") {
      return spot.kind === "none" ? failure(this.text, later, block) : failure(this.#base, spot, block);
    }
    this.#isFirstText = false;
    this.#base = this.text;
    this.#changes = [];
    return this.#replace(later);
  }

  /** A hunk of context alone changes nothing, but it must be there. */
  #keep(block: Block): BlockOutcome {
    const spot = findTidied(this.#base, block);
    if (spot.kind !== "one") return failure(this.#base, spot, block);
    return { kind: "placed", match: spot.match, line: lineNumbers(this.#base, [spot.place])[0] ?? 1 };
  }

  #touches(place: Place): boolean {
    return this.#changes.some((change) => place.start < change.end && change.start < place.end);
  }

  #replace({ place, match, block }: Extract<Spot, { kind: "one" }>): BlockOutcome {
    const added = replacement(this.#base, place, match, block);
    const shift = this.#changes.reduce((sum, change) => (change.end <= place.start ? sum + change.longer : sum), 0);
    const start = place.start + shift;
    this.text = this.text.slice(0, start) + added + this.text.slice(place.end + shift);
    this.#changes.push({ start: place.start, end: place.end, longer: added.length - (place.end - place.start) });
    return { kind: "placed", match, line: lineNumbers(this.#base, [place])[0] ?? 1 };
  }
}

/** As written, else without what models add by mistake: empty lines around it, line numbers in front of each line. */
function findTidied(text: string, block: Block): Spot {
  let spot = findBlock(text, block);
  for (const tidy of [withoutBlankEdges, withoutLineNumbers]) {
    if (spot.kind !== "none") return spot;
    const tidied = tidy(block);
    if (tidied !== undefined) spot = findBlock(text, tidied);
  }
  return spot;
}

function failure(text: string, spot: Spot, block: Block): BlockOutcome {
  switch (spot.kind) {
    case "several":
      return { kind: "ambiguous", lines: lineNumbers(text, spot.places) };
    case "malformed":
      return spot;
    case "one": // It lies where an earlier block has changed the text, and is not in the result.
    case "none":
      return notFound(text, block.old);
  }
}
