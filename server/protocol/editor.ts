/** What the server asks of the editor by itself. */
import { z } from "zod";
import { type DiagnosticView, diagnostic } from "./inline.ts";

export interface EditorDiagnosticsParams {
  readonly task: string;
  readonly attempt: string;
  readonly uri: string;
}

export const editorDiagnosticsResult = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("settled"), diagnostics: z.array(diagnostic).max(5_000) }),
  z.object({ kind: z.literal("unknown"), because: z.string().max(1_000) }),
]);
export type EditorDiagnosticsResult =
  | { readonly kind: "settled"; readonly diagnostics: readonly DiagnosticView[] }
  | { readonly kind: "unknown"; readonly because: string };

export interface UnsavedDocumentParams {
  readonly uri: string;
}

export interface UnsavedDocumentResult {
  readonly unsaved: boolean;
}

export interface SaveDocumentParams {
  readonly uri: string;
}

export interface SaveDocumentResult {
  readonly saved: boolean;
}
