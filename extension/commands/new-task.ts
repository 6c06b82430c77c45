import { window, workspace } from "vscode";
import type { Parts } from "../parts.ts";
import { wholeLines } from "./place.ts";
import { linesAsContext } from "./target.ts";

/** Brings the prompt box to the front, with what is selected beside it. */
export async function newTask({ panel }: Parts): Promise<void> {
  const editor = window.activeTextEditor;
  const folder = editor && workspace.getWorkspaceFolder(editor.document.uri)?.uri;
  if (editor === undefined || folder === undefined || editor.selection.isEmpty) return await panel.show();
  const lines = wholeLines({ start: editor.selection.start, end: editor.selection.end });
  const context = [linesAsContext(editor.document, folder, lines)];
  await panel.show({ prompt: "", mode: "edit", context });
}
