import { type Lines, type Span, wholeLines } from "../commands/place.ts";

/** What an editor reports of a document; severities as the editor counts them, from 0 for errors. */
export interface Problem {
  readonly range: Span;
  readonly severity: number;
  readonly message: string;
}

const hint = 3;

/**
 * What *Fix Problems* means: what the selection touches; without a selection what the cursor is in, then what is on its line, then
 * all of the file. Hints are no problems, unless the user points at one.
 */
export function chooseProblems<P extends Problem>(problems: readonly P[], selection: Span): readonly P[] {
  const touched = problems.filter(({ range }) => touches(range, selection));
  if (!isEmpty(selection)) return withoutHints(touched);
  if (touched.length > 0) return touched;
  const onLine = problems.filter(
    ({ range }) => range.start.line <= selection.start.line && range.end.line >= selection.start.line,
  );
  return onLine.length > 0 ? onLine : withoutHints(problems);
}

export function withoutHints<P extends Problem>(problems: readonly P[]): readonly P[] {
  return problems.filter(({ severity }) => severity !== hint);
}

/** The word for a severity in a task's context. */
export function severityName(severity: number): string {
  return ["error", "warning", "information", "hint"][severity] ?? "error";
}

/** Whole lines from the first problem to the last, with some around them. */
export function linesAround(problems: readonly Problem[], lineCount: number, around = 10): Lines {
  const lines = problems.map(({ range }) => wholeLines(range));
  return {
    startLine: Math.max(0, Math.min(...lines.map(({ startLine }) => startLine)) - around),
    endLine: Math.min(lineCount, Math.max(...lines.map(({ endLine }) => endLine)) + around),
  };
}

function touches(a: Span, b: Span): boolean {
  return !before(a.end, b.start) && !before(b.end, a.start);
}

function before(a: Span["start"], b: Span["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

function isEmpty({ start, end }: Span): boolean {
  return start.line === end.line && start.character === end.character;
}
