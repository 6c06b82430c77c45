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

/** A selection's whole lines, or an empty line. Undefined when the outline has to tell which function is meant. */
export function selectedLines(selection: LineSelection, lineIsEmpty: boolean): TargetLines | undefined {
  const { startLine, endLine, endCharacter, isEmpty } = selection;
  if (isEmpty) return lineIsEmpty ? { startLine, endLine: startLine + 1 } : undefined;
  const last = endCharacter === 0 && endLine > startLine ? endLine - 1 : endLine;
  return { startLine, endLine: last + 1 };
}
