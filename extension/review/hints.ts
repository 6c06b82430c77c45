import {
  type DecorationOptions,
  type Disposable,
  l10n,
  MarkdownString,
  Range,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  window,
  workspace,
} from "vscode";
import { type Desk, openChanges } from "./decide.ts";
import { keepChange, type Place, undoChange } from "./offers.ts";

/** Asks at the end of each change of a review, with both answers in the hover, where no code lens above the change does. */
export class ReviewHints {
  readonly #desk: Desk;
  readonly #hint: TextEditorDecorationType;
  readonly #watching: readonly Disposable[];

  constructor(desk: Desk) {
    this.#desk = desk;
    this.#hint = window.createTextEditorDecorationType({
      after: { margin: "0 0 0 3em", color: new ThemeColor("editorCodeLens.foreground"), fontStyle: "italic" },
    });
    this.#watching = [
      desk.reviews.onDidChange(() => this.#refresh()),
      window.onDidChangeVisibleTextEditors(() => this.#refresh()),
      workspace.onDidChangeTextDocument(({ document }) => {
        if (desk.reviews.find(document.uri) !== undefined) this.#refresh();
      }),
    ];
  }

  #refresh(): void {
    for (const editor of window.visibleTextEditors) void this.#show(editor);
  }

  async #show(editor: TextEditor): Promise<void> {
    const { document } = editor;
    const found = this.#desk.reviews.find(document.uri);
    if (found === undefined || showsLenses(editor)) return editor.setDecorations(this.#hint, []);
    const version = document.version;
    const changes = await openChanges(this.#desk.before, found.file, document.getText());
    if (document.version !== version) return;
    const last = document.lineCount - 1;
    editor.setDecorations(
      this.#hint,
      changes.map((change) => hint(document.lineAt(Math.min(change.afterStart, last)).range, document.uri)),
    );
  }

  dispose(): void {
    this.#hint.dispose();
    for (const watch of this.#watching) watch.dispose();
  }
}

/** Diffs inside a review have no column of their own and show lenses only if the user says so. */
function showsLenses(editor: TextEditor): boolean {
  return editor.viewColumn !== undefined || workspace.getConfiguration("diffEditor").get("codeLens") === true;
}

function hint(line: Range, uri: Place["uri"]): DecorationOptions {
  const place = { uri, line: line.start.line };
  const links = [keepChange(place), undoChange(place)].map(({ title, command }) => {
    const argument = encodeURIComponent(JSON.stringify([{ uri: uri.toString(), line: place.line }]));
    return `[${title}](command:${command}?${argument})`;
  });
  const hoverMessage = new MarkdownString(links.join(" | "));
  hoverMessage.isTrusted = { enabledCommands: ["stepladder.review.keepChange", "stepladder.review.undoChange"] };
  return {
    range: new Range(line.start, line.end),
    hoverMessage,
    renderOptions: { after: { contentText: l10n.t("keep or undo?") } },
  };
}
