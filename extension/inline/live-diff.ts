import { diffArrays } from "diff";
import { cutIntoPieces, hasEnd, type Pieces } from "./pieces.ts";

/**
 * One line of an inline edit. `same`: in the old and the new text; `added`: in the new only; `removed`: in the old only;
 * `pending`: an old line that the stream has not come to yet. `piece` has its line end.
 */
export interface Row {
  readonly kind: "same" | "added" | "removed" | "pending";
  readonly piece: string;
}

/** Above this many differing lines the middle is shown as one change: an exact diff would take too long while text streams. */
const mostEdits = 600;
/** How far below the stream a line may be found again. Without a bound, each `}` could match the end of a long function. */
const lookAhead = 60;

/** The rows between the old lines and the whole new text. All that is not `removed` makes the new text, all not `added` the old one. */
export function finalRows(old: string, replacement: string): readonly Row[] {
  return diffRows(cutIntoPieces(old), cutIntoPieces(replacement));
}

/** The rows while the new text streams. A last line without its end counts once it differs from how the next old line begins. */
export function streamingRows(old: string, soFar: string): readonly Row[] {
  const oldPieces = cutIntoPieces(old);
  const fresh = cutIntoPieces(soFar);
  const unfinished = fresh.length > 0 && !hasEnd(fresh.at(-1) ?? "") ? (fresh.at(-1) ?? "") : undefined;
  const whole = unfinished === undefined ? fresh : fresh.slice(0, -1);
  const near = oldPieces.slice(0, whole.length + lookAhead);
  const { met, ahead } = splitAtStream(diffRows(near, whole));
  const pending = [...ahead, ...oldPieces.slice(near.length)];
  const shown = unfinished === undefined || (pending[0] ?? "").startsWith(unfinished) ? [] : [added(unfinished)];
  return [...met, ...shown, ...pending.map((piece): Row => ({ kind: "pending", piece }))];
}

/** What comes after the last line found again is not removed yet: the stream may still come to it. */
function splitAtStream(rows: readonly Row[]): { readonly met: readonly Row[]; readonly ahead: Pieces } {
  const from = rows.findLastIndex(({ kind }) => kind === "same") + 1;
  const tail = rows.slice(from);
  return {
    met: [...rows.slice(0, from), ...tail.filter(({ kind }) => kind === "added")],
    ahead: tail.filter(({ kind }) => kind === "removed").map(({ piece }) => piece),
  };
}

function diffRows(old: Pieces, fresh: Pieces): readonly Row[] {
  const head = commonHead(old, fresh);
  const tail = commonHead(old.slice(head).toReversed(), fresh.slice(head).toReversed());
  const oldMiddle = old.slice(head, old.length - tail);
  const freshMiddle = fresh.slice(head, fresh.length - tail);
  return [
    ...old.slice(0, head).map(same),
    ...middleRows(oldMiddle, freshMiddle),
    ...old.slice(old.length - tail).map(same),
  ];
}

function middleRows(old: Pieces, fresh: Pieces): readonly Row[] {
  const changes = diffArrays([...old], [...fresh], { maxEditLength: mostEdits });
  if (changes === undefined) return [...old.map(removed), ...fresh.map(added)];
  return changes.flatMap((change) => change.value.map(change.added ? added : change.removed ? removed : same));
}

function commonHead(left: Pieces, right: Pieces): number {
  const most = Math.min(left.length, right.length);
  for (let index = 0; index < most; index++) if (left[index] !== right[index]) return index;
  return most;
}

const same = (piece: string): Row => ({ kind: "same", piece });
const added = (piece: string): Row => ({ kind: "added", piece });
const removed = (piece: string): Row => ({ kind: "removed", piece });

/** A change: neighbouring rows that are added or removed. `from` and `to` are indexes of rows, `to` excluded. */
export interface Hunk {
  readonly from: number;
  readonly to: number;
}

export function hunksOf(rows: readonly Row[]): readonly Hunk[] {
  const hunks: Hunk[] = [];
  const isChange = (row: Row | undefined) => row?.kind === "added" || row?.kind === "removed";
  for (let from = 0; from < rows.length; from++) {
    if (!isChange(rows[from])) continue;
    let to = from;
    while (isChange(rows[to])) to++;
    hunks.push({ from, to });
    from = to;
  }
  return hunks;
}

/** The rows after one change was decided: what stays of it counts as `same` from now on. */
export function decideHunk(rows: readonly Row[], { from, to }: Hunk, decision: "accept" | "reject"): readonly Row[] {
  const keeps = decision === "accept" ? "added" : "removed";
  const decided = rows
    .slice(from, to)
    .filter(({ kind }) => kind === keeps)
    .map(({ piece }) => same(piece));
  return [...rows.slice(0, from), ...decided, ...rows.slice(to)];
}
