import type { Uri } from "vscode";
import type { DiagnosticView, SentParams } from "../../server/protocol/requests.ts";
import type { EditedText } from "./edited-text.ts";

/** An inline edit of these lines, as the server is asked about it. */
export function inlineRequest(
  text: EditedText,
  folder: Uri | undefined,
  diagnostics: DiagnosticView[],
): Omit<SentParams<"stepladder/inline/start">, "prompt"> {
  const { document, region } = text;
  const endLine = region.followed ? document.positionAt(region.end).line : document.lineCount;
  return {
    uri: document.uri.toString(),
    languageId: document.languageId,
    text: document.getText(),
    startLine: text.startLine,
    endLine,
    diagnostics,
    ...(folder === undefined ? {} : { workspace: folder.fsPath }),
  };
}
