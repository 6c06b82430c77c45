/** Where a command of the review was called: an address as text, and a 0-based line where the caller knows one. */
export interface GivenPlace {
  readonly uri: string;
  readonly line: number | undefined;
}

/**
 * Reads what the editor passes: an address from a context menu, `{ uri, lineNumber }` (from 1) from the line numbers' menu,
 * `{ uri, line }` (from 0) from lenses, light bulbs and links. Undefined for anything else, as from the command palette.
 */
export function readPlace(given: unknown): GivenPlace | undefined {
  if (typeof given !== "object" || given === null) return undefined;
  if ("uri" in given) {
    const uri = address(given.uri);
    return uri === undefined ? undefined : { uri, line: line(given) };
  }
  const uri = address(given);
  return uri === undefined ? undefined : { uri, line: undefined };
}

function address(given: unknown): string | undefined {
  if (typeof given === "string") return given;
  return typeof given === "object" && given !== null && "scheme" in given ? String(given) : undefined;
}

function line(given: object): number | undefined {
  if ("line" in given && typeof given.line === "number") return given.line;
  return "lineNumber" in given && typeof given.lineNumber === "number" ? given.lineNumber - 1 : undefined;
}
