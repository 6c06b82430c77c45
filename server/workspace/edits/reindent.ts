import { indentation } from "./locate.ts";

/** From an indentation as the model wrote it to the one that the file has on the same line. */
export type Shift = ReadonlyMap<string, string>;

export function shiftBetween(wanted: readonly string[], found: readonly string[]): Shift {
  const shift = new Map<string, string>();
  wanted.forEach((line, index) => {
    if (line.trim() !== "") shift.set(indentation(line), indentation(found[index] ?? ""));
  });
  return shift;
}

/** The line with the indentation that the file would give it. */
export function reindent(line: string, shift: Shift): string {
  if (line.trim() === "") return line;
  const indent = indentation(line);
  return shiftIndentation(indent, shift) + line.slice(indent.length);
}

function shiftIndentation(indent: string, shift: Shift): string {
  const known = shift.get(indent);
  if (known !== undefined) return known;
  const byDepth = [...shift].sort(([one], [two]) => one.length - two.length);
  const outer = byDepth.findLast(([from]) => indent.startsWith(from));
  if (outer !== undefined) return outer[1] + convert(indent.slice(outer[0].length), byDepth);
  const inner = byDepth.find(([from]) => from.startsWith(indent));
  if (inner === undefined) return indent;
  const missing = convert(inner[0].slice(indent.length), byDepth);
  return inner[1].slice(0, Math.max(0, inner[1].length - missing.length));
}

/** White space of the model's kind in the file's kind, as far as the known lines tell how many of one make one of the other. */
function convert(space: string, byDepth: readonly (readonly [string, string])[]): string {
  const unit = unitOf(byDepth);
  if (unit === undefined || space.length % unit.from !== 0) return space;
  return unit.to.repeat(space.length / unit.from);
}

function unitOf(byDepth: readonly (readonly [string, string])[]): { from: number; to: string } | undefined {
  const [first, second] = byDepth;
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
