import { decideHunk, type Hunk, hunksOf, type Row } from "./live-diff.ts";

/** A hunk with a number that stays its own while others are decided. */
export interface Change extends Hunk {
  readonly id: number;
}

interface Decided {
  /** A change was accepted alone. */
  readonly accepted: boolean;
  readonly rejected: boolean;
}

/** A whole change as it lies before the user: what is still open of it, and what was decided alone. */
export class ChangeReview {
  readonly rows: readonly Row[];
  readonly decided: Decided;
  readonly #ids: readonly number[];

  constructor(
    rows: readonly Row[],
    ids: readonly number[] = hunksOf(rows).map((_, index) => index),
    decided: Decided = { accepted: false, rejected: false },
  ) {
    this.rows = rows;
    this.decided = decided;
    this.#ids = ids;
  }

  /** What can be decided on; `from` and `to` are indexes of rows. */
  get changes(): readonly Change[] {
    return hunksOf(this.rows).map((hunk, index) => ({ ...hunk, id: this.#ids[index] ?? -1 }));
  }

  /** The review after one change was decided; undefined when there is no such change. */
  decide(id: number, decision: "accept" | "reject"): ChangeReview | undefined {
    const hunk = this.changes.find((change) => change.id === id);
    if (hunk === undefined) return undefined;
    return new ChangeReview(
      decideHunk(this.rows, hunk, decision),
      this.#ids.filter((each) => each !== id),
      {
        accepted: this.decided.accepted || decision === "accept",
        rejected: this.decided.rejected || decision === "reject",
      },
    );
  }
}
