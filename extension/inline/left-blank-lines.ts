import type { Range, TextDocument, TextDocumentChangeEvent } from "vscode";
import { type LineChange, linesAfter } from "./blank-lines.ts";
import { editorOf } from "./edited-text.ts";

const mostTries = 20;

/** The blank lines that stood for removed ones when the user typed into an inline edit: they are taken out, and nothing else. */
export class LeftBlankLines {
  readonly #document: TextDocument;
  #lines: readonly number[];

  constructor(document: TextDocument, lines: readonly number[]) {
    this.#document = document;
    this.#lines = lines;
  }

  follow({ contentChanges }: TextDocumentChangeEvent): void {
    this.#lines = linesAfter(this.#lines, contentChanges.map(lineChange));
  }

  async takeOut(): Promise<void> {
    for (let tries = 0; tries < mostTries; tries++) {
      const blank = this.#lines.filter(
        (line) => line < this.#document.lineCount && this.#document.lineAt(line).text === "",
      );
      const editor = editorOf(this.#document);
      if (blank.length === 0 || editor === undefined) return;
      const done = await editor.edit(
        (builder) => {
          for (const line of blank) builder.delete(this.#document.lineAt(line).rangeIncludingLineBreak);
        },
        { undoStopBefore: false, undoStopAfter: true },
      );
      if (done) return;
    }
  }
}

function lineChange({ range, text }: { range: Range; text: string }): LineChange {
  return { startLine: range.start.line, endLine: range.end.line, newLines: text.split("\n").length - 1 };
}
