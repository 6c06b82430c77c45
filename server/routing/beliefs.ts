import type { Kind } from "../protocol/events.ts";
import type { AttemptOutcome } from "../spend/spend.ts";
import { priorSuccess, priorWeight, sameFamilyAfterFailure, successAfter } from "./priors.ts";
import type { Candidate } from "./route.ts";

/** What is believed about one model at one kind after a number of failures. Costs in nano-dollars, as numbers: they are estimates. */
export interface Belief {
  readonly success: number;
  /** Attempts of its own that stand behind it, faded by age. */
  readonly evidence: number;
  readonly proved: number;
  readonly cost: Spread;
}

export interface Spread {
  readonly low: number;
  readonly mean: number;
  readonly high: number;
}

const halfLifeDays = 30;
const dayMs = 86_400_000;
const priorCostWeight = 3;
/** Standard deviation of log cost between attempts at the same kind; public runs spread about threefold. */
const priorLogSpread = 0.9;
const tenthToNinetieth = 1.2816;

/** The models that failed at the subtask before, and the share of such subtasks that they solve together. */
export interface Earlier {
  readonly families: readonly string[];
  readonly solved: number;
}

/** `rungs` is how many rungs there are. */
export function believe(
  candidate: Candidate,
  kind: Kind,
  rungs: number,
  earlier: Earlier,
  outcomes: readonly AttemptOutcome[],
): Belief {
  const failures = Math.min(earlier.families.length, 2);
  const names = new Set([candidate.id, ...(candidate.alsoAs ?? [])]);
  const own = outcomes.filter((outcome) => names.has(outcome.model) && outcome.kind === kind);
  const now = newest(outcomes);
  const position = rungs > 1 ? candidate.rungIndex / (rungs - 1) : candidate.local ? 0.25 : 1;

  let proved = 0;
  let judged = 0;
  for (const outcome of own) {
    if (Math.min(outcome.failuresBefore, 2) !== failures) continue;
    if (outcome.verdict !== "proved" && outcome.verdict !== "refuted") continue;
    const weight = fade(now - Date.parse(outcome.endedAt));
    judged += weight;
    if (outcome.verdict === "proved") proved += weight;
  }
  const sameFamily = earlier.families.includes(candidate.family) ? sameFamilyAfterFailure : 1;
  const fresh = candidate.measured?.[kind] ?? priorSuccess(kind, position);
  const prior = successAfter(fresh, earlier.solved) * sameFamily;
  return {
    success: (prior * priorWeight + proved) / (priorWeight + judged),
    evidence: judged,
    proved,
    cost: costSpread(candidate, own),
  };
}

function costSpread(candidate: Candidate, own: readonly AttemptOutcome[]): Spread {
  const typical = Number(candidate.typicalCost ?? 0n);
  if (typical === 0) return { low: 0, mean: 0, high: 0 };
  const logs = own.filter((outcome) => outcome.cost > 0n).map((outcome) => Math.log(Number(outcome.cost)));
  const weight = priorCostWeight + logs.length;
  const priorCenter = Math.log(typical) - priorLogSpread ** 2 / 2;
  const center = (priorCenter * priorCostWeight + logs.reduce((total, log) => total + log, 0)) / weight;
  const squares = logs.reduce((total, log) => total + (log - center) ** 2, 0);
  const deviation = Math.sqrt((priorLogSpread ** 2 * priorCostWeight + squares) / weight);
  return {
    low: Math.exp(center - tenthToNinetieth * deviation),
    mean: Math.exp(center + deviation ** 2 / 2),
    high: Math.exp(center + tenthToNinetieth * deviation),
  };
}

/** The newest outcome is "now", so that the same ledger always gives the same beliefs. */
function newest(outcomes: readonly AttemptOutcome[]): number {
  return outcomes.reduce((latest, outcome) => Math.max(latest, Date.parse(outcome.endedAt)), 0);
}

function fade(ageMs: number): number {
  return 0.5 ** (Math.max(0, ageMs) / dayMs / halfLifeDays);
}
