import { createHash } from "node:crypto";
import { newFileText } from "../../workspace/encoding.ts";
import type { TextFile } from "../../workspace/ports.ts";
import type { OpenDocuments } from "../parts.ts";

/** A file as the user sees it: what the editor holds, saved or not, in the form that the file has. */
export interface ShownFile {
  readonly file: TextFile | undefined;
  /** The editor holds what the file doesn't. */
  readonly unsaved: boolean;
}

export async function shownFile(
  absolute: string,
  file: TextFile | undefined,
  documents: OpenDocuments,
): Promise<ShownFile> {
  const text = (await documents.unsavedText(absolute))?.replace(/\r\n?/g, "\n");
  if (text === undefined || text === (file?.text ?? "")) return { file, unsaved: false };
  return { file: { ...(file ?? { ...newFileText, mode: newFileMode, hash: "" }), text }, unsaved: true };
}

const newFileMode = 0o644;

/** By which an attempt knows whether a text is still what it saw. */
export function textHash(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
