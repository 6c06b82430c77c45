import { EndOfLine, Range, type TextDocument, TextEdit, WorkspaceEdit, workspace } from "vscode";
import { changesBetween, type LineChange, lineEndOf, linesOf, undoChange } from "./line-changes.ts";
import { type MixedFile, readMixedFile } from "./mixed-file.ts";

export type ChangeOutcome =
  /** `text` is what the file holds now. */
  | { readonly kind: "done"; readonly text: string }
  /** The document was edited but could not be saved; it is left unsaved. */
  | { readonly kind: "not-saved" }
  /** Its lines end in different ways, so it can be changed on disk only, and it has unsaved changes. */
  | { readonly kind: "unsaved" }
  | { readonly kind: "stale" };

/** Puts the lines from before the task back in place of one change, in one step of the undo stack, and saves. */
export async function undoChangeIn(document: TextDocument, before: string, change: LineChange): Promise<ChangeOutcome> {
  const mixed = readMixedFile(await workspace.fs.readFile(document.uri), before);
  if (mixed !== undefined) {
    if (document.isDirty) return { kind: "unsaved" };
    if (linesOf(mixed.text).length !== linesOf(document.getText()).length) return { kind: "stale" };
    return writeMixed(document, mixed, undoChange(before, mixed.text, change));
  }
  const edits = [replacement(before, change)];
  const rest = undoChange(before, document.getText(), change);
  const end = lineEndOf(before);
  if ((end === "\n" || end === "\r\n") && changesBetween(before, rest, "by-content").length === 0) {
    edits.push(TextEdit.setEndOfLine(end === "\n" ? EndOfLine.LF : EndOfLine.CRLF));
  }
  return applyAndSave(document, edits);
}

/** The whole text in one step of the undo stack, saved. */
export async function replaceText(document: TextDocument, text: string): Promise<ChangeOutcome> {
  const mixed = readMixedFile(await workspace.fs.readFile(document.uri), text);
  if (mixed !== undefined) return document.isDirty ? { kind: "unsaved" } : writeMixed(document, mixed, text);
  const all = new Range(0, 0, document.lineCount, 0);
  return applyAndSave(document, [TextEdit.replace(all, text)]);
}

async function writeMixed(document: TextDocument, mixed: MixedFile, text: string): Promise<ChangeOutcome> {
  await workspace.fs.writeFile(document.uri, mixed.encode(text));
  return { kind: "done", text };
}

function replacement(before: string, change: LineChange): TextEdit {
  const lines = linesOf(before).slice(change.beforeStart, change.beforeEnd);
  return TextEdit.replace(new Range(change.afterStart, 0, change.afterEnd, 0), lines.join(""));
}

async function applyAndSave(document: TextDocument, edits: TextEdit[]): Promise<ChangeOutcome> {
  const edit = new WorkspaceEdit();
  edit.set(document.uri, edits);
  if (!(await workspace.applyEdit(edit))) return { kind: "stale" };
  return (await document.save()) ? { kind: "done", text: document.getText() } : { kind: "not-saved" };
}
