/** Whether a line stands for output that was dropped between head and tail: what follows it belongs to no suite seen before. */
export function isCutMarker(line: string): boolean {
  return (
    line.length < 200 &&
    /\b\d[\d,.]*\s*(?:bytes|[KM]i?B)\b/i.test(line) &&
    /\b(?:dropped|omitted|left out|trimmed|cut)\b/i.test(line)
  );
}
