import { type TextDocument, Uri, workspace } from "vscode";
import type {
  SaveDocumentParams,
  SaveDocumentResult,
  UnsavedDocumentParams,
  UnsavedDocumentResult,
} from "../../server/protocol/requests.ts";

export function isUnsaved({ uri }: UnsavedDocumentParams): UnsavedDocumentResult {
  return { unsaved: openDocument(uri)?.isDirty ?? false };
}

/** Saves what is open and unsaved. A document that has no file yet would ask where to, so it is left alone. */
export async function saveDocument({ uri }: SaveDocumentParams): Promise<SaveDocumentResult> {
  const document = openDocument(uri);
  if (document === undefined || !document.isDirty) return { saved: true };
  if (document.isUntitled) return { saved: false };
  return { saved: (await document.save()) && !document.isDirty };
}

function openDocument(uri: string): TextDocument | undefined {
  const wanted = Uri.parse(uri, true).toString();
  return workspace.textDocuments.find((open) => open.uri.toString() === wanted);
}
