import { BadInput } from "./bad-input.ts";
import { type BenchModel, costOf, listCost, type Outcomes, only, rateOf } from "./routing-data.ts";

/** US dollars per million tokens of output from which a hosted model counts as one of the frontier. */
const frontierPrice = 10;
/** Among those, the frontier resolves at least this share of what the best of them does, leaving out a far outlier. */
const nearBest = 0.93;

/** `cheapest` is the frontier model with the lowest cost per resolved task; else a model's name, or a part of it. */
export function frontierOf(outcomes: Outcomes, asked: string): number {
  if (asked === "cheapest") return cheapestFrontier(outcomes);
  const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const exact = outcomes.models.findIndex(({ id }) => plain(id) === plain(asked));
  const found = exact >= 0 ? exact : outcomes.models.findIndex(({ id }) => plain(id).includes(plain(asked)));
  if (found < 0) throw new BadInput(`No model is called ${asked}. There are: ${names(outcomes)}`);
  return found;
}

function cheapestFrontier(outcomes: Outcomes): number {
  const all = outcomes.models.map((_, index) => index);
  const hosted = all.filter((index) => {
    const model = outcomes.models[index];
    return (
      model !== undefined &&
      !model.openWeights &&
      !isVariant(model) &&
      (model.listPrice?.output ?? frontierPrice) >= frontierPrice
    );
  });
  const rates = hosted.map((index) => rateOf(outcomes, index)).toSorted((a, b) => b - a);
  // The very best may stand far ahead of the rest; the second best says where the frontier is.
  const least = (rates[1] ?? rates[0] ?? 0) * nearBest;
  const able = hosted.filter((index) => rateOf(outcomes, index) >= least);
  const perResolved = (index: number) => costOf(outcomes, index) / Math.max(rateOf(outcomes, index), 1e-9);
  const best = (able.length > 0 ? able : all).toSorted((a, b) => perResolved(a) - perResolved(b))[0];
  return best ?? 0;
}

/**
 * `all`, a number or names. A number gives the frontier model and so many others: half of the pool is token-hungry, so that
 * its tasks cost far more than its list prices make one think, and the rest has the lowest cost per resolved task.
 */
export function poolOf(outcomes: Outcomes, frontier: number, asked: string): Outcomes {
  if (asked === "all") return outcomes;
  const size = Number(asked);
  if (!Number.isInteger(size)) {
    const named = asked.split(",").map((name) => frontierOf(outcomes, name));
    return only(outcomes, [...new Set([...named, frontier])]);
  }
  if (size < 2) throw new BadInput("A pool holds at least two models.");
  const others = outcomes.models.flatMap((model, index) => (index === frontier || isVariant(model) ? [] : [index]));
  const hungry = others.toSorted((a, b) => hunger(outcomes, b) - hunger(outcomes, a)).slice(0, Math.floor(size / 2));
  const perResolved = (index: number) => costOf(outcomes, index) / Math.max(rateOf(outcomes, index), 1e-9);
  const frugal = others.filter((index) => !hungry.includes(index)).toSorted((a, b) => perResolved(a) - perResolved(b));
  return only(outcomes, [frontier, ...hungry, ...frugal.slice(0, size - 1 - hungry.length)]);
}

/** The same model in another agent. */
const isVariant = ({ id }: BenchModel) => id.includes("/");

function hunger(outcomes: Outcomes, index: number): number {
  const model = outcomes.models[index];
  const listed = model && listCost(model);
  return listed ? costOf(outcomes, index) / listed : 0;
}

function names({ models }: Outcomes): string {
  return models.map(({ id }) => id).join(", ");
}
