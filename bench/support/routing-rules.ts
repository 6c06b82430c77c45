import { randomFrom } from "./random.ts";
import { costOf, type Outcomes } from "./routing-data.ts";
import type { Attempted, Rule } from "./routing-stream.ts";

/** One model for everything, and nothing checked: what it says is taken as it is. */
export function always(name: string, model: number): Rule {
  return {
    name,
    choose: (_, tried) => (tried.length === 0 ? { model, cap: Number.POSITIVE_INFINITY, checked: false } : undefined),
    learn: () => {},
  };
}

export function randomMix(models: readonly number[], seed: number): Rule {
  const random = randomFrom(seed);
  return {
    name: "random mix",
    choose: (_, tried) =>
      tried.length > 0
        ? undefined
        : { model: models[Math.floor(random() * models.length)] ?? 0, cap: Number.POSITIVE_INFINITY, checked: false },
    learn: () => {},
  };
}

/** Learns from nothing but its own verdicts: a Beta and a mean cost per model; cheapest per drawn success first, likeliest last. */
export function thompson(count: number, seed: number): Rule {
  const random = randomFrom(seed);
  const known = Array.from({ length: count }, () => ({ accepted: 1, refuted: 1, cost: 0, runs: 0 }));
  const drawn = () =>
    known.map(({ accepted, refuted, cost, runs }) => ({
      success: betaOf(accepted, refuted, random),
      cost: runs === 0 ? 0.01 : cost / runs,
    }));
  return {
    name: "plain Thompson bandit",
    choose: (_, tried) => {
      const left = drawn().flatMap((one, model) =>
        tried.some((past) => past.model === model) ? [] : [{ ...one, model }],
      );
      const last = tried.length === 2;
      const best = left.toSorted((a, b) => (last ? b.success - a.success : a.cost / a.success - b.cost / b.success))[0];
      return best && { model: best.model, cap: Number.POSITIVE_INFINITY, checked: true };
    },
    learn: (_, tried: readonly Attempted[]) => {
      for (const { model, cost, verdict } of tried) {
        const one = known[model];
        if (one === undefined) continue;
        one.runs += 1;
        one.cost += cost;
        if (verdict === "proved") one.accepted += 1;
        if (verdict === "refuted") one.refuted += 1;
      }
    },
  };
}

/** The counts are whole, so a Beta is a ratio of sums of exponentials. */
function betaOf(a: number, b: number, random: () => number): number {
  const gamma = (shape: number) => {
    let sum = 0;
    for (let count = 0; count < shape; count++) sum -= Math.log(1 - random());
    return sum;
  };
  const first = gamma(a);
  return first / (first + gamma(b));
}

export function cheapestModel(outcomes: Outcomes): number {
  const all = [...outcomes.models.keys()];
  return all.toSorted((a, b) => costOf(outcomes, a) - costOf(outcomes, b))[0] ?? 0;
}

/** The cheapest model that resolves a task, for every task that one resolves; for the others nothing is spent. */
export function oracle({ tasks }: Outcomes): { readonly resolved: number; readonly cost: number } {
  const costs = tasks.flatMap(({ resolved, cost }) => {
    const good = cost.filter((_, model) => resolved[model]);
    return good.length === 0 ? [] : [Math.min(...good)];
  });
  return { resolved: costs.length, cost: costs.reduce((sum, cost) => sum + cost, 0) };
}
