import type { TextEditor } from "vscode";
import { functionAround } from "../commands/target.ts";
import { indentedBlock, selectedLines, type TargetLines } from "./target-lines.ts";

/** The lines that an inline edit would replace now: the selected ones, else the function around the cursor, else its block. */
export async function aimedLines({ document, selection }: TextEditor): Promise<TargetLines> {
  const { start, end, isEmpty, active } = selection;
  const chosen = selectedLines(
    { startLine: start.line, endLine: end.line, endCharacter: end.character, isEmpty },
    document.lineAt(active.line).isEmptyOrWhitespace,
  );
  return (
    chosen ??
    (await functionAround(document, active.line)) ??
    indentedBlock(document.getText().split(/\r\n?|\n/), active.line)
  );
}
