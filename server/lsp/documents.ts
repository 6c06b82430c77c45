import { type Connection, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { OpenDocuments } from "../body.ts";
import {
  type EditorDiagnosticsParams,
  type EditorDiagnosticsResult,
  editorDiagnosticsMethod,
  editorDiagnosticsResult,
  type SaveDocumentParams,
  type SaveDocumentResult,
  saveDocumentMethod,
  type UnsavedDocumentParams,
  type UnsavedDocumentResult,
  unsavedDocumentMethod,
} from "../protocol/requests.ts";
import { canonicalPath } from "./workspaces.ts";

/** Milliseconds that an editor gets for an answer. */
export interface DocumentLimits {
  readonly unsavedMs: number;
  readonly saveMs: number;
  readonly reportsMs: number;
}

const usualLimits: DocumentLimits = { unsavedMs: 5_000, saveMs: 20_000, reportsMs: 15_000 };
const unknownReports: EditorDiagnosticsResult = {
  kind: "unknown",
  because: "The editor did not say which problems it reports now.",
};

/** Keeps what the editor has open, and answers with the text that is not saved. */
export function openDocuments(connection: Connection, limits: DocumentLimits = usualLimits): OpenDocuments {
  const documents = new TextDocuments(TextDocument);
  const uris = new Map<string, string>();
  documents.onDidOpen(({ document }) => {
    const path = canonicalPath(document.uri);
    if (path !== undefined) uris.set(path, document.uri);
  });
  documents.onDidClose(({ document }) => {
    for (const [path, uri] of uris) if (uri === document.uri) uris.delete(path);
  });
  documents.listen(connection);
  return {
    async unsavedText(path) {
      const uri = uris.get(path);
      if (uri === undefined) return undefined;
      const params: UnsavedDocumentParams = { uri };
      const asked = connection.sendRequest<UnsavedDocumentResult>(unsavedDocumentMethod, params);
      const answer = await withinTime(asked, limits.unsavedMs).catch(() => undefined);
      // Who does not answer may hold the user's text.
      return answer?.unsaved === false ? undefined : documents.get(uri)?.getText();
    },
    async save(path) {
      const uri = uris.get(path);
      if (uri === undefined) return false;
      const params: SaveDocumentParams = { uri };
      const asked = connection.sendRequest<SaveDocumentResult>(saveDocumentMethod, params);
      const answer = await withinTime(asked, limits.saveMs).catch(() => undefined);
      return answer?.saved === true;
    },
    async reports(shown, signal) {
      if (signal.aborted) return unknownReports;
      const params: EditorDiagnosticsParams = shown;
      const asked = connection.sendRequest<unknown>(editorDiagnosticsMethod, params);
      const answer = await withinTime(asked, limits.reportsMs, signal).catch(() => undefined);
      const read = editorDiagnosticsResult.safeParse(answer);
      return read.success ? read.data : unknownReports;
    },
  };
}

/** Rejects when the time is over or the signal aborts. */
function withinTime<T>(asked: Promise<T>, milliseconds: number, signal?: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const over = () => reject(new Error("no answer in time"));
    const timer = setTimeout(over, milliseconds);
    signal?.addEventListener("abort", over, { once: true });
    asked.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", over);
    });
  });
}
