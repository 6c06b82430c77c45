import { accepted, type ErrorRates, reviews } from "./error-rates.ts";

/** The most that one more check of a result may cost in order to pay. */
export interface WorthOfChecks<Amount> {
  /** A review of a result that nothing could check. */
  readonly unproved: Amount;
  /** A review of a result that the checks proved. */
  readonly proved: Amount;
  /** A test that is written before the attempt, where none fails. */
  readonly test: Amount;
}

/** What is at stake with a result, in US dollars. */
export interface Stakes {
  /** What a right result is worth. */
  readonly worth: number;
  /** The attempt that follows when the check says no. */
  readonly next: { readonly cost: number; readonly right: number };
}

/**
 * A test that fails on old code and was written from the request alone: two in five miss what the request asks for (measured on
 * wrong fixes, 45 to 69 % are caught); one that passes is seldom wrong, and one that fails counts for nothing.
 */
const writtenTests: ErrorRates = { f: 0.4, g: 0 };

/** What checks have proved is not given up for a reviewer who may be worse than is assumed. */
const doubtfulReviews: ErrorRates = { f: 0.5, g: 0.25 };

/** `right` is the chance that the model's result is right, `checks` how often the usual checks are wrong. In US dollars. */
export function worthOfChecks(right: number, checks: ErrorRates, stakes: Stakes): WorthOfChecks<number> {
  const proved = (right * (1 - checks.g)) / accepted(right, checks);
  return {
    unproved: worthOf(right, reviews, stakes),
    proved: worthOf(proved, doubtfulReviews, stakes),
    test: worthOf(right, writtenTests, stakes),
  };
}

/** A wrong result that it catches may become right, at the price of another attempt; so may a right one become wrong. */
function worthOf(right: number, { f, g }: ErrorRates, { worth, next }: Stakes): number {
  const won = Math.max(0, next.right * worth - next.cost);
  const lost = (1 - next.right) * worth + next.cost;
  return Math.max(0, (1 - right) * (1 - f) * won - right * g * lost);
}
