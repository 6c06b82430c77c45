import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  type Diagnostic,
  type Disposable,
  l10n,
  languages,
  type Range,
  type TextDocument,
  workspace,
} from "vscode";
import { prompts } from "../commands/prompts.ts";
import { withoutHints } from "./choose-problems.ts";
import type { FixRequest } from "./fix-problems.ts";

export const fixCommand = "stepladder.fixProblems";
export const editCommand = "stepladder.editSelection";

/** *Fix with Stepladder* in the light bulb of every problem. It needs no server, which starts only when it is chosen. */
export function registerFixAction(): Disposable {
  return languages.registerCodeActionsProvider([{ scheme: "file" }, { scheme: "untitled" }], provider, {
    providedCodeActionKinds: [CodeActionKind.QuickFix],
  });
}

const provider: CodeActionProvider = {
  provideCodeActions(document: TextDocument, _range: Range, context: CodeActionContext): CodeAction[] {
    if (!workspace.isTrusted || context.diagnostics.length === 0) return [];
    if (workspace.getWorkspaceFolder(document.uri) === undefined)
      return context.diagnostics.slice(0, 1).map(editAction);
    const all = withoutHints(languages.getDiagnostics(document.uri));
    return [...context.diagnostics.map((problem) => fixAction(document, problem)), ...fixAllAction(document, all)];
  },
};

function fixAction(document: TextDocument, problem: Diagnostic): CodeAction {
  const title = l10n.t("Fix with Stepladder");
  const { range, severity, message } = problem;
  const request: FixRequest = { uri: document.uri, problems: [{ range, severity, message }] };
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [problem];
  action.command = { command: fixCommand, title, arguments: [request] };
  return action;
}

function fixAllAction(document: TextDocument, problems: readonly Diagnostic[]): CodeAction[] {
  if (problems.length < 2) return [];
  const title = l10n.t("Fix all {0} problems in this file with Stepladder", problems.length);
  const request: FixRequest = { uri: document.uri };
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [...problems];
  action.command = { command: fixCommand, title, arguments: [request] };
  return [action];
}

/** What is no file of a folder can't be changed by a task, but by an edit in the editor. */
function editAction(problem: Diagnostic): CodeAction {
  const title = l10n.t("Fix with Stepladder");
  const action = new CodeAction(title, CodeActionKind.QuickFix);
  action.diagnostics = [problem];
  action.command = { command: editCommand, title, arguments: [prompts.fixReported(problem.message)] };
  return action;
}
