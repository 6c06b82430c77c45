import { l10n, type TextEditor, window, workspace } from "vscode";
import type { Parts } from "../parts.ts";
import { chooseFolder } from "./folder.ts";
import { prompts } from "./prompts.ts";
import { startTask } from "./start-task.ts";
import { targetOf } from "./target.ts";

type CodeParts = Pick<Parts, "tasks" | "panel" | "notify">;

export async function explain(parts: CodeParts): Promise<void> {
  await startAtCursor(parts, "ask", "explain", prompts.explain);
}

export async function writeTests(parts: CodeParts): Promise<void> {
  await startAtCursor(parts, "edit", "test", prompts.writeTests);
}

export async function addDocumentation(parts: CodeParts): Promise<void> {
  await startAtCursor(parts, "edit", "edit", prompts.addDocumentation);
}

export async function refactor(parts: CodeParts): Promise<void> {
  if (codeEditor(parts, "edit") === undefined) return;
  const how = await window.showInputBox({
    title: l10n.t("Refactor"),
    prompt: l10n.t("What should become of the selection, or of the function at the cursor?"),
    placeHolder: l10n.t("such as: extract the parsing into a function of its own"),
    ignoreFocusOut: true,
  });
  if (how === undefined || how.trim() === "") return;
  await startAtCursor(parts, "edit", "refactor", (place) => prompts.refactor(place, how.trim()));
}

export async function reviewChanges(parts: CodeParts): Promise<void> {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  await startTask(parts, folder, {
    prompt: prompts.review,
    mode: "ask",
    kind: "review",
    context: [{ kind: "changes" }],
  });
}

async function startAtCursor(
  parts: CodeParts,
  mode: "ask" | "edit",
  kind: "explain" | "test" | "edit" | "refactor",
  prompt: (place: string) => string,
): Promise<void> {
  const editor = codeEditor(parts, mode);
  const folder = editor && (await chooseFolder(editor.document.uri));
  if (editor === undefined || folder === undefined) return;
  const { place, context } = await targetOf(editor, folder);
  await startTask(parts, folder, { prompt: prompt(place), mode, kind, context: [context] });
}

/** The editor that has the code; what is in none of the folders can be read as it is shown, but not changed by a task. */
function codeEditor({ notify }: CodeParts, mode: "ask" | "edit"): TextEditor | undefined {
  const editor = window.activeTextEditor;
  if (editor === undefined) {
    void notify.info(l10n.t("Open the code first, and put the cursor where it is."));
    return undefined;
  }
  if (mode === "edit" && workspace.getWorkspaceFolder(editor.document.uri) === undefined) {
    void notify.info(
      l10n.t("This document is in none of the open folders, so no task can change it. “Edit Selection…” can."),
    );
    return undefined;
  }
  return editor;
}
