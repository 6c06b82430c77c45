import { Uri } from "vscode";
import type { ChangedFileView } from "../../server/protocol/requests.ts";
import { type BeforeName, beforeQuery, beforeScheme } from "./before-uri.ts";

/** One changed file in a review. */
export interface ReviewedFile extends ChangedFileView {
  /** Where it is, or was. */
  readonly uri: Uri;
  /** Its text from before the task, with the changes that were kept. */
  readonly beforeUri: Uri;
  /** Some of its changes were decided one by one. */
  decidedInPart: boolean;
}

export function reviewedFile(file: ChangedFileView, task: string, workspace: string): ReviewedFile {
  const uri = Uri.joinPath(Uri.file(workspace), file.path);
  return { ...file, uri, beforeUri: beforeUri(uri, { task, workspace, path: file.path }), decidedInPart: false };
}

/** What `vscode.changes` shows of a file: its own address, the left side and the right side. */
export function sides({ uri, beforeUri, change }: ReviewedFile): [Uri, Uri | undefined, Uri | undefined] {
  return [uri, change === "created" ? undefined : beforeUri, change === "deleted" ? undefined : uri];
}

function beforeUri(uri: Uri, name: BeforeName): Uri {
  return uri.with({ scheme: beforeScheme, query: beforeQuery(name) });
}
