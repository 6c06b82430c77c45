import type { Kind } from "../protocol/events.ts";
import { formatUsd, nano } from "../spend/money.ts";
import type { Plan, Stage } from "./plan.ts";

const fewAttempts = 3;

/** One sentence that a user can read: who goes first and why, and who stands behind it. */
export function because(plan: Plan, kind: Kind, pinned: boolean): string {
  const [first, ...rest] = plan.stages;
  const behind = rest.map((stage) => shortName(stage.candidate.id));
  const backed =
    behind.length === 0
      ? "nothing stands behind it"
      : `${behind.join(", then ")} ${behind.length === 1 ? "stands" : "stand"} behind it`;
  const reason = pinned ? `you chose it for ${kind} work` : record(first, kind);
  return `${shortName(first.candidate.id)} first: ${reason}; ${backed}.`;
}

function record({ candidate, belief }: Stage, kind: Kind): string {
  const price =
    belief.cost.mean === 0 ? "for free" : `for about ${formatUsd(nano(BigInt(Math.round(belief.cost.mean))))}`;
  if (belief.evidence >= fewAttempts) {
    return `it finished ${Math.round(belief.proved)} of ${Math.round(belief.evidence)} ${kind} subtasks here ${price}${belief.cost.mean === 0 ? "" : " each"}`;
  }
  const chance = Math.round(belief.success * 10);
  return `models of the ${candidate.rung} rung finish about ${chance} in 10 ${kind} subtasks, here ${price}`;
}

export function shortName(id: string): string {
  return id.slice(id.indexOf("/") + 1);
}
