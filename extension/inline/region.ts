import type { TextChange } from "./text-change.ts";

/** The edited lines of a document: from the start of a line up to the start of another, or up to the document's end. */
export interface Region {
  /** UTF-16 offset. */
  readonly start: number;
  readonly end: number;
  /** Lines follow; else the region reaches the end of the document. */
  readonly followed: boolean;
}

export type Effect =
  | { readonly kind: "elsewhere"; readonly region: Region }
  /** It touches the edited lines. */
  | { readonly kind: "overlaps" };

/** What changes by somebody else do to the region. They all have offsets from before the first of them, as the editor tells them. */
export function effectOf(region: Region, changes: readonly TextChange[]): Effect {
  let shift = 0;
  for (const change of changes) {
    if (isBefore(region, change)) shift += change.text.length - change.length;
    else if (!isAfter(region, change)) return { kind: "overlaps" };
  }
  return { kind: "elsewhere", region: { ...region, start: region.start + shift, end: region.end + shift } };
}

/** A change that ends where the region begins must leave a line end there, or it would join two lines. */
function isBefore({ start }: Region, { offset, length, text }: TextChange): boolean {
  return offset + length < start || (offset + length === start && /[\r\n]$/.test(text));
}

function isAfter({ end, followed }: Region, { offset }: TextChange): boolean {
  return offset > end || (offset === end && followed);
}
