import type { Usage } from "../models/usage.ts";
import type { Kind } from "../protocol/events.ts";

/**
 * What is assumed before the ledger knows better: the share of attempts that succeed, for the weakest, the middle and the
 * strongest rung. The editing figures follow public per-task results (SWE-bench Verified and SWT-bench, runs of 2026):
 * 34 to 62 % for models of a size that runs at home, 73 to 76 % for hosted open models, 82 to 84 % for the frontier.
 */
const success: Readonly<Record<Kind, readonly [number, number, number]>> = {
  fix: [0.45, 0.75, 0.85],
  edit: [0.45, 0.75, 0.85],
  refactor: [0.45, 0.75, 0.85],
  test: [0.4, 0.72, 0.84],
  "inline-edit": [0.6, 0.85, 0.92],
  explore: [0.82, 0.9, 0.95],
  ask: [0.8, 0.88, 0.95],
  explain: [0.8, 0.88, 0.95],
  review: [0.6, 0.8, 0.92],
  summarize: [0.88, 0.93, 0.96],
  compact: [0.88, 0.93, 0.96],
  title: [0.93, 0.96, 0.97],
  "commit-message": [0.9, 0.95, 0.97],
  complete: [0.7, 0.85, 0.9],
};

/** How many attempts of its own a model needs before they weigh as much as the prior. */
export const priorWeight = 8;

/**
 * Models fail together: of what another model solved, a model misses only this share of what it misses on average. With it
 * the public results come out as measured (success after one of 73 % failed: MiniMax-M3 0.76 → 0.31, Opus 4.8 0.84 → 0.54).
 */
const missedWhereSolved = 0.31;
/** However strong the models were that failed, a part of what is left can still be done. */
const leastAfterFailure = 0.25;

/** Success of a model with `fresh` success, on work at which models that together solve the share `solved` have failed. */
export function successAfter(fresh: number, solved: number): number {
  if (solved === 0) return fresh;
  const whereSolved = 1 - (1 - fresh) * missedWhereSolved;
  return Math.max((fresh - solved * whereSolved) / (1 - solved), fresh * leastAfterFailure);
}

/** A model of the same family as one that just failed shares its blind spots (a rerun of the same model rescues 17 to 24 %). */
export const sameFamilyAfterFailure = 0.7;

/** Prior success for a rung at `position`, 0 the weakest and 1 the strongest. */
export function priorSuccess(kind: Kind, position: number): number {
  const [weak, middle, strong] = success[kind];
  return position <= 0.5 ? weak + (middle - weak) * position * 2 : middle + (strong - middle) * (position - 0.5) * 2;
}

const steps = (uncached: number, cacheRead: number, output: number): Usage => ({
  uncached,
  cacheRead,
  cacheWrite: 0,
  cacheWrite1h: 0,
  output,
  reasoning: 0,
});

const editing = steps(30_000, 90_000, 5_000);
const reading = steps(15_000, 30_000, 1_500);
const short = steps(4_000, 0, 200);

/** Tokens of one typical attempt: the starting point of a quote, until the ledger has real costs. */
export const typicalUsage: Readonly<Record<Kind, Usage>> = {
  fix: editing,
  edit: editing,
  refactor: editing,
  test: editing,
  "inline-edit": steps(8_000, 8_000, 1_000),
  explore: reading,
  ask: reading,
  explain: reading,
  review: reading,
  summarize: steps(12_000, 0, 600),
  compact: steps(20_000, 0, 1_200),
  title: short,
  "commit-message": short,
  complete: steps(3_000, 0, 100),
};
