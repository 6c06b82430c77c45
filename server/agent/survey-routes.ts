import { kinds } from "../routing/kinds.ts";
import { mostOutcomes } from "../routing/remember.ts";
import type { Route } from "../routing/route.ts";
import { type Survey, type SurveyedModel, survey } from "../routing/survey.ts";
import { candidatesFor } from "./candidates.ts";
import { routeFor } from "./ladder.ts";
import type { Parts } from "./parts.ts";

/** What the router knows of a kind, and what it would do now. */
export interface RouteSurvey extends Survey {
  readonly models: readonly RoutedModel[];
  /** The user's own order, which stands above what is known. */
  readonly pinned: readonly string[] | undefined;
  readonly route: Route;
}

export interface RoutedModel extends SurveyedModel {
  /** How much it is asked to reason, where the user says so. */
  readonly effort: string | undefined;
  /** Its place in the sequence that would be tried now, from 1 on. */
  readonly place: number | undefined;
}

export function surveyRoutes(parts: Parts, workspace: string): readonly RouteSurvey[] {
  const { served, pins } = parts.configuration;
  const outcomes = parts.spend.outcomes(mostOutcomes);
  return kinds.map((kind) => {
    const needs = { kind, workspace, task: undefined, localOnly: false, contextNeeded: 0, chosen: undefined };
    const route = routeFor(needs, parts);
    const known = survey(kind, candidatesFor(kind, 0, parts), outcomes);
    const models = known.models.map((model): RoutedModel => {
      const index = route.kind === "ladder" ? route.models.indexOf(model.model) : -1;
      const effort = served.find(({ id }) => id === model.model)?.effort;
      return { ...model, effort, place: index < 0 ? undefined : index + 1 };
    });
    return { ...known, models, pinned: pins.get(kind), route };
  });
}
