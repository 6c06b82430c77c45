import type { Closest } from "./closest-line.ts";
import type { Match } from "./locate.ts";

/** What became of an edit, whatever its format. */
export type EditOutcome =
  | {
      readonly kind: "applied";
      readonly text: string;
      readonly match: Match;
      /** 1-based lines of the text before, where something was replaced. */
      readonly lines: readonly number[];
    }
  /** Of several blocks some found their place. `text` holds those; each block's own outcome says which. */
  | { readonly kind: "partly-applied"; readonly text: string; readonly blocks: readonly BlockOutcome[] }
  /** None of several blocks found its place. */
  | { readonly kind: "none-applied"; readonly blocks: readonly BlockOutcome[] }
  | { readonly kind: "deleted" }
  | BlockFailure
  /** The edit changes or deletes a file that is not there. */
  | { readonly kind: "no-file" };

export type BlockFailure =
  | { readonly kind: "not-found"; readonly closest: Closest | undefined }
  /** 1-based lines of all places. */
  | { readonly kind: "ambiguous"; readonly lines: readonly number[] }
  /** Old and new are the same, or there is no edit at all. */
  | { readonly kind: "unchanged" }
  | { readonly kind: "malformed"; readonly because: string };

export type BlockOutcome =
  | { readonly kind: "placed"; readonly match: Match /** 1-based, in the text before. */; readonly line: number }
  | BlockFailure;
