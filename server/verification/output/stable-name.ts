import { stripVTControlCharacters } from "node:util";

const replacements: readonly (readonly [RegExp, string])[] = [
  [/\s*\(\d+(?:[.,]\d+)?\s?(?:µs|ms|s|m|min)\)$/, ""],
  [/\s+\[\d+(?:[.,]\d+)?\s?(?:µs|ms|s)\]$/, ""],
  [/0x[0-9a-f]{4,}/gi, "0x…"],
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, "<uuid>"],
  [/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?/g, "<time>"],
  [/(?:\/private)?\/(?:tmp|var\/folders\/[^\s/]+\/[^\s/]+\/T)\/[^\s/'"`):,]+/g, "<temp>"],
  [/[A-Za-z]:\\[^\s'"`]*\\Temp\\[^\s'"`\\]+/g, "<temp>"],
  [/\b(localhost|127\.0\.0\.1|\[::1\]):\d{2,5}\b/g, "$1:<port>"],
];

/** A name that is the same in the next run: durations, addresses, times, ports and temporary folders taken out. */
export function stableName(raw: string): string {
  let name = raw.trim();
  for (const [pattern, replacement] of replacements) name = name.replace(pattern, replacement);
  return name.replace(/\s+/g, " ");
}

const longestLine = 2000;

/** Output as lines without control sequences; a carriage return that redraws a line ends it. No result stands in a very long line. */
export function plainLines(output: string): readonly string[] {
  return stripVTControlCharacters(output)
    .split(/\r\n|\n|\r/)
    .map((line) => line.slice(0, longestLine));
}
