import type { AttemptOutcome } from "../spend/spend.ts";

/** How often the checks of a kind are wrong: `f` of the wrong results are accepted, `g` of the right ones rejected. */
export interface ErrorRates {
  readonly f: number;
  readonly g: number;
}

/** A review by a model of another family, before anything was measured: it overlooks a third of what is wrong, and objects to some that is right. */
export const reviews: ErrorRates = { f: 0.35, g: 0.15 };

/** How likely what came to light later is for a right result that the checks proved, and for a wrong one. */
export interface Later {
  readonly right: number;
  readonly wrong: number;
}

const nothing: Later = { right: 1, wrong: 1 };

/** Taking a result back weighs as much as a refutation by good checks. */
const laterFindings: Readonly<Record<NonNullable<AttemptOutcome["later"]>, Later>> = {
  undone: { right: 0.005, wrong: 1 },
  accepted: { right: 1 - reviews.g, wrong: reviews.f },
  rejected: { right: reviews.g, wrong: 1 - reviews.f },
};

export function laterOf({ later }: Pick<AttemptOutcome, "later">): Later {
  return later === undefined ? nothing : laterFindings[later];
}

/** Both rates as a distribution over a grid, moved by every verdict. */
export interface ErrorBelief {
  readonly logWeights: Float64Array;
  rates: ErrorRates;
}

const fs = [0.02, 0.06, 0.1, 0.15, 0.2, 0.27, 0.35, 0.5, 0.8] as const;
const gs = [0.01, 0.03, 0.06, 0.1, 0.16, 0.23, 0.3] as const;
/** Spread of the prior, in logits. */
const deviation = 0.9;
/** The mean of what is spread evenly in logits lies above its middle; this puts the mean at the prior. */
const skew = 0.18;

export function newErrorBelief({ f, g }: ErrorRates): ErrorBelief {
  const off = (rate: number, prior: number) => -(((logit(rate) - logit(prior) + skew) / deviation) ** 2) / 2;
  const logWeights = Float64Array.from(fs.flatMap((own) => gs.map((other) => off(own, f) + off(other, g))));
  const belief = { logWeights, rates: { f, g } };
  belief.rates = meanRates(belief);
  return belief;
}

/** `right` is the chance that the result was right, as believed before its verdict. Only what comes to light later tells `f` well. */
export function learnErrors(belief: ErrorBelief, right: number, proved: boolean, later: Later = nothing): void {
  let place = 0;
  for (const f of fs) {
    for (const g of gs) {
      const seen = proved ? accepted(right, { f, g }, later) : 1 - accepted(right, { f, g });
      belief.logWeights[place] = (belief.logWeights[place] ?? 0) + Math.log(seen);
      place++;
    }
  }
  belief.rates = meanRates(belief);
}

/** Chance that the checks prove a result, and that what came to light later does. */
export function accepted(right: number, { f, g }: ErrorRates, later: Later = nothing): number {
  return right * (1 - g) * later.right + (1 - right) * f * later.wrong;
}

function meanRates({ logWeights }: ErrorBelief): ErrorRates {
  const highest = logWeights.reduce((most, log) => Math.max(most, log), Number.NEGATIVE_INFINITY);
  let [total, f, g, place] = [0, 0, 0, 0];
  for (const wrong of fs) {
    for (const right of gs) {
      const weight = Math.exp((logWeights[place] ?? 0) - highest);
      total += weight;
      f += weight * wrong;
      g += weight * right;
      place++;
    }
  }
  return { f: f / total, g: g / total };
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}
