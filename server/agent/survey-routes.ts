import { kinds } from "../routing/kinds.ts";
import type { Route } from "../routing/route.ts";
import { type Survey, survey } from "../routing/survey.ts";
import { candidatesFor, mostOutcomes, routeFor } from "./ladder.ts";
import type { Parts } from "./parts.ts";

/** What the router knows of a kind, and what it would do now. */
export interface RouteSurvey extends Survey {
  /** The user's own order, which stands above what is known. */
  readonly pinned: readonly string[] | undefined;
  readonly route: Route;
}

export function surveyRoutes(parts: Parts, workspace: string): readonly RouteSurvey[] {
  const outcomes = parts.spend.outcomes(mostOutcomes);
  return kinds.map((kind) => {
    const needs = { kind, workspace, task: undefined, localOnly: false, contextNeeded: 0, chosen: undefined };
    return {
      ...survey(kind, candidatesFor(kind, 0, parts), outcomes),
      pinned: parts.configuration.pins.get(kind),
      route: routeFor(needs, parts),
    };
  });
}
