import { matchLines } from "./match-lines.ts";

/** From an indentation as the model wrote it to the one that the file has on the same line; the shallowest first. */
export type Shift = readonly (readonly [from: string, to: string])[];

export function indentation(line: string): string {
  let end = 0;
  while (line[end] === " " || line[end] === "\t") end++;
  return line.slice(0, end);
}

/**
 * The rule that turns every indentation of the old lines into the file's: equal indentations stay equal, and deeper ones stay
 * deeper. Otherwise the structure is another one, and in some languages so is the meaning: then there is no rule. A hunk
 * marks which lines it changes; when these are indented exactly like the file's, the lines around them may differ.
 */
export function shiftOf(
  old: readonly string[],
  found: readonly string[],
  newOfHunk: readonly string[] | undefined,
): Shift | undefined {
  const all = uniformShift(old, found);
  if (all !== undefined || newOfHunk === undefined) return all;
  const kept = new Set(matchLines(old, newOfHunk));
  const removed = old.map((line, index) => (kept.has(index) ? "" : line));
  const shift = uniformShift(removed, found);
  return shift !== undefined && shift.length > 0 && shift.every(([from, to]) => from === to) ? shift : undefined;
}

function uniformShift(old: readonly string[], found: readonly string[]): Shift | undefined {
  const shift: [from: string, to: string][] = [];
  for (let index = 0; index < old.length; index++) {
    const line = old[index] ?? "";
    if (line.trim() === "") continue;
    const from = indentation(line);
    const to = indentation(found[index] ?? "");
    const known = shift.find(([one]) => one === from);
    if (known === undefined) shift.push([from, to]);
    else if (known[1] !== to) return undefined;
  }
  shift.sort(([one], [two]) => one.length - two.length);
  const deepens = shift.every(([, to], index) => index === 0 || to.length > (shift[index - 1]?.[1].length ?? 0));
  return deepens ? shift : undefined;
}

/** The line with the indentation that the file would give it. */
export function reindent(line: string, shift: Shift): string {
  if (line.trim() === "") return line;
  const indent = indentation(line);
  return shiftIndentation(indent, shift) + line.slice(indent.length);
}

function shiftIndentation(indent: string, shift: Shift): string {
  const outer = shift.findLast(([from]) => indent.startsWith(from));
  if (outer !== undefined) return outer[1] + convert(indent.slice(outer[0].length), shift);
  const inner = shift.find(([from]) => from.startsWith(indent));
  if (inner === undefined) return indent;
  const missing = convert(inner[0].slice(indent.length), shift);
  return inner[1].slice(0, Math.max(0, inner[1].length - missing.length));
}

/** White space of the model's kind in the file's kind, as far as the known lines tell how many of one make one of the other. */
function convert(space: string, shift: Shift): string {
  if (space === "") return space;
  const unit = unitOf(shift);
  if (unit === undefined || space.length % unit.from !== 0) return space;
  return unit.to.repeat(space.length / unit.from);
}

function unitOf([first, second]: Shift): { from: number; to: string } | undefined {
  if (first === undefined) return undefined;
  if (second !== undefined) {
    return { from: second[0].length - first[0].length, to: second[1].slice(first[1].length) };
  }
  const [from, to] = first;
  if (/^ +$/.test(from) && /^\t+$/.test(to) && from.length % to.length === 0) {
    return { from: from.length / to.length, to: "\t" };
  }
  if (/^\t+$/.test(from) && /^ +$/.test(to) && to.length % from.length === 0) {
    return { from: 1, to: " ".repeat(to.length / from.length) };
  }
  return undefined;
}
