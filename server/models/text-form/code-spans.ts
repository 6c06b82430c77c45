/** Whether the end of a growing Markdown text stands inside code: a fenced block, or backticks that are still open. */
export class CodeSpans {
  #line = "";
  #fence: string | undefined;

  get isCode(): boolean {
    if (this.#fence !== undefined) return true;
    return /^\s{0,3}(`{3,}|~{3,})/.test(this.#line) || this.#line.split("`").length % 2 === 0;
  }

  add(text: string): void {
    const lines = text.split("\n");
    for (const [index, line] of lines.entries()) {
      this.#line += line;
      if (index < lines.length - 1) this.#endLine();
    }
  }

  #endLine(): void {
    const mark = /^\s{0,3}(`{3,}|~{3,})/.exec(this.#line)?.[1];
    if (mark !== undefined && this.#fence === undefined) this.#fence = mark;
    else if (mark !== undefined && this.#fence !== undefined && mark.startsWith(this.#fence)) this.#fence = undefined;
    this.#line = "";
  }
}
