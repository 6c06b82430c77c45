import { type Diagnostic, l10n, languages, type TextDocument, type Uri, window, workspace } from "vscode";
import type { ContextItem } from "../../server/protocol/requests.ts";
import { chooseFolder, pathIn } from "../commands/folder.ts";
import { placeName, wholeLines } from "../commands/place.ts";
import { prompts } from "../commands/prompts.ts";
import { startTask } from "../commands/start-task.ts";
import { functionAround, linesAsContext } from "../commands/target.ts";
import type { Parts } from "../parts.ts";
import { chooseProblems, linesAround, type Problem, severityName, withoutHints } from "./choose-problems.ts";

/** What the code action gives to the command. Without problems, all of the document's are meant. */
export interface FixRequest {
  readonly uri: Uri;
  readonly problems?: readonly Problem[];
}

type FixParts = Pick<Parts, "tasks" | "panel" | "notify">;

/** What a task's context may hold. */
const mostProblems = 500;
const longestMessage = 10_000;

/** Starts a task that fixes the given problems, or those that the editor's cursor, selection or file has. */
export async function fixProblems(parts: FixParts, request?: FixRequest): Promise<void> {
  const found = await findProblems(parts, request);
  if (found === undefined) return;
  const { document, problems } = found;
  const folder = await chooseFolder(document.uri);
  if (folder === undefined) return;
  const path = pathIn(folder, document.uri);
  const only = problems.length === 1 ? problems[0] : undefined;
  await startTask(parts, folder, {
    prompt: only ? prompts.fixProblem(placeName(path, wholeLines(only.range))) : prompts.fixProblems(placeName(path)),
    mode: "edit",
    kind: "fix",
    context: [problemsAsContext(path, problems), await codeAsContext(document, folder, problems)],
  });
}

interface Found {
  readonly document: TextDocument;
  readonly problems: readonly Problem[];
}

async function findProblems({ notify }: FixParts, request: FixRequest | undefined): Promise<Found | undefined> {
  const editor = window.activeTextEditor;
  const document = request ? await workspace.openTextDocument(request.uri) : editor?.document;
  if (document === undefined) {
    void notify.info(l10n.t("Open the file first whose problems should be fixed."));
    return undefined;
  }
  if (workspace.getWorkspaceFolder(document.uri) === undefined) {
    void notify.info(
      l10n.t("This document is in none of the open folders, so no task can change it. “Edit Selection…” can."),
    );
    return undefined;
  }
  const all: readonly Diagnostic[] = languages.getDiagnostics(document.uri);
  const atCursor = () => (editor === undefined ? withoutHints(all) : chooseProblems(all, editor.selection));
  const problems = request === undefined ? atCursor() : (request.problems ?? withoutHints(all));
  if (problems.length > 0) return { document, problems };
  void notify.info(l10n.t("No problem is reported here."));
  return undefined;
}

function problemsAsContext(path: string, problems: readonly Problem[]): ContextItem {
  return {
    kind: "problems",
    problems: problems.slice(0, mostProblems).map(({ range, severity, message }) => ({
      path,
      line: range.start.line,
      severity: severityName(severity),
      message: message.slice(0, longestMessage),
    })),
  };
}

/** The function that has the only problem, else the lines around them all. */
async function codeAsContext(document: TextDocument, folder: Uri, problems: readonly Problem[]): Promise<ContextItem> {
  const [only, second] = problems;
  const lines =
    only !== undefined && second === undefined ? await functionAround(document, only.range.start.line) : undefined;
  return linesAsContext(document, folder, lines ?? linesAround(problems, document.lineCount));
}
