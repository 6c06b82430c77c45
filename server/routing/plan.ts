import type { Belief } from "./beliefs.ts";
import type { Candidate } from "./route.ts";

export interface Stage {
  readonly candidate: Candidate;
  readonly belief: Belief;
  /** Chance that it comes to this stage at all. */
  readonly reach: number;
}

export interface Plan {
  readonly stages: readonly [Stage, ...Stage[]];
  readonly expectedCost: number;
  /** Chance that the subtask ends with a result that is truly right. */
  readonly success: number;
}
