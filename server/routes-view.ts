import type { RoutedModel, RouteSurvey } from "./agent/survey-routes.ts";
import type { NanoUsdText } from "./protocol/events.ts";
import type { RouteKindView, RouteModelView, RoutesView } from "./protocol/requests.ts";
import { toNano } from "./routing/dollars.ts";
import type { Range } from "./routing/survey.ts";

/** What the router knows, in the words of the protocol: money as text. */
export function routesView(surveys: readonly RouteSurvey[]): RoutesView {
  const kinds = surveys.filter(({ models }) => models.length > 0).map(kindView);
  return { kinds: kinds.toSorted((a, b) => attemptsIn(b) - attemptsIn(a)) };
}

function attemptsIn({ models }: RouteKindView): number {
  return models.reduce((sum, { proved, refuted, unproved }) => sum + proved + refuted + unproved, 0);
}

function kindView({ kind, models, route, pinned = [], grounds, pastQuotes, ...checks }: RouteSurvey): RouteKindView {
  const { wrongAccepted, rightRejected } = checks;
  const reason = route.kind === "ladder" || route.kind === "no-able-model" ? route.because : "";
  const errors = { wrongAccepted, rightRejected };
  return { kind, reason, pinned, checks: errors, grounds, pastQuotes, models: models.map(modelView) };
}

function modelView(model: RoutedModel): RouteModelView {
  const { seen, cost, costPerCompleted, prior, weight, success, place, effort, rung } = model;
  const { proved, refuted, unproved } = seen;
  return {
    ...{ model: model.model, rung, effort, place, success, proved, refuted, unproved, weight },
    cost: cost && moneyRange(cost),
    costPerCompleted: nanoText(costPerCompleted),
    assumed: { source: prior.source, weight: prior.weight },
  };
}

function moneyRange({ low, likely, high }: Range) {
  return { low: nanoText(low), likely: nanoText(likely), high: nanoText(high) };
}

function nanoText(usd: number): NanoUsdText {
  return String(toNano(usd));
}
