import type { DiagnosticView } from "../protocol/requests.ts";

/** Work that one call does: its whole material is in the brief, and the model gets no tools. */
export type OneCall = InlineEdit | CommitMessage;

/** Lines of an open document that are to be replaced. The server writes nothing: the editor shows the replacement. */
export interface InlineEdit {
  readonly kind: "inline-edit";
  readonly uri: string;
  /** Absolute; undefined for a document without a file. */
  readonly path: string | undefined;
  readonly languageId: string;
  /** The whole document, with its own line ends. */
  readonly text: string;
  /** 0-based, `endLine` excluded; equal for an insertion before `startLine`. */
  readonly startLine: number;
  readonly endLine: number;
  readonly diagnostics: readonly DiagnosticView[];
}

export interface CommitMessage {
  readonly kind: "commit-message";
  /** Unified, trimmed, and without the contents of files that hold secrets. */
  readonly diff: string;
  /** Of the last commits, newest first. */
  readonly subjects: readonly string[];
  /** The diff shows a local-only file. */
  readonly localOnly: boolean;
}
