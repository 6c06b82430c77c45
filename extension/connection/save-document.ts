import { Uri, workspace } from "vscode";
import type { SaveDocumentParams, SaveDocumentResult } from "../../server/protocol/requests.ts";

/** Saves what is open and unsaved. A document that has no file yet would ask where to, so it is left alone. */
export async function saveDocument({ uri }: SaveDocumentParams): Promise<SaveDocumentResult> {
  const wanted = Uri.parse(uri, true).toString();
  const document = workspace.textDocuments.find((open) => open.uri.toString() === wanted);
  if (document === undefined || !document.isDirty) return { saved: true };
  if (document.isUntitled) return { saved: false };
  return { saved: (await document.save()) && !document.isDirty };
}
