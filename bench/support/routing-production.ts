import type { Preference } from "../../server/configuration/configuration.ts";
import { toNano, usd } from "../../server/routing/dollars.ts";
import { familyOf } from "../../server/routing/priors.ts";
import type { Candidate, Route, RouteRequest, Router } from "../../server/routing/route.ts";
import type { AttemptOutcome } from "../../server/spend/spend.ts";
import { type BenchModel, listCost, type Outcomes } from "./routing-data.ts";
import type { Attempted, Choice, Rule } from "./routing-stream.ts";

/** Up to so many billion parameters run at home. */
const atHome = 40;
/** For files without list prices. */
const unknownList = 0.2;
const minutesPerTask = 10;
const started = Date.parse("2026-07-01T08:00:00.000Z");

/** A user's configuration of these models: the frontier model alone on the highest rung, below it by openness and size. */
function candidateOf(model: BenchModel, isFrontier: boolean): Candidate {
  const small = (model.billionParameters ?? Number.POSITIVE_INFINITY) <= atHome;
  const rung = isFrontier ? 3 : model.openWeights ? (small ? 0 : 1) : 2;
  return {
    id: `host/${model.id}`,
    family: familyOf(model.id),
    rung: ["small", "open", "hosted", "frontier"][rung] ?? "",
    rungIndex: rung,
    local: false,
    context: 200_000,
    typicalCost: toNano(listCost(model) ?? unknownList),
  };
}

export interface Production extends Rule {
  readonly milliseconds: number[];
}

/** The product's own router, as the agent asks and tells it. */
export function production(
  { kind, models }: Outcomes,
  frontier: number,
  router: Router,
  preference: Preference,
): Production {
  const candidates = models.map((model, index) => candidateOf(model, index === frontier));
  const milliseconds: number[] = [];
  let outcomes: readonly AttemptOutcome[] = [];
  let tasks = 0;
  let expected: Extract<Route, { kind: "ladder" }>["expected"];
  const ask = (repository: string, tried: readonly Attempted[]): Route => {
    const request: RouteRequest = {
      kind,
      candidates,
      preference,
      localOnly: false,
      workspace: repository,
      tried: tried.map(({ model, cost, cutShort }) => ({ model: idOf(model), cost: toNano(cost), cutShort })),
      contextNeeded: 1_000,
      left: "unlimited",
      pinned: undefined,
    };
    const before = performance.now();
    const route = router(request, outcomes);
    milliseconds.push(performance.now() - before);
    return route;
  };
  const idOf = (model: number) => candidates[model]?.id ?? "";
  return {
    name: "stepladder",
    milliseconds,
    choose(repository, tried) {
      const route = ask(repository, tried);
      if (tried.length === 0) expected = route.kind === "ladder" ? route.expected : undefined;
      return choiceIn(route, candidates, tried.length > 0);
    },
    learn(repository, tried) {
      tasks += 1;
      const endedAt = new Date(started + tasks * minutesPerTask * 60_000).toISOString();
      const cost = toNano(tried.reduce((sum, attempt) => sum + attempt.cost, 0));
      const whole = expected === undefined ? undefined : { expected, cost };
      const now = tried.map(
        ({ model, cost, verdict, cutShort, undone }, failuresBefore): AttemptOutcome => ({
          subtask: `subtask-${tasks}`,
          workspace: repository,
          model: idOf(model),
          kind,
          failuresBefore,
          verdict,
          later: undone ? "undone" : verdict === "proved" ? "stayed" : undefined,
          cost: toNano(cost),
          cutShort,
          endedAt,
          whole: failuresBefore === tried.length - 1 ? whole : undefined,
        }),
      );
      outcomes = [...now.toReversed(), ...outcomes];
    },
  };
}

function choiceIn(route: Route, candidates: readonly Candidate[], later: boolean): Choice | undefined {
  if (route.kind !== "ladder") return undefined;
  const model = candidates.findIndex(({ id }) => id === route.models[0]);
  const cap = route.caps[0] === undefined ? Number.POSITIVE_INFINITY : usd(route.caps[0]);
  const { low, likely, high } = route.quote;
  return {
    model,
    cap,
    checked: later || route.models.length > 1,
    quote: { low: usd(low), likely: usd(likely), high: usd(high) },
  };
}
