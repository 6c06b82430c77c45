import { type Diagnostic, DiagnosticSeverity, l10n, languages, type Uri, window, workspace } from "vscode";
import type { Collected, EditorSelection } from "../../media/task-panel/messages.ts";
import type { ContextItem } from "../../server/protocol/requests.ts";
import { pathIn } from "../commands/folder.ts";
import { wholeLines } from "../commands/place.ts";
import { linesAsContext } from "../commands/target.ts";

const mostProblems = 500;
const longestMessage = 2_000;
const severities = ["error", "warning", "information", "hint"] as const;

export interface CollectedContext {
  readonly items: readonly ContextItem[];
  /** Why there are none. */
  readonly message: string | undefined;
}

export function collectContext(what: Collected, folder: Uri): CollectedContext {
  return what === "problems" ? collectProblems(folder) : collectSelection(folder);
}

/** The editor's selection as an offer: where it is, without its text. */
export function offeredSelection(): EditorSelection | undefined {
  const editor = window.activeTextEditor;
  const folder = editor && workspace.getWorkspaceFolder(editor.document.uri)?.uri;
  if (editor === undefined || folder === undefined || editor.selection.isEmpty) return undefined;
  return { path: pathIn(folder, editor.document.uri), ...wholeLines(editor.selection) };
}

export function countProblems(folder: Uri): number {
  return problemsIn(folder).length;
}

function collectSelection(folder: Uri): CollectedContext {
  const editor = window.activeTextEditor;
  if (editor === undefined || editor.selection.isEmpty)
    return { items: [], message: l10n.t("Nothing is selected in the editor.") };
  return { items: [linesAsContext(editor.document, folder, wholeLines(editor.selection))], message: undefined };
}

function collectProblems(folder: Uri): CollectedContext {
  const problems = problemsIn(folder)
    .slice(0, mostProblems)
    .map(({ uri, diagnostic }) => ({
      path: pathIn(folder, uri),
      line: diagnostic.range.start.line,
      severity: severities[diagnostic.severity],
      message: diagnostic.message.slice(0, longestMessage).toWellFormed(),
    }));
  if (problems.length === 0) return { items: [], message: l10n.t("The editor reports no problem in this folder.") };
  return { items: [{ kind: "problems", problems }], message: undefined };
}

/** Errors and warnings, errors first. */
function problemsIn(folder: Uri): readonly { readonly uri: Uri; readonly diagnostic: Diagnostic }[] {
  return languages
    .getDiagnostics()
    .filter(([uri]) => workspace.getWorkspaceFolder(uri)?.uri.toString() === folder.toString())
    .flatMap(([uri, diagnostics]) => diagnostics.map((diagnostic) => ({ uri, diagnostic })))
    .filter(({ diagnostic }) => diagnostic.severity <= DiagnosticSeverity.Warning)
    .toSorted((a, b) => a.diagnostic.severity - b.diagnostic.severity);
}
