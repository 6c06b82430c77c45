import type { Ground } from "../protocol/grounds.ts";
import { type CheckErrors, ratesOn } from "./check-errors.ts";
import { type ErrorRates, likelihoodOf, rightGiven } from "./error-rates.ts";
import { neverProves } from "./measured-checks.ts";

/** The most that one more check of a result may cost in order to pay. */
export interface WorthOfChecks<Amount> {
  /** A review of a result that nothing could check. */
  readonly unproved: Amount;
  /** A review of a result that the checks proved. */
  readonly proved: Amount;
  /** A review of a result that passed these, where that is known. */
  readonly passed: Readonly<Partial<Record<Ground, Amount>>>;
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

/** What checks have proved is not given up for a reviewer who may be worse than is assumed. */
const doubtfulReviews: ErrorRates = { f: 0.5, g: 0.25 };

const beforeReview = ["looks", "unbroken", "findings", "written-test", "tests", "given-check"] as const;

/** `right` is the chance that the model's result is right. In US dollars. */
export function worthOfChecks(right: number, errors: CheckErrors, stakes: Stakes): WorthOfChecks<number> {
  const reviews = ratesOn(errors, "review");
  const passed = (checks: ErrorRates) => rightGiven(right, likelihoodOf(true, checks));
  const afterPassing = (ground: Ground) =>
    worthOf(passed(ratesOn(errors, ground)), neverProves.has(ground) ? reviews : doubtfulReviews, stakes);
  return {
    unproved: worthOf(right, reviews, stakes),
    proved: worthOf(passed(errors.rates), doubtfulReviews, stakes),
    passed: Object.fromEntries(beforeReview.map((ground) => [ground, afterPassing(ground)])),
    // One that fails counts for nothing.
    test: worthOf(right, { ...ratesOn(errors, "written-test"), g: 0 }, stakes),
  };
}

/** What a review may cost of a result with this verdict; nothing more is reviewed once it is refuted. */
export function worthOfReview<Amount>(
  { unproved, proved, passed }: WorthOfChecks<Amount>,
  { kind, grounds }: { readonly kind: "proved" | "unproved"; readonly grounds?: readonly Ground[] | undefined },
): Amount {
  const ground = grounds?.at(-1);
  const known = ground !== undefined && (kind === "proved" || neverProves.has(ground)) ? passed[ground] : undefined;
  return known ?? (kind === "proved" ? proved : unproved);
}

export function mapWorth<From, To>(worth: WorthOfChecks<From>, to: (amount: From) => To): WorthOfChecks<To> {
  const passed = Object.entries(worth.passed).map(([ground, amount]) => [ground, to(amount)]);
  return {
    unproved: to(worth.unproved),
    proved: to(worth.proved),
    passed: Object.fromEntries(passed),
    test: to(worth.test),
  };
}

/** A wrong result that it catches may become right, at the price of another attempt; so may a right one become wrong. */
function worthOf(right: number, { f, g }: ErrorRates, { worth, next }: Stakes): number {
  const won = Math.max(0, next.right * worth - next.cost);
  const lost = (1 - next.right) * worth + next.cost;
  return Math.max(0, (1 - right) * (1 - f) * won - right * g * lost);
}
