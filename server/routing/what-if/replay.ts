import type { Decision } from "./decisions.ts";
import type { Piece, Try } from "./past.ts";
import type { World } from "./world.ts";

/** What a piece of work comes to when the policy decides on it. Cost in US dollars. */
export interface Played {
  readonly cost: number;
  readonly completed: boolean;
}

/** Caps move a little with all that is learnt. */
const sameCap = 0.9;

/**
 * Where the chosen model really tried this piece, that is what it came to; else it is imagined in the given world. Without a
 * world undefined says that something would have to be imagined.
 */
export function play(piece: Piece, begin: Decision, world: World | undefined): Played | undefined {
  let decision = begin;
  let cost = 0;
  for (;;) {
    const { chosen, failed } = decision;
    if (chosen === undefined) return { cost, completed: false };
    const { model, cap } = chosen;
    const seen = piece.tries.find((one) => one.model === model && tellsUpTo(one, cap));
    if (seen === undefined && world === undefined) return undefined;
    if (model === undefined) return { cost, completed: false };
    const step = seen === undefined ? world?.imagine(piece, model, failed, cap) : cutAt(seen, cap);
    if (step === undefined) return undefined;
    cost += step.cost;
    if (step.ends) return { cost, completed: seen === undefined ? !piece.unprovable : piece.completed };
    decision = decision.after(step.cost, step.cutShort);
  }
}

/** What was cut at a lower cap does not tell what it would have come to. */
function tellsUpTo({ cutShort, cost }: Try, cap: number): boolean {
  return !cutShort || cost >= cap * sameCap;
}

function cutAt(seen: Try, cap: number): Pick<Try, "cost" | "cutShort" | "ends"> {
  return seen.cost > cap ? { cost: cap, cutShort: true, ends: false } : seen;
}
