/**
 * Which lines of two texts are the same line. Myers' greedy search finds the shortest edit as long as the texts differ in
 * few places; beyond that limit, lines that occur exactly once on each side divide the work, and what is left without
 * such a line counts as replaced. So the time stays near linear for any input.
 */
const maxEdits = 400;

type Numbers = readonly number[];

interface Range {
  readonly fromBefore: number;
  readonly toBefore: number;
  readonly fromAfter: number;
  readonly toAfter: number;
}

interface Pair {
  readonly before: number;
  readonly after: number;
}

/** For each line of `after` the index of its line in `before`, or -1. The indices only ever rise. */
export function matchLines(before: readonly string[], after: readonly string[]): readonly number[] {
  const matches = after.map(() => -1);
  const [beforeIds, afterIds] = numberLines(before, after);
  if (afterIds.every((id) => id === noLine)) return matches;
  const open: Range[] = [{ fromBefore: 0, toBefore: before.length, fromAfter: 0, toAfter: after.length }];
  for (let range = open.pop(); range !== undefined; range = open.pop()) {
    const rest = trimEqualEnds(beforeIds, afterIds, range, matches);
    if (rest === undefined) continue;
    const pairs = shortestEdit(beforeIds, afterIds, rest);
    if (pairs !== undefined) for (const pair of pairs) matches[pair.after] = pair.before;
    else open.push(...divide(beforeIds, afterIds, rest, matches));
  }
  return matches;
}

/** The number of every new line that stands nowhere among the old ones. */
const noLine = -1;

/** Equal lines have the same number. */
function numberLines(before: readonly string[], after: readonly string[]): [Numbers, Numbers] {
  const ids = new Map<string, number>();
  for (const line of before) if (!ids.has(line)) ids.set(line, ids.size);
  const numbers = (lines: readonly string[]) => lines.map((line) => ids.get(line) ?? noLine);
  return [numbers(before), numbers(after)];
}

function trimEqualEnds(before: Numbers, after: Numbers, range: Range, matches: number[]): Range | undefined {
  let { fromBefore, toBefore, fromAfter, toAfter } = range;
  while (fromBefore < toBefore && fromAfter < toAfter && before[fromBefore] === after[fromAfter]) {
    matches[fromAfter++] = fromBefore++;
  }
  while (fromBefore < toBefore && fromAfter < toAfter && before[toBefore - 1] === after[toAfter - 1]) {
    matches[--toAfter] = --toBefore;
  }
  return fromBefore === toBefore || fromAfter === toAfter ? undefined : { fromBefore, toBefore, fromAfter, toAfter };
}

/** Undefined when the two ranges differ by more than the limit. */
function shortestEdit(before: Numbers, after: Numbers, range: Range): readonly Pair[] | undefined {
  const height = range.toBefore - range.fromBefore;
  const width = range.toAfter - range.fromAfter;
  const limit = Math.min(maxEdits, height + width);
  const reach = new Array<number>(2 * limit + 3).fill(0);
  const trace: Numbers[] = [];
  for (let edits = 0; edits <= limit; edits++) {
    trace.push(reach.slice(limit + 1 - edits - 1, limit + 1 + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      let x = entry(reach, limit + 1, diagonal, edits);
      let y = x - diagonal;
      while (x < height && y < width && before[range.fromBefore + x] === after[range.fromAfter + y]) {
        x++;
        y++;
      }
      reach[limit + 1 + diagonal] = x;
      if (x >= height && y >= width) return walkBack(trace, height, width, range);
    }
  }
  return undefined;
}

/** Whether the best path to this diagonal takes a new line last, not an old one. `middle` is the place of diagonal 0. */
function takesNewLine(reach: Numbers, middle: number, diagonal: number, edits: number): boolean {
  if (diagonal === -edits) return true;
  return diagonal !== edits && (reach[middle + diagonal - 1] ?? 0) < (reach[middle + diagonal + 1] ?? 0);
}

/** How many old lines are behind the best path when it enters this diagonal. */
function entry(reach: Numbers, middle: number, diagonal: number, edits: number): number {
  if (edits === 0) return 0;
  if (takesNewLine(reach, middle, diagonal, edits)) return reach[middle + diagonal + 1] ?? 0;
  return (reach[middle + diagonal - 1] ?? 0) + 1;
}

function walkBack(trace: readonly Numbers[], height: number, width: number, range: Range): readonly Pair[] {
  const pairs: Pair[] = [];
  let x = height;
  let diagonal = height - width;
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const reach = trace[edits] ?? [];
    const start = entry(reach, edits + 1, diagonal, edits);
    while (x > start) {
      x--;
      pairs.push({ before: range.fromBefore + x, after: range.fromAfter + x - diagonal });
    }
    if (takesNewLine(reach, edits + 1, diagonal, edits)) diagonal++;
    else {
      diagonal--;
      x--;
    }
  }
  return pairs;
}

/** The gaps between the lines that occur once on each side, in the longest order that both sides share. */
function divide(before: Numbers, after: Numbers, range: Range, matches: number[]): readonly Range[] {
  const anchors = longestRising(uniquePairs(before, after, range));
  if (anchors.length === 0) return [];
  const gaps: Range[] = [];
  let { fromBefore, fromAfter } = range;
  for (const anchor of anchors) {
    matches[anchor.after] = anchor.before;
    gaps.push({ fromBefore, toBefore: anchor.before, fromAfter, toAfter: anchor.after });
    fromBefore = anchor.before + 1;
    fromAfter = anchor.after + 1;
  }
  gaps.push({ fromBefore, toBefore: range.toBefore, fromAfter, toAfter: range.toAfter });
  return gaps;
}

function uniquePairs(before: Numbers, after: Numbers, range: Range): readonly Pair[] {
  const inBefore = placesOfUnique(before, range.fromBefore, range.toBefore);
  const inAfter = placesOfUnique(after, range.fromAfter, range.toAfter);
  const pairs: Pair[] = [];
  for (const [id, place] of inAfter) {
    const other = inBefore.get(id);
    if (other !== undefined && other >= 0 && place >= 0) pairs.push({ before: other, after: place });
  }
  return pairs.sort((one, two) => one.after - two.after);
}

/** -1 for what occurs more than once. */
function placesOfUnique(ids: Numbers, from: number, to: number): Map<number, number> {
  const places = new Map<number, number>();
  for (let place = from; place < to; place++) {
    const id = ids[place] ?? -1;
    places.set(id, places.has(id) ? -1 : place);
  }
  return places;
}

function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  const previous = new Int32Array(pairs.length).fill(-1);
  const tails: number[] = [];
  pairs.forEach((pair, index) => {
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const half = (low + high) >> 1;
      if ((pairs[tails[half] ?? 0]?.before ?? 0) < pair.before) low = half + 1;
      else high = half;
    }
    previous[index] = tails[low - 1] ?? -1;
    tails[low] = index;
  });
  const rising: Pair[] = [];
  for (let index = tails.at(-1) ?? -1; index >= 0; index = previous[index] ?? -1) {
    const pair = pairs[index];
    if (pair !== undefined) rising.push(pair);
  }
  return rising.reverse();
}
