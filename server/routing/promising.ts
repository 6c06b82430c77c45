import { hopedCost } from "./curiosity.ts";
import { normalized } from "./difficulty.ts";
import { along, expectedCost, type ModelKnowledge } from "./knowledge.ts";
import { checkCost } from "./stage.ts";

/** The search is cubic, so only a few go in: the cheapest per success, fresh and where others failed, and the likeliest. */
const [cheapestFresh, cheapestAfter, likeliestAfter] = [2, 3, 2];

export function promising(
  models: readonly ModelKnowledge[],
  levels: Float64Array,
  allowance: number,
): readonly ModelKnowledge[] {
  const hard = hardHalf(levels, models);
  const costs = new Map(models.map((model) => [model, expectedCost(model, hopedCost(model, allowance)) + checkCost]));
  const perSuccess = (weights: Float64Array) => (model: ModelKnowledge) =>
    (costs.get(model) ?? 0) / along(weights, model.ability.mean);
  const chosen = [
    ...least(models, perSuccess(levels), cheapestFresh),
    ...least(models, perSuccess(hard), cheapestAfter),
    ...least(models, (model) => -along(hard, model.ability.mean), likeliestAfter),
  ];
  return [...new Set(chosen)];
}

/** The levels as they are left when a middling model has failed. */
function hardHalf(levels: Float64Array, models: readonly ModelKnowledge[]): Float64Array {
  const means = models.map(({ ability }) => ability.mean);
  return normalized(
    levels.map((share, k) => share * (1 - means.reduce((sum, mean) => sum + (mean[k] ?? 0), 0) / means.length)),
  );
}

function least(models: readonly ModelKnowledge[], value: (model: ModelKnowledge) => number, count: number) {
  const found: { readonly model: ModelKnowledge; readonly value: number }[] = [];
  for (const model of models) {
    const own = value(model);
    const place = found.findLastIndex((other) => other.value <= own) + 1;
    if (place === count) continue;
    found.splice(place, 0, { model, value: own });
    if (found.length > count) found.pop();
  }
  return found.map(({ model }) => model);
}
