import type { Block } from "./file-edit.ts";
import { findBlock, type Spot, spotOf } from "./find-block.ts";
import { lineNumbers } from "./line-numbers.ts";
import type { FoundPlace, Place } from "./locate.ts";

/**
 * Blocks that come in the order of the file: one that could go to several places goes between its neighbours when only one
 * of them lies there, or, when the line numbers of the others proved right, to the one on its line. Where the blocks that have one place break that order, it says nothing.
 */
export function placeInOrder(text: string, blocks: readonly Block[]): readonly (Spot | undefined)[] {
  const spots = blocks.map((block) => findBlock(text, block));
  const sure = spots.map((spot) => (spot.kind === "one" ? spot.place : undefined));
  const isProved = claimsHold(text, blocks, sure);
  if (!rises(sure)) return spots.map(unlessNone);
  return spots.map((spot, index) => {
    if (spot.kind !== "several") return unlessNone(spot);
    const after = sure.slice(0, index).findLast((place) => place !== undefined)?.end ?? 0;
    const before = sure.slice(index + 1).find((place) => place !== undefined)?.start ?? text.length;
    const between = spot.places.filter((place) => place.start >= after && place.end <= before);
    const place =
      between.length === 1 ? between[0] : isProved ? atLine(text, between, blocks[index]?.claimedLine) : undefined;
    if (place === undefined) return spot;
    sure[index] = place;
    return spotOf([place], spot.block);
  });
}

/** Whether the line numbers in the headers are right wherever it can be told. */
function claimsHold(text: string, blocks: readonly Block[], sure: readonly (Place | undefined)[]): boolean {
  const told = blocks.flatMap(({ claimedLine }, index) => {
    const place = sure[index];
    return claimedLine === undefined || place === undefined ? [] : [{ claimedLine, place }];
  });
  const numbers = told.map(({ place }) => lineNumbers(text, [place])[0]);
  return told.length > 0 && told.every(({ claimedLine }, index) => claimedLine === numbers[index]);
}

function atLine(text: string, places: readonly FoundPlace[], line: number | undefined): FoundPlace | undefined {
  const numbers = lineNumbers(text, places);
  return places.find((_, index) => numbers[index] === line);
}

/** What was not found as it is may be found tidied. */
function unlessNone(spot: Spot): Spot | undefined {
  return spot.kind === "none" ? undefined : spot;
}

function rises(places: readonly (Place | undefined)[]): boolean {
  let end = 0;
  for (const place of places) {
    if (place === undefined) continue;
    if (place.start < end) return false;
    end = place.end;
  }
  return true;
}
