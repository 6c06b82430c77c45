/** One file of a reply in some edit format. Paths are as the model wrote them. */
export type FileEdit =
  | {
      readonly kind: "update";
      readonly path: string;
      readonly moveTo?: string;
      readonly blocks: readonly Block[];
      /** The format says that the blocks come in the order of the file. */
      readonly inOrder: boolean;
    }
  /** The whole text of a new or existing file. */
  | { readonly kind: "write"; readonly path: string; readonly text: string }
  | { readonly kind: "delete"; readonly path: string };

/** Whole lines to find and what stands there afterwards, both with `\n` at the end of each line. */
export interface Block {
  /** Empty means: the text of a new or empty file, or for a hunk the lines behind its anchors, without anchors the file's end. */
  readonly old: string;
  readonly new: string;
  /** 1-based line of the file before. It decides between several places only when one of them is clearly the nearest. */
  readonly line?: number;
  /** As `line`, but from a header that models get wrong: it counts only when other hunks of the file prove it right. */
  readonly claimedLine?: number;
  /** Lines above the place, outermost first: the class, the function. What stands at none of them is no reason to refuse. */
  readonly anchors?: readonly string[];
  readonly isHunk?: boolean;
  readonly atEnd?: boolean;
  /** New lines go in as written, also where the file is indented differently. */
  readonly verbatim?: boolean;
}

export type ParsedEdits =
  | { readonly kind: "edits"; readonly files: readonly FileEdit[] }
  /** Nothing of it may be applied. `because` is a sentence for the model. */
  | { readonly kind: "malformed"; readonly because: string };
