import { createHash } from "node:crypto";

/**
 * What is kept while an inline edit is open, so that a reload of the window in its middle loses nothing: the old text of the
 * edited lines, and what stands around them, as a length in UTF-16 units and a SHA-256.
 */
export interface RecoveryRecord {
  readonly uri: string;
  readonly original: string;
  readonly before: Around;
  readonly after: Around;
}

export interface Around {
  readonly length: number;
  readonly hash: string;
}

export function recordOf(uri: string, text: string, start: number, end: number, original: string): RecoveryRecord {
  return { uri, original, before: around(text.slice(0, start)), after: around(text.slice(end)) };
}

/** What the document has in the place of the old text; undefined when something around it has changed since. */
export function findEdited(
  record: RecoveryRecord,
  text: string,
): { readonly start: number; readonly end: number } | undefined {
  const { before, after, original } = record;
  const [start, end] = [before.length, text.length - after.length];
  if (end < start) return undefined;
  if (around(text.slice(0, start)).hash !== before.hash || around(text.slice(end)).hash !== after.hash)
    return undefined;
  return text.slice(start, end) === original ? undefined : { start, end };
}

function around(text: string): Around {
  return { length: text.length, hash: createHash("sha256").update(text, "utf16le").digest("hex") };
}
