import { matchLines } from "./edits/match-lines.ts";
import type { Encoding, TextFile } from "./ports.ts";

/** What decoding finds in the bytes; `TextFile` adds what only the disk knows. */
export type DecodedText = Pick<TextFile, "text" | "encoding" | "lineEnd" | "lineEnds">;

export type Decoded = ({ readonly kind: "text" } & DecodedText) | { readonly kind: "binary" };

export type Encoded =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "not-encodable"; readonly character: string };

/** What a new file gets when nothing says otherwise. */
export const newFileText: DecodedText = { text: "", encoding: "utf-8", lineEnd: "\n" };

/** Promise: for every `text` outcome, encoding the same text like it gives the same bytes again. */
export function decode(bytes: Uint8Array): Decoded {
  const found = decodeCharacters(bytes);
  if (found === undefined) return { kind: "binary" };
  return { kind: "text", encoding: found.encoding, ...splitLineEnds(found.characters) };
}

/** `text` has `\n` only. Lines that `like` has too keep their own line ends; new lines get those of their neighbours. */
export function encode(text: string, like: DecodedText): Encoded {
  const characters = joinLineEnds(text, like);
  const foreign = firstForeignCharacter(characters, like.encoding);
  if (foreign !== undefined) return { kind: "not-encodable", character: foreign };
  return { kind: "bytes", bytes: encodeCharacters(characters, like.encoding) };
}

function decodeCharacters(bytes: Uint8Array): { characters: string; encoding: Encoding } | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (startsWith(buffer, 0xff, 0xfe)) return decodeUtf16(buffer, "utf-16le");
  if (startsWith(buffer, 0xfe, 0xff)) return decodeUtf16(buffer, "utf-16be");
  if (buffer.includes(0)) return undefined;
  const marked = startsWith(buffer, 0xef, 0xbb, 0xbf);
  const utf8 = decodeUtf8(marked ? buffer.subarray(3) : buffer);
  if (utf8 !== undefined) return { characters: utf8, encoding: marked ? "utf-8-bom" : "utf-8" };
  const characters = buffer.toString("latin1");
  return hasControlCharacters(characters) ? undefined : { characters, encoding: "latin1" };
}

function startsWith(buffer: Buffer, ...start: readonly number[]): boolean {
  return start.every((byte, index) => buffer[index] === byte);
}

function decodeUtf8(buffer: Buffer): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(buffer);
  } catch {
    // Not UTF-8 is one of the two answers this function gives.
    return undefined;
  }
}

function decodeUtf16(buffer: Buffer, encoding: "utf-16le" | "utf-16be") {
  if (buffer.length % 2 !== 0) return undefined;
  const body = Buffer.from(buffer.subarray(2));
  const characters = (encoding === "utf-16be" ? body.swap16() : body).toString("utf16le");
  return characters.includes("\0") ? undefined : { characters, encoding };
}

/** Bytes that are not UTF-8 and hold control characters are more likely a program or a picture than a text. */
function hasControlCharacters(characters: string): boolean {
  for (let index = 0; index < characters.length; index++) {
    const code = characters.charCodeAt(index);
    if (code === 0x7f || (code < 0x20 && (code < 0x08 || code > 0x0d) && code !== 0x1b)) return true;
  }
  return false;
}

function encodeCharacters(characters: string, encoding: Encoding): Uint8Array {
  switch (encoding) {
    case "utf-8":
      return Buffer.from(characters, "utf8");
    case "utf-8-bom":
      return Buffer.from(`\uFEFF${characters}`, "utf8");
    case "utf-16le":
      return Buffer.from(`\uFEFF${characters}`, "utf16le");
    case "utf-16be":
      return Buffer.from(`\uFEFF${characters}`, "utf16le").swap16();
    case "latin1":
      return Buffer.from(characters, "latin1");
  }
}

function firstForeignCharacter(characters: string, encoding: Encoding): string | undefined {
  if (encoding === "latin1") return /[\u{100}-\u{10FFFF}]/u.exec(characters)?.[0];
  const halves = encoding === "utf-8" || encoding === "utf-8-bom";
  return halves && !characters.isWellFormed() ? /\p{Surrogate}/u.exec(characters)?.[0] : undefined;
}

/** A `\r` that no `\n` follows is a character like any other, not a line end. */
function splitLineEnds(characters: string): Pick<TextFile, "text" | "lineEnd" | "lineEnds"> {
  const ends = (characters.match(/\r?\n/g) ?? []).map((end) => (end === "\n" ? "n" : "r")).join("");
  if (!ends.includes("r")) return { text: characters, lineEnd: "\n" };
  const text = characters.replaceAll("\r\n", "\n");
  return ends.includes("n") ? { text, lineEnd: "mixed", lineEnds: ends } : { text, lineEnd: "\r\n" };
}

function joinLineEnds(text: string, like: DecodedText): string {
  if (like.lineEnd === "\n") return text;
  if (like.lineEnd === "\r\n") return text.replaceAll("\n", "\r\n");
  const ends = alignLineEnds(like.text.split("\n"), text.split("\n"), like.lineEnds ?? "");
  let next = 0;
  return text.replaceAll("\n", () => (ends[next++] === "r" ? "\r\n" : "\n"));
}

/**
 * One letter per line end of the new lines. A line that stands in both texts keeps its own; a line in the place of an
 * old one takes the old one's; any other takes that of the line before it.
 */
function alignLineEnds(before: readonly string[], after: readonly string[], ends: string): string {
  const matches = matchLines(before, after);
  const kept = new Set(matches);
  let place = -1;
  let last = ends[0] ?? "n";
  let aligned = "";
  for (const match of matches) {
    if (match >= 0) place = match;
    else if (place + 1 < ends.length && !kept.has(place + 1)) place++;
    else {
      aligned += last;
      continue;
    }
    last = ends[place] ?? last;
    aligned += last;
  }
  return aligned;
}
