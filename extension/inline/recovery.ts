import { createHash } from "node:crypto";

/**
 * What is kept while an inline edit is open, so that a reload of the window in its middle loses nothing: the old text of the
 * edited lines, and what stands around them.
 */
export interface RecoveryRecord {
  readonly uri: string;
  readonly original: string;
  readonly before: Around;
  readonly after: Around;
}

export interface Around {
  /** UTF-16 units. */
  readonly length: number;
  /** SHA-256. */
  readonly hash: string;
  /** The lines next to the edited ones. */
  readonly near: string;
}

export interface Place {
  readonly start: number;
  readonly end: number;
}

const nearLines = 10;
const nearCharacters = 2_000;

export function recordOf(uri: string, text: string, start: number, end: number, original: string): RecoveryRecord {
  const [before, after] = [text.slice(0, start), text.slice(end)];
  const above = before
    .split("\n")
    .slice(-nearLines - 1)
    .join("\n");
  const below = after.split("\n").slice(0, nearLines).join("\n");
  return {
    uri,
    original,
    before: { ...sizeOf(before), near: above.slice(-nearCharacters) },
    after: { ...sizeOf(after), near: below.slice(0, nearCharacters) },
  };
}

/**
 * What the document has in the place of the old text. Undefined when it has the old text there, or when the place can't be told:
 * then something close to the lines has changed since, or the lines around them occur twice.
 */
export function findEdited(record: RecoveryRecord, text: string): Place | undefined {
  const place = exactPlace(record, text) ?? placeBetween(record, text);
  return place === undefined || text.slice(place.start, place.end) === record.original ? undefined : place;
}

/** Whether an inline edit left something in the document, or took the old text out of it. */
export function isHalfEdited(record: RecoveryRecord, text: string): boolean {
  return findEdited(record, text) !== undefined || !text.includes(record.original);
}

function exactPlace({ before, after }: RecoveryRecord, text: string): Place | undefined {
  const [start, end] = [before.length, text.length - after.length];
  if (end < start) return undefined;
  const same = sizeOf(text.slice(0, start)).hash === before.hash && sizeOf(text.slice(end)).hash === after.hash;
  return same ? { start, end } : undefined;
}

/** The editor's copy of unsaved text may be a second old: then what the user typed elsewhere in that time is not in it. */
function placeBetween({ before, after }: RecoveryRecord, text: string): Place | undefined {
  const above = before.near === "" ? 0 : onlyIndexOf(text, before.near);
  const end = after.near === "" ? text.length : onlyIndexOf(text, after.near);
  if (above === undefined || end === undefined) return undefined;
  const start = above + before.near.length;
  return start <= end ? { start, end } : undefined;
}

function onlyIndexOf(text: string, part: string): number | undefined {
  const first = text.indexOf(part);
  return first >= 0 && text.indexOf(part, first + 1) < 0 ? first : undefined;
}

function sizeOf(text: string): { readonly length: number; readonly hash: string } {
  return { length: text.length, hash: createHash("sha256").update(text, "utf16le").digest("hex") };
}
