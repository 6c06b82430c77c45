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
