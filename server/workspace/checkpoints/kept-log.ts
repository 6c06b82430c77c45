import { randomBytes } from "node:crypto";
import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readSync, type Stats } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import { hasCode } from "../disk-reason.ts";
import { hashOf } from "../files.ts";

/**
 * Records and kept contents in one place, so that both are durable with one wait for the disk. A folder holds numbered
 * segments; each writer makes its own and only ever appends to it, so writers never meet, and a segment's torn end, left by a
 * crash, is simply not read.
 *
 * A segment is a row of lines of JSON. A line `{"type":"content","hash":…,"size":…}` is followed by so many bytes and a `\n`.
 */
export interface KeptLog {
  /** All records of all segments, oldest first, without the contents. Only those that were there at opening. */
  readonly records: readonly unknown[];
  has(hash: string): boolean;
  /** Undefined when it was never kept, or is damaged. */
  read(hash: string): Promise<Uint8Array | undefined>;
  /** Durable when it returns; rejects when the disk says no, and then none of it counts. Contents that are kept already are not written again. */
  append(contents: readonly Uint8Array[], records: readonly object[]): Promise<void>;
  /** Bytes of all segments. */
  size(): number;
  /** Whether all segments that this log reads from still stand. */
  isWhole(): boolean;
  close(): Promise<void>;
}

interface ContentPlace {
  readonly segment: string;
  readonly offset: number;
  readonly size: number;
}

interface Writer {
  readonly name: string;
  readonly handle: FileHandle;
  length: number;
}

/** The number gives the order; the letters make sure that a name never comes back for another segment. */
const segmentName = /^\d{6}-[0-9a-f]{12}\.log$/;

/** Makes nothing on disk before the first `append`. */
export function openKeptLog(folder: string): KeptLog {
  const places = new Map<string, ContentPlace>();
  const records: unknown[] = [];
  const read = new Set(segmentsIn(folder));
  let bytes = 0;
  for (const segment of read) bytes += scanSegment(join(folder, segment), segment, places, records);
  let writer: Writer | undefined;

  const append = async (contents: readonly Uint8Array[], added: readonly object[]) => {
    writer ??= await createSegment(folder);
    read.add(writer.name);
    const fresh = layOut(contents, writer, places);
    const lines = added.map((record) => `${JSON.stringify(record)}\n`).join("");
    const block = Buffer.concat([...fresh.pieces, Buffer.from(lines)]);
    if (block.length === 0) return;
    try {
      await writer.handle.appendFile(block);
      await writer.handle.datasync();
    } catch (error) {
      const broken = writer;
      writer = undefined;
      await broken.handle.truncate(broken.length).catch(() => undefined); // A torn end is not read anyway.
      await broken.handle.close().catch(() => undefined); // The first error says more.
      throw error;
    }
    writer.length += block.length;
    bytes += block.length;
    for (const [hash, place] of fresh.places) places.set(hash, place);
  };

  return {
    records,
    has: (hash) => places.has(hash),
    read: async (hash) => {
      const place = places.get(hash);
      return place && readContent(join(folder, place.segment), place, hash);
    },
    append,
    size: () => bytes,
    isWhole: () => {
      const present = new Set(segmentsIn(folder));
      return [...read].every((segment) => present.has(segment));
    },
    close: async () => {
      await writer?.handle.close();
      writer = undefined;
    },
  };
}

function segmentsIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
      .filter((name) => segmentName.test(name))
      .sort();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}

async function createSegment(folder: string): Promise<Writer> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const number = Number.parseInt(segmentsIn(folder).at(-1) ?? "0", 10) + 1;
  const name = `${String(number).padStart(6, "0")}-${randomBytes(6).toString("hex")}.log`;
  const handle = await open(join(folder, name), "ax", 0o600);
  await syncFolder(folder);
  return { name, handle, length: 0 };
}

/** Makes new names in a folder durable. Windows can't open folders and does this by itself. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch((error: unknown) => {
    if (hasCode(error, "EISDIR", "EPERM", "EACCES")) return undefined;
    throw error;
  });
  if (handle === undefined) return;
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function layOut(contents: readonly Uint8Array[], writer: Writer, known: ReadonlyMap<string, ContentPlace>) {
  const pieces: Uint8Array[] = [];
  const places = new Map<string, ContentPlace>();
  let offset = writer.length;
  for (const content of contents) {
    const hash = hashOf(content);
    if (known.has(hash) || places.has(hash)) continue;
    const header = Buffer.from(`${JSON.stringify({ type: "content", hash, size: content.length })}\n`);
    places.set(hash, { segment: writer.name, offset: offset + header.length, size: content.length });
    pieces.push(header, content, newline);
    offset += header.length + content.length + 1;
  }
  return { pieces, places };
}

const newline = Buffer.from("\n");

async function readContent(file: string, place: ContentPlace, hash: string): Promise<Uint8Array | undefined> {
  try {
    const handle = await open(file, "r");
    try {
      const content = Buffer.alloc(place.size);
      await handle.read(content, 0, place.size, place.offset);
      return hashOf(content) === hash ? content : undefined;
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (hasCode(error, "ENOENT")) return undefined;
    throw error;
  }
}

const windowBytes = 64 * 1024;

/** Stops at the first line that is not whole. Returns how many bytes the segment has. */
function scanSegment(file: string, segment: string, places: Map<string, ContentPlace>, records: unknown[]): number {
  const descriptor = openSync(file, "r");
  try {
    const stat: Stats = fstatSync(descriptor);
    const lines = lineReader(descriptor);
    for (let offset = 0; ; ) {
      const line = lines(offset);
      if (line === undefined) return stat.size;
      const record = parseLine(line.text);
      if (record === undefined) return stat.size;
      offset = line.next;
      if (!isContent(record)) {
        records.push(record);
        continue;
      }
      if (offset + record.size >= stat.size) return stat.size;
      places.set(record.hash, { segment, offset, size: record.size });
      offset += record.size + 1;
    }
  } finally {
    closeSync(descriptor);
  }
}

type ReadLine = (offset: number) => { readonly text: string; readonly next: number } | undefined;

function lineReader(descriptor: number): ReadLine {
  let window: Buffer = Buffer.alloc(0);
  let start = 0;
  return (offset) => {
    const inWindow = offset >= start && offset < start + window.length;
    let end = inWindow ? window.indexOf(10, offset - start) : -1;
    for (let size = windowBytes; end < 0; size *= 2) {
      const next = Buffer.alloc(size);
      const length = readSync(descriptor, next, 0, size, offset);
      window = next.subarray(0, length);
      start = offset;
      end = window.indexOf(10);
      if (end < 0 && length < size) return undefined;
    }
    return { text: window.toString("utf8", offset - start, end), next: start + end + 1 };
  };
}

function parseLine(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    // A torn or overwritten line: whatever follows it can't be trusted.
    return undefined;
  }
}

function isContent(record: object): record is { readonly hash: string; readonly size: number } {
  return (
    "type" in record &&
    record.type === "content" &&
    "hash" in record &&
    typeof record.hash === "string" &&
    "size" in record &&
    typeof record.size === "number"
  );
}
