import { type Connection, TextDocuments } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { OpenDocuments } from "../body.ts";
import { canonicalPath } from "./workspaces.ts";

/** Keeps what the editor has open, and answers with its text, saved or not. */
export function openDocuments(connection: Connection): OpenDocuments {
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
    openText(path) {
      const uri = uris.get(path);
      return uri === undefined ? undefined : documents.get(uri)?.getText();
    },
  };
}
