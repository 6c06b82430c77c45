import type { TextEdit } from "vscode";
import type { EditedText } from "./edited-text.ts";
import type { LiveDecorations } from "./live-decorations.ts";
import type { Row } from "./live-diff.ts";
import { type ShownText, withoutRemovedLines, withRemovedLines } from "./shown-text.ts";

/** What the document is to show now. */
export interface Wanted {
  readonly rows: readonly Row[];
  /** The text is judged or may be saved as it stands, so that blank lines must not stand for the removed ones. */
  readonly isTrue: boolean;
}

/** Streamed text is shown this often at most, after the first change. */
const streamMs = 40;

/** Shows an inline edit in its document, as text and colours; the removed lines as blank lines with their old text drawn. */
export class LiveView {
  readonly #text: EditedText;
  readonly #decorations: LiveDecorations;
  /** Undefined when nothing is to be shown any more. */
  readonly #wanted: () => Wanted | undefined;
  #drawn: readonly Row[] = [];
  /** After a save the removed lines stay out of the document, or each save would change it again. */
  #removedLinesShown = true;
  #mayChange: Promise<boolean> = Promise.resolve(true);
  #due: NodeJS.Timeout | undefined;
  #showing: Promise<void> | undefined;
  #again = false;

  constructor(text: EditedText, decorations: LiveDecorations, wanted: () => Wanted | undefined) {
    this.#text = text;
    this.#decorations = decorations;
    this.#wanted = wanted;
  }

  /** Nothing is shown before this resolves, and nothing at all when it rejects. */
  openWith(ready: Promise<unknown>): void {
    this.#mayChange = ready.then(
      () => true,
      () => false,
    );
    this.showSoon();
  }

  /** Never two at a time; what changed meanwhile is shown next. */
  show(): Promise<void> {
    this.#again = true;
    this.#showing ??= this.#showAll().finally(() => {
      this.#showing = undefined;
    });
    return this.#showing;
  }

  showSoon(): void {
    this.#due ??= setTimeout(() => {
      this.#due = undefined;
      void this.show();
    }, streamMs);
  }

  /** More was streamed. The first change is not waited for. */
  showStreamed(): void {
    const { shown, original } = this.#text;
    if (shown === original && this.#layOut()?.text !== shown) void this.show();
    else this.showSoon();
  }

  /** What is being shown now, is. */
  async settled(): Promise<void> {
    await this.#showing;
  }

  redraw(): void {
    this.#draw(this.#drawn);
  }

  /** Where a row stands among the shown lines, counted from the first edited one. */
  lineOf(rows: readonly Row[], index: number): number {
    const above = rows.slice(0, index);
    return this.#removedLinesShown ? above.length : above.filter(({ kind }) => kind !== "removed").length;
  }

  /** Lines of the document that are blank for a removed one. */
  get blankLines(): readonly number[] {
    return [...this.#drawn.entries()]
      .filter(([, { kind }]) => kind === "removed")
      .map(([index]) => this.#text.startLine + index);
  }

  /** Blank lines must not come to disk: the edit that takes them out, for who saves to make. */
  takeBlankLinesOut(): TextEdit | undefined {
    if (this.blankLines.length === 0) return undefined;
    this.#removedLinesShown = false;
    const { lineEnd, region } = this.#text;
    const shown = withoutRemovedLines(this.#drawn, lineEnd, region.followed);
    const edit = this.#text.asEdit(shown.text);
    this.#draw(shown.rows);
    return edit;
  }

  /** No timer shows anything from now on. */
  stop(): void {
    clearTimeout(this.#due);
    this.#due = undefined;
  }

  /** Takes the colours away; the text stays. */
  clear(): void {
    this.stop();
    this.#draw([]);
  }

  async #showAll(): Promise<void> {
    if (!(await this.#mayChange)) return;
    while (this.#again) {
      this.#again = false;
      const shown = this.#layOut();
      if (shown === undefined || !(await this.#text.show(shown.text))) return;
      if (this.#wanted() !== undefined) this.#draw(shown.rows);
    }
  }

  #layOut(): ShownText | undefined {
    const wanted = this.#wanted();
    if (wanted === undefined) return undefined;
    const { lineEnd, region } = this.#text;
    const layOut = this.#removedLinesShown && !wanted.isTrue ? withRemovedLines : withoutRemovedLines;
    return layOut(wanted.rows, lineEnd, region.followed);
  }

  #draw(rows: readonly Row[]): void {
    this.#drawn = rows;
    this.#decorations.draw(this.#text.document, this.#text.startLine, rows);
  }
}
