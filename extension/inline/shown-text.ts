import type { Row } from "./live-diff.ts";
import { joinPieces, type LineEnd, withoutEnd } from "./pieces.ts";

/** How rows stand in the document: row `n` is line `n` of the edited lines. Removed lines are blank there; their text is drawn. */
export interface ShownText {
  readonly text: string;
  readonly rows: readonly Row[];
}

/** With removed lines as blank ones. `followed`: there are lines below, so that the last line needs its line end. */
export function withRemovedLines(rows: readonly Row[], lineEnd: LineEnd, followed: boolean): ShownText {
  const pieces = rows.map(({ kind, piece }, index) => {
    if (kind !== "removed") return piece;
    return followed || index < rows.length - 1 || withoutEnd(piece) !== piece ? lineEnd : "";
  });
  return { text: textOf(pieces, lineEnd, followed), rows };
}

/** Without the removed lines: what is true for diagnostics, and the only thing that may be saved. */
export function withoutRemovedLines(rows: readonly Row[], lineEnd: LineEnd, followed: boolean): ShownText {
  const kept = rows.filter(({ kind }) => kind !== "removed");
  return {
    text: textOf(
      kept.map(({ piece }) => piece),
      lineEnd,
      followed,
    ),
    rows: kept,
  };
}

function textOf(pieces: readonly string[], lineEnd: LineEnd, followed: boolean): string {
  const text = joinPieces(pieces, lineEnd);
  return followed && text !== "" && !/[\r\n]$/.test(text) ? text + lineEnd : text;
}
