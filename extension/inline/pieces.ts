/** Lines with their line ends; joined they are the text. Nothing follows the line end of the last line, so `""` has no pieces. */
export type Pieces = readonly string[];

export type LineEnd = "\n" | "\r\n";

export function cutIntoPieces(text: string): Pieces {
  return text.match(/[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+/g) ?? [];
}

export function withoutEnd(piece: string): string {
  return piece.replace(/(?:\r\n|\r|\n)$/, "");
}

export function hasEnd(piece: string): boolean {
  return /[\r\n]$/.test(piece);
}

/** The text with one sort of line ends, as a document of the editor has it. */
export function withLineEnds(text: string, lineEnd: LineEnd): string {
  return text.replace(/\r\n|\r|\n/g, lineEnd);
}

/** Pieces put after each other; only the last may lack its line end, the others get one. */
export function joinPieces(pieces: Pieces, lineEnd: LineEnd): string {
  return pieces.map((piece, index) => (index < pieces.length - 1 && !hasEnd(piece) ? piece + lineEnd : piece)).join("");
}
