import type { FileState } from "../ports.ts";
import type { Write } from "./journal.ts";

/** What to do with one file so that the writes of one attempt, or of all, are gone from it. */
export type RestorePlan =
  | { readonly kind: "nothing"; readonly ids: readonly string[]; readonly complete: boolean }
  | {
      readonly kind: "restore";
      readonly to: FileState;
      readonly mode: number | undefined;
      readonly ids: readonly string[];
      /** False when older writes stay, because someone else wrote in between. */
      readonly complete: boolean;
    }
  /** The file holds what none of these writes left or found. */
  | { readonly kind: "conflict" };

/**
 * `writes` are all live writes of one file, oldest first; `present` is what it holds. Goes back from the newest write as
 * long as each one found what the one before it left. A write that the file shows no trace of never happened: the process died
 * between the intention and the deed.
 */
export function planRestore(
  writes: readonly Write[],
  present: { readonly state: FileState; readonly mode: number | undefined },
  belongs: (write: Write) => boolean,
): RestorePlan {
  const own = writes.filter(belongs);
  const newest = writes.at(-1);
  if (newest === undefined || own.length === 0) return { kind: "nothing", ids: [], complete: true };
  const taken = walkBack(writes, present.state, belongs);
  if (taken.length === 0) {
    const supposed = walkBack(writes, newest.after, belongs);
    const untouched = supposed.length > 0 && same(present.state, supposed.at(-1)?.before);
    return untouched
      ? { kind: "nothing", ids: idsOf(supposed), complete: supposed.length === own.length }
      : { kind: "conflict" };
  }
  const oldest = taken.at(-1) ?? newest;
  const complete = taken.length === own.length;
  const sameMode = oldest.modeBefore === undefined || present.mode === undefined || oldest.modeBefore === present.mode;
  if (same(present.state, oldest.before) && sameMode) return { kind: "nothing", ids: idsOf(taken), complete };
  return {
    kind: "restore",
    to: oldest.before,
    mode: oldest.modeBefore,
    ids: idsOf(taken),
    complete,
  };
}

/** Newest first. */
function walkBack(writes: readonly Write[], from: FileState, belongs: (write: Write) => boolean): readonly Write[] {
  const taken: Write[] = [];
  let state = from;
  for (const write of writes.toReversed()) {
    const happened = same(write.after, state);
    if (!happened && !same(write.before, state)) break;
    if (belongs(write)) taken.push(write);
    else if (happened) break;
    if (happened) state = write.before;
  }
  return taken;
}

function same(one: FileState, two: FileState | undefined): boolean {
  if (one.kind === "file") return two?.kind === "file" && two.hash === one.hash;
  return two?.kind === "absent";
}

function idsOf(writes: readonly Write[]): readonly string[] {
  return writes.map((write) => write.id);
}
