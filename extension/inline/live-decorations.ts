import {
  ColorThemeKind,
  type DecorationOptions,
  type DecorationRenderOptions,
  type Disposable,
  OverviewRulerLane,
  Range,
  type TextDocument,
  type TextEditor,
  type TextEditorDecorationType,
  ThemeColor,
  Uri,
  window,
} from "vscode";
import { drawnText } from "./drawn-text.ts";
import type { Row } from "./live-diff.ts";
import { withoutEnd } from "./pieces.ts";

/** How the rows of an inline edit look in the editor. Signs in the gutter, so that colours are not all that tells them apart. */
export class LiveDecorations implements Disposable {
  #added = addedLines();
  #removed = removedLines();
  readonly #pending = window.createTextEditorDecorationType({ opacity: "0.5", isWholeLine: true });
  readonly #themes: Disposable;

  /** `redraw` is called when the theme has changed. */
  constructor(redraw: () => void) {
    this.#themes = window.onDidChangeActiveColorTheme(() => {
      this.#added.dispose();
      this.#removed.dispose();
      this.#added = addedLines();
      this.#removed = removedLines();
      redraw();
    });
  }

  draw(document: TextDocument, startLine: number, rows: readonly Row[]): void {
    for (const editor of window.visibleTextEditors)
      if (editor.document === document) this.#drawIn(editor, startLine, rows);
  }

  dispose(): void {
    for (const one of [this.#added, this.#removed, this.#pending, this.#themes]) one.dispose();
  }

  #drawIn(editor: TextEditor, startLine: number, rows: readonly Row[]): void {
    const tab = typeof editor.options.tabSize === "number" ? editor.options.tabSize : 4;
    const removed = [...rows.entries()]
      .filter(([, { kind }]) => kind === "removed")
      .map(
        ([index, { piece }]): DecorationOptions => ({
          range: lineRange(startLine + index),
          renderOptions: {
            before: { contentText: drawnText(withoutEnd(piece), tab), color: new ThemeColor("editor.foreground") },
          },
        }),
      );
    editor.setDecorations(this.#added, runs(rows, "added", startLine));
    editor.setDecorations(this.#pending, runs(rows, "pending", startLine));
    editor.setDecorations(this.#removed, removed);
  }
}

/** Neighbouring rows of a kind as one range: thousands of decorations would slow typing down. */
function runs(rows: readonly Row[], kind: Row["kind"], startLine: number): Range[] {
  const ranges: Range[] = [];
  for (let from = 0; from < rows.length; from++) {
    if (rows[from]?.kind !== kind) continue;
    let to = from;
    while (rows[to + 1]?.kind === kind) to++;
    ranges.push(new Range(startLine + from, 0, startLine + to, 0));
    from = to;
  }
  return ranges;
}

function lineRange(line: number): Range {
  return new Range(line, 0, line, 0);
}

function addedLines(): TextEditorDecorationType {
  return lineDecoration("diffEditor.inserted", "editorOverviewRuler.addedForeground", "plus");
}

function removedLines(): TextEditorDecorationType {
  return lineDecoration("diffEditor.removed", "editorOverviewRuler.deletedForeground", "minus");
}

/** High-contrast themes have borders where the others have backgrounds. */
function lineDecoration(colours: string, ruler: string, sign: keyof typeof signs): TextEditorDecorationType {
  const themed = (colour: string): DecorationRenderOptions => ({
    gutterIconPath: signIcon(sign, colour),
    gutterIconSize: "70%",
  });
  return window.createTextEditorDecorationType({
    isWholeLine: true,
    backgroundColor: new ThemeColor(`${colours}LineBackground`),
    ...(isHighContrast() ? { border: "1px dashed", borderColor: new ThemeColor(`${colours}TextBorder`) } : {}),
    overviewRulerColor: new ThemeColor(ruler),
    overviewRulerLane: OverviewRulerLane.Left,
    dark: themed(sign === "plus" ? "#73c991" : "#f88070"),
    light: themed(sign === "plus" ? "#1a7f37" : "#c0392b"),
  });
}

const signs = { plus: "M8 3v10M3 8h10", minus: "M3 8h10" } as const;

function signIcon(sign: keyof typeof signs, colour: string): Uri {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path d="${signs[sign]}" stroke="${colour}" stroke-width="2"/></svg>`;
  return Uri.parse(`data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`);
}

function isHighContrast(): boolean {
  const { kind } = window.activeColorTheme;
  return kind === ColorThemeKind.HighContrast || kind === ColorThemeKind.HighContrastLight;
}
