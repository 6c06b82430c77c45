/** The lines that an inline edit replaces: 0-based, `endLine` excluded. */
export interface TargetLines {
  readonly startLine: number;
  readonly endLine: number;
}

export interface LineSelection {
  readonly startLine: number;
  readonly endLine: number;
  /** Of the end, in UTF-16 units; an end at 0 does not take its line in. */
  readonly endCharacter: number;
  readonly isEmpty: boolean;
}

/** What the editor knows of the document's outline. Lines are 0-based, `endLine` is the last line of the symbol. */
export interface OutlineSymbol {
  readonly isFunction: boolean;
  readonly startLine: number;
  readonly endLine: number;
  readonly children: readonly OutlineSymbol[];
}

/** A selection's whole lines, or an empty line. Undefined when the outline has to tell which function is meant. */
export function selectedLines(selection: LineSelection, lineIsEmpty: boolean): TargetLines | undefined {
  const { startLine, endLine, endCharacter, isEmpty } = selection;
  if (isEmpty) return lineIsEmpty ? { startLine, endLine: startLine + 1 } : undefined;
  const last = endCharacter === 0 && endLine > startLine ? endLine - 1 : endLine;
  return { startLine, endLine: last + 1 };
}

/** The innermost function around a line, or the line itself. */
export function functionAround(line: number, outline: readonly OutlineSymbol[]): TargetLines {
  const found = innermost(line, outline);
  return found === undefined
    ? { startLine: line, endLine: line + 1 }
    : { startLine: found.startLine, endLine: found.endLine + 1 };
}

function innermost(line: number, outline: readonly OutlineSymbol[]): OutlineSymbol | undefined {
  for (const symbol of outline) {
    if (line < symbol.startLine || line > symbol.endLine) continue;
    const inside = innermost(line, symbol.children);
    if (inside !== undefined) return inside;
    if (symbol.isFunction) return symbol;
  }
  return undefined;
}

export function linesOverlap(left: TargetLines, right: TargetLines): boolean {
  return left.startLine < right.endLine && right.startLine < left.endLine;
}
