import {
  commands,
  EndOfLine,
  Range,
  type TextDocument,
  type TextDocumentChangeEvent,
  TextEdit,
  type TextEditor,
  WorkspaceEdit,
  window,
  workspace,
} from "vscode";
import type { LineEnd } from "./pieces.ts";
import { effectOf, type Region } from "./region.ts";
import { smallestChange } from "./text-change.ts";

/** Where an edit of ours stands in the undo stack. */
export type UndoStep = "begins" | "joins" | "ends" | "stands-alone";

export type OutsideChange = "none" | "elsewhere" | "overlaps";

/** How often an edit is tried again when the user typed at the same moment. */
const mostTries = 20;

/**
 * The edited lines of a document: the only one that writes to them. It follows them while the user types elsewhere.
 * Undoing once takes all its edits back together, as long as `isOneUndoStep`.
 */
export class EditedText {
  readonly document: TextDocument;
  readonly original: string;
  #region: Region;
  #shown: string;
  #own: { readonly text: string } | undefined;
  /** Steps of the undo stack that our edits have become, and whether the next edit joins the newest of them. */
  #steps = 0;
  #isStepOpen = false;
  /** Nobody else has written into the document, so that the newest steps of its undo stack are ours. */
  #isOnlyOurs = true;
  #lost = false;

  constructor(document: TextDocument, region: Region) {
    this.document = document;
    this.#region = region;
    this.original = document.getText(rangeOf(document, region));
    this.#shown = this.original;
  }

  get region(): Region {
    return this.#region;
  }

  get startLine(): number {
    return this.document.positionAt(this.#region.start).line;
  }

  /** The first and the last one. */
  get lines(): readonly [number, number] {
    const { start, end } = this.#region;
    return [this.startLine, this.document.positionAt(Math.max(start, end - 1)).line];
  }

  get lineEnd(): LineEnd {
    return this.document.eol === EndOfLine.CRLF ? "\r\n" : "\n";
  }

  get shown(): string {
    return this.#shown;
  }

  get isOneUndoStep(): boolean {
    return this.#isOnlyOurs && (this.#steps === 0 || (this.#steps === 1 && this.#isStepOpen));
  }

  /** The lines are as they were before, also when somebody else has made them so. */
  get isOriginal(): boolean {
    return this.document.getText(rangeOf(this.document, this.#region)) === this.original;
  }

  /** Somebody else has written into the lines: they are not ours any more. */
  get isLost(): boolean {
    return this.#lost;
  }

  /** False when the lines are lost, the document is closed, or the editor refused. */
  async show(text: string, wanted: UndoStep = "joins"): Promise<boolean> {
    for (let tries = 0; tries < mostTries && !this.#lost && !this.document.isClosed; tries++) {
      const change = smallestChange(this.#shown, text);
      if (change === undefined) return true;
      const from = this.#region.start + change.offset;
      const range = new Range(this.document.positionAt(from), this.document.positionAt(from + change.length));
      this.#own = { text };
      const done = await this.#write(
        new TextEdit(range, change.text),
        this.#steps > 0 || wanted === "stands-alone" ? wanted : "begins",
      );
      this.#own = undefined;
      if (done) {
        if (!this.#isStepOpen) this.#steps++;
        this.#isStepOpen = true;
        return true;
      }
    }
    return false;
  }

  /**
   * Brings the old text back, byte for byte. If our edits are the newest steps of the undo stack, they are undone: then a document
   * that was saved counts as saved again.
   */
  async restore(): Promise<boolean> {
    if (this.#steps > 0 && this.#isOnlyOurs && window.activeTextEditor?.document === this.document) {
      await commands.executeCommand("workbench.action.focusActiveEditorGroup");
      // A step that changes nothing as a whole is undone without a sign, and the document would still count as changed.
      if (this.#shown === this.original) await this.show(this.lineEnd + this.original);
      for (let steps = this.#steps; steps > 0 && (await this.#undo()); steps--);
    }
    return await this.show(this.original);
  }

  /** The cursor was moved or the document saved: the editor begins a new step of the undo stack with the next edit. */
  stepEnded(): void {
    this.#isStepOpen = false;
  }

  /** Shows the text so that undoing once brings back the old one. */
  async settle(text: string): Promise<boolean> {
    if (this.isOneUndoStep) return await this.show(text, "ends");
    return (await this.show(this.original)) && (await this.show(text, "stands-alone"));
  }

  /** The edit that shows this text, for others to make; it counts as ours when it comes. */
  asEdit(text: string): TextEdit | undefined {
    const change = smallestChange(this.#shown, text);
    if (change === undefined) return undefined;
    this.#own = { text };
    this.#isOnlyOurs = false;
    const from = this.#region.start + change.offset;
    return new TextEdit(
      new Range(this.document.positionAt(from), this.document.positionAt(from + change.length)),
      change.text,
    );
  }

  /** Takes in a change of the document: ours, one elsewhere, or one that overlaps and ends all. */
  follow({ contentChanges }: TextDocumentChangeEvent): OutsideChange {
    if (this.#lost || contentChanges.length === 0) return "none";
    const changes = contentChanges.map(({ rangeOffset, rangeLength, text }) => ({
      offset: rangeOffset,
      length: rangeLength,
      text,
    }));
    const growth = changes.reduce((sum, { length, text }) => sum + text.length - length, 0);
    const { start, end } = this.#region;
    const inside = changes.every(({ offset, length }) => offset >= start && offset + length <= end);
    if (this.#own !== undefined && inside && growth === this.#own.text.length - this.#shown.length) {
      const region = { ...this.#region, end: end + growth };
      if (this.document.getText(rangeOf(this.document, region)) === this.#own.text) {
        this.#region = region;
        this.#shown = this.#own.text;
        this.#own = undefined;
        return "none";
      }
    }
    this.#isOnlyOurs = false;
    const effect = effectOf(this.#region, changes);
    if (effect.kind === "elsewhere") {
      this.#region = effect.region;
      return "elsewhere";
    }
    this.#lost = true;
    this.#region = {
      ...this.#region,
      start: Math.min(start, ...changes.map(({ offset }) => offset)),
      end: end + growth,
    };
    return "overlaps";
  }

  /** False when the step was none of ours; then it is done again. */
  async #undo(): Promise<boolean> {
    const { start, end } = this.#region;
    const text = this.document.getText();
    this.#own = { text: this.original };
    await commands.executeCommand("undo");
    this.#own = undefined;
    const now = this.document.getText();
    const isOurs = now.startsWith(text.slice(0, start)) && now.endsWith(text.slice(end));
    if (!isOurs) await commands.executeCommand("redo");
    const newEnd = this.document.getText().length - (text.length - end);
    this.#takeAsShown({ ...this.#region, start, end: newEnd });
    return isOurs;
  }

  #takeAsShown(region: Region): void {
    this.#region = region;
    this.#shown = this.document.getText(rangeOf(this.document, region));
    this.#lost = false;
  }

  async #write(edit: TextEdit, step: UndoStep): Promise<boolean> {
    const editor = editorOf(this.document);
    if (editor !== undefined)
      return await editor.edit((builder) => builder.replace(edit.range, edit.newText), {
        undoStopBefore: step === "begins" || step === "stands-alone",
        undoStopAfter: step === "ends" || step === "stands-alone",
      });
    // Without a visible editor each edit is a step of its own.
    this.#isOnlyOurs = false;
    const whole = new WorkspaceEdit();
    whole.set(this.document.uri, [edit]);
    return await workspace.applyEdit(whole);
  }
}

export function editorOf(document: TextDocument): TextEditor | undefined {
  return window.visibleTextEditors.find((editor) => editor.document === document);
}

export function regionOf(
  document: TextDocument,
  { startLine, endLine }: { startLine: number; endLine: number },
): Region {
  const followed = endLine < document.lineCount;
  const end = followed ? document.offsetAt(document.lineAt(endLine).range.start) : document.getText().length;
  return { start: document.offsetAt(document.lineAt(startLine).range.start), end, followed };
}

function rangeOf(document: TextDocument, { start, end }: Region): Range {
  return new Range(document.positionAt(start), document.positionAt(end));
}
