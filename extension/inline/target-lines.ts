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

const closer = /^\s*(?:[)\]}]|<\/|end\b)/;

/**
 * A line with the lines below that are indented deeper, and the one that closes them: what a person means who stands on the first
 * line of a function in a language that has no outline. Just the line when nothing is indented below it.
 */
export function indentedBlock(lines: readonly string[], line: number): TargetLines {
  const own = depthOf(lines[line] ?? "");
  let endLine = line + 1;
  for (let next = endLine; own !== undefined && next < lines.length; next++) {
    const text = lines[next] ?? "";
    const depth = depthOf(text);
    if (depth === undefined) continue;
    const closes = depth === own && endLine > line + 1 && closer.test(text);
    if (depth <= own && !closes) break;
    endLine = next + 1;
    // A closing line such as `) {` or `} else {` opens the next block.
    if (closes && (depthOf(lines[next + 1] ?? "") ?? own) <= own) break;
  }
  return { startLine: line, endLine };
}

/** Columns of white space, a tab as one; undefined for a blank line. */
function depthOf(line: string): number | undefined {
  const first = line.search(/\S/);
  return first < 0 ? undefined : first;
}
