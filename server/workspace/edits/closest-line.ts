import { plain } from "./plain-text.ts";

/** The place in the file that looks most like the old text, and the first line there that differs. */
export interface Closest {
  /** 1-based. */
  readonly line: number;
  readonly expected: string;
  readonly actual: string;
}

/** That an old text stands nowhere. The closest line is looked for when someone asks: it takes longer than the edit itself. */
export function notFound(
  text: string,
  old: string,
): { readonly kind: "not-found"; readonly closest: Closest | undefined } {
  let closest: { readonly line: Closest | undefined } | undefined;
  return {
    kind: "not-found",
    get closest() {
      closest ??= { line: closestLine(text, old) };
      return closest.line;
    },
  };
}

/** Undefined when nothing in the text is even similar. */
export function closestLine(text: string, old: string): Closest | undefined {
  const lines = text.split("\n");
  const wanted = old.split("\n");
  while (wanted[0]?.trim() === "") wanted.shift();
  while (wanted.at(-1)?.trim() === "") wanted.pop();
  const start = bestAligned(lines, wanted) ?? mostSimilar(lines, wanted[0] ?? "");
  if (start === undefined) return undefined;
  const differing = wanted.findIndex((line, index) => key(lines[start + index] ?? "") !== key(line));
  const offset = Math.max(0, differing);
  return { line: start + offset + 1, expected: wanted[offset] ?? "", actual: lines[start + offset] ?? "" };
}

function key(line: string): string {
  return plain(line).trim();
}

/** Where most lines of the old text stand at the same distance from each other. */
function bestAligned(lines: readonly string[], wanted: readonly string[]): number | undefined {
  const offsets = new Map<string, number[]>();
  wanted.forEach((line, offset) => {
    if (key(line).length > 1) offsets.set(key(line), [...(offsets.get(key(line)) ?? []), offset]);
  });
  const votes = new Map<number, number>();
  let best: number | undefined;
  lines.forEach((line, index) => {
    for (const offset of offsets.get(key(line)) ?? []) {
      const start = index - offset;
      const count = (votes.get(start) ?? 0) + 1;
      votes.set(start, count);
      if (start >= 0 && count > (best === undefined ? 0 : (votes.get(best) ?? 0))) best = start;
    }
  });
  return best;
}

function mostSimilar(lines: readonly string[], wanted: string): number | undefined {
  const pairs = letterPairs(key(wanted));
  let best: number | undefined;
  let bestScore = 0.5;
  lines.forEach((line, index) => {
    const score = similarity(pairs, letterPairs(key(line).slice(0, 400)));
    if (score > bestScore) {
      best = index;
      bestScore = score;
    }
  });
  return best;
}

function letterPairs(text: string): ReadonlySet<string> {
  const pairs = new Set<string>();
  for (let index = 0; index + 1 < text.length; index++) pairs.add(text.slice(index, index + 2));
  return pairs;
}

/** From 0 to 1: the share of letter pairs that both have. */
function similarity(one: ReadonlySet<string>, two: ReadonlySet<string>): number {
  if (one.size === 0 || two.size === 0) return 0;
  let common = 0;
  for (const pair of two) if (one.has(pair)) common++;
  return (2 * common) / (one.size + two.size);
}
