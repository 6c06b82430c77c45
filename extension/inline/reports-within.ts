import type { EditorDiagnosticsResult } from "../../server/protocol/requests.ts";

/** What is reported in these lines, both counted from 0 and included. */
export function reportsWithin(found: EditorDiagnosticsResult, first: number, last: number): EditorDiagnosticsResult {
  if (found.kind === "unknown") return found;
  return { ...found, diagnostics: found.diagnostics.filter(({ line }) => line >= first && line <= last) };
}
