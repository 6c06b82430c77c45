/** How often checks are wrong: `f` of the wrong results pass them, `g` of the right ones fail. */
export interface ErrorRates {
  readonly f: number;
  readonly g: number;
}

/** How likely what was seen is for a right result, and for a wrong one. */
export interface Likelihood {
  readonly right: number;
  readonly wrong: number;
}

export const nothingSeen: Likelihood = { right: 1, wrong: 1 };

export function likelihoodOf(passed: boolean, { f, g }: ErrorRates): Likelihood {
  return passed ? { right: 1 - g, wrong: f } : { right: g, wrong: 1 - f };
}

export function both(one: Likelihood, other: Likelihood): Likelihood {
  return { right: one.right * other.right, wrong: one.wrong * other.wrong };
}

/** How likely it was, when the result is right with this chance. */
export function chanceOf(right: number, seen: Likelihood): number {
  return right * seen.right + (1 - right) * seen.wrong;
}

/** Chance that a result is right, once this was seen. */
export function rightGiven(right: number, seen: Likelihood): number {
  return (right * seen.right) / chanceOf(right, seen);
}

/** Both rates as a distribution over a grid, moved by every result. */
export interface ErrorBelief {
  readonly logWeights: Float64Array;
  rates: ErrorRates;
}

const fs = [0.02, 0.06, 0.1, 0.15, 0.2, 0.27, 0.35, 0.5, 0.8] as const;
const gs = [0.01, 0.03, 0.06, 0.1, 0.16, 0.23, 0.3] as const;
/** Spread of the prior, in logits. */
const deviation = 0.6;
/** The mean of what is spread evenly in logits lies above its middle; this puts the mean at the prior. */
const skew = 0.18;

export function newErrorBelief(usual: ErrorRates): ErrorBelief {
  const [f, g] = [within(usual.f, fs), within(usual.g, gs)];
  const off = (rate: number, prior: number) => -(((logit(rate) - logit(prior) + skew) / deviation) ** 2) / 2;
  const logWeights = Float64Array.from(fs.flatMap((own) => gs.map((other) => off(own, f) + off(other, g))));
  const belief = { logWeights, rates: { f, g } };
  belief.rates = meanRates(belief);
  return belief;
}

/**
 * `right` is the chance that the result was right, as believed before it was checked. Only what comes to light later of one that
 * passed tells `f` well.
 */
export function learnErrors(belief: ErrorBelief, right: number, passed: boolean, later = nothingSeen): void {
  learn(belief, (rates) => chanceOf(right, both(likelihoodOf(passed, rates), passed ? later : nothingSeen)));
}

/** From what came to light later, where only results that pass are ever heard of. */
export function learnFromLater(belief: ErrorBelief, right: number, later: Likelihood): void {
  learn(belief, (rates) => {
    const passed = likelihoodOf(true, rates);
    return chanceOf(right, both(passed, later)) / chanceOf(right, passed);
  });
}

function learn(belief: ErrorBelief, likelihood: (rates: ErrorRates) => number): void {
  let place = 0;
  for (const f of fs) {
    for (const g of gs) {
      belief.logWeights[place] = (belief.logWeights[place] ?? 0) + Math.log(likelihood({ f, g }));
      place++;
    }
  }
  belief.rates = meanRates(belief);
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

/** Nothing is believed never to be wrong. */
function within(rate: number, grid: readonly number[]): number {
  return Math.min(Math.max(rate, Math.min(...grid)), Math.max(...grid));
}

function logit(share: number): number {
  return Math.log(share / (1 - share));
}
