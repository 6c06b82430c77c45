import { lineEndOf } from "./line-changes.ts";

const byteOrderMark = "\u{feff}";

/**
 * A file whose lines end in more than one way, or did before the task. The editor's documents know one line end only, so saving
 * such a document would change lines that nobody touched; these files are changed on disk instead.
 */
export interface MixedFile {
  readonly text: string;
  encode(text: string): Uint8Array;
}

/** Undefined when the file is no UTF-8 text, or all its lines end alike now and in `before`. */
export function readMixedFile(bytes: Uint8Array, before: string): MixedFile | undefined {
  const characters = decode(bytes);
  if (characters === undefined) return undefined;
  if (lineEndOf(characters) !== "mixed" && lineEndOf(before) !== "mixed") return undefined;
  const mark = characters.startsWith(byteOrderMark) ? byteOrderMark : "";
  return { text: characters.slice(mark.length), encode: (text) => new TextEncoder().encode(mark + text) };
}

function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Not UTF-8 is one of the two answers.
    return undefined;
  }
}
