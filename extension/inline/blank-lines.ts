/** A change of a document, in lines: from `startLine` to `endLine`, both touched, with `newLines` line ends in the new text. */
export interface LineChange {
  readonly startLine: number;
  readonly endLine: number;
  readonly newLines: number;
}

/** Where lines stand after changes that are all told from before the first of them. A line that was touched is not followed on. */
export function linesAfter(lines: readonly number[], changes: readonly LineChange[]): readonly number[] {
  return lines
    .filter((line) => changes.every(({ startLine, endLine }) => line < startLine || line > endLine))
    .map((line) =>
      changes
        .filter(({ endLine }) => line > endLine)
        .reduce((sum, { startLine, endLine, newLines }) => sum + newLines - (endLine - startLine), line),
    );
}
