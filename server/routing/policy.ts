import type { Preference } from "../configuration/configuration.ts";
import type { Kind } from "../protocol/events.ts";
import type { NanoUsd } from "../spend/money.ts";
import type { AttemptOutcome } from "../spend/spend.ts";
import { type Belief, believe } from "./beliefs.ts";
import { because } from "./explain.ts";
import { kindFacts } from "./kinds.ts";
import type { Plan, Stage } from "./plan.ts";
import type { Candidate, Route, RouteRequest, Router } from "./route.ts";

/** Share of the best reachable true success that the user's dial asks for. */
const qualityAsked: Readonly<Record<Preference, number>> = { economy: 0.7, balanced: 0.85, quality: 0.97 };

/** What a person's wait for one more attempt and its checks is worth, in nano-dollars. */
const checkCost = 2_000_000;
const longestLadder = 3;
const mostSearched = 8;

/**
 * The least expected cost of a completed subtask: every sequence of up to three able models is valued, those below the
 * quality asked for are dropped, and the likeliest model stands last.
 */
export const route: Router = (request, outcomes) => {
  const able = ableCandidates(request);
  if (able.kind !== "able") return able.route;
  const beliefs = rememberBeliefs(request, outcomes);
  const plans = request.pinned
    ? [planOf(able.candidates.slice(0, longestLadder), request.kind, beliefs)]
    : sequences(promising(able.candidates, beliefs), beliefs).map((chosen) => planOf(chosen, request.kind, beliefs));
  const best = cheapestAtQuality(plans.filter(isPlan), request.preference);
  if (best === undefined) return { kind: "no-able-model", because: "No model is left to try." };
  return affordable(best, request);
};

/** What is believed of a candidate when these others have failed before it. */
type Beliefs = (candidate: Candidate, failed: readonly Candidate[]) => Belief;

function rememberBeliefs(request: RouteRequest, outcomes: readonly AttemptOutcome[]): Beliefs {
  const rungs = Math.max(...request.candidates.map((candidate) => candidate.rungIndex)) + 1;
  const known = new Map<string, Belief>();
  const beliefs: Beliefs = (candidate, failed) => {
    const key = [candidate, ...failed].map((one) => one.id).join("\n");
    const solved = failed.reduce(
      (share, one, index) => share + (1 - share) * beliefs(one, failed.slice(0, index)).success,
      0,
    );
    const earlier = { families: failed.map((one) => one.family), solved };
    const belief = known.get(key) ?? believe(candidate, request.kind, rungs, earlier, outcomes);
    known.set(key, belief);
    return belief;
  };
  return beliefs;
}

/** The search is cubic, so only the best by cost per success go in, and always the likeliest. */
function promising(candidates: readonly Candidate[], beliefs: Beliefs): readonly Candidate[] {
  const costPerSuccess = (candidate: Candidate) => {
    const belief = beliefs(candidate, []);
    return (belief.cost.mean + checkCost) / belief.success;
  };
  const byCost = candidates.toSorted((a, b) => costPerSuccess(a) - costPerSuccess(b)).slice(0, mostSearched - 1);
  const likeliest = candidates.toSorted((a, b) => beliefs(b, []).success - beliefs(a, []).success)[0];
  return likeliest === undefined || byCost.includes(likeliest) ? byCost : [...byCost, likeliest];
}

type Able =
  | { readonly kind: "able"; readonly candidates: readonly Candidate[] }
  | { readonly kind: "none"; readonly route: Route };

function ableCandidates(request: RouteRequest): Able {
  const chosen = request.pinned
    ? request.pinned.flatMap((id) => request.candidates.filter((candidate) => candidate.id === id))
    : request.candidates;
  const none = (reason: string): Able => ({ kind: "none", route: { kind: "no-able-model", because: reason } });
  if (chosen.length === 0) return none("No model is configured; `stepladder doctor` says how to add one.");
  const near = request.localOnly ? chosen.filter((candidate) => candidate.local) : chosen;
  if (near.length === 0) return none("This touches a local-only path, and no local model is configured.");
  const wide = near.filter((candidate) => candidate.context >= request.contextNeeded);
  if (wide.length === 0) {
    return none(`This needs a context of ${request.contextNeeded} tokens, and no model that may be used has it.`);
  }
  const priced = wide.filter((candidate) => candidate.typicalCost !== undefined);
  if (priced.length === 0)
    return { kind: "none", route: { kind: "price-unknown", models: wide.map((candidate) => candidate.id) } };
  return { kind: "able", candidates: priced };
}

/** Every order of one to three candidates whose last one is the likeliest where the others failed: nothing stands behind it. */
function sequences(candidates: readonly Candidate[], beliefs: Beliefs): readonly (readonly Candidate[])[] {
  const found: Candidate[][] = [];
  const extend = (chosen: readonly Candidate[]) => {
    for (const candidate of candidates) {
      if (chosen.includes(candidate)) continue;
      if (chosen.length === 0 || isLikeliest(candidate, chosen, candidates, beliefs))
        found.push([...chosen, candidate]);
      if (chosen.length + 1 < longestLadder) extend([...chosen, candidate]);
    }
  };
  extend([]);
  return found;
}

function isLikeliest(
  candidate: Candidate,
  failed: readonly Candidate[],
  candidates: readonly Candidate[],
  beliefs: Beliefs,
): boolean {
  const own = beliefs(candidate, failed).success;
  return candidates.every((other) => failed.includes(other) || beliefs(other, failed).success <= own);
}

function planOf(chosen: readonly Candidate[], kind: Kind, beliefs: Beliefs): Plan | undefined {
  const noticed = kindFacts(kind).wrongNoticed;
  let reach = 1;
  let expectedCost = 0;
  let success = 0;
  const stages: Stage[] = [];
  for (const [index, candidate] of chosen.entries()) {
    const belief = beliefs(candidate, chosen.slice(0, index));
    stages.push({ candidate, belief, reach });
    expectedCost += reach * (belief.cost.mean + checkCost);
    success += reach * belief.success;
    reach *= (1 - belief.success) * noticed;
  }
  const [first, ...rest] = stages;
  return first && { stages: [first, ...rest], expectedCost, success };
}

const isPlan = (plan: Plan | undefined): plan is Plan => plan !== undefined;

function cheapestAtQuality(plans: Iterable<Plan>, preference: Preference): Plan | undefined {
  const all = [...plans];
  const best = Math.max(...all.map((plan) => plan.success));
  const good = all.filter((plan) => plan.success >= best * qualityAsked[preference]);
  return good.reduce<Plan | undefined>(
    (cheapest, plan) => (cheapest === undefined || plan.expectedCost < cheapest.expectedCost ? plan : cheapest),
    undefined,
  );
}

function affordable(plan: Plan, request: RouteRequest): Route {
  const [first, ...rest] = plan.stages;
  const cheapest = Math.min(
    ...request.candidates.map((candidate) => Number(candidate.typicalCost ?? Number.POSITIVE_INFINITY)),
  );
  if (request.left !== "unlimited" && request.left <= 0n && cheapest > 0) {
    return { kind: "over-budget", cheapest: toNano(cheapest), left: request.left };
  }
  const total = (cost: (stage: Stage) => number) => toNano(plan.stages.reduce((sum, stage) => sum + cost(stage), 0));
  return {
    kind: "ladder",
    models: [first.candidate.id, ...rest.map((stage) => stage.candidate.id)],
    because: because(plan, request.kind, request.pinned !== undefined),
    quote: {
      low: toNano(first.belief.cost.low),
      likely: total((stage) => stage.reach * stage.belief.cost.mean),
      high: total((stage) => stage.belief.cost.high),
    },
  };
}

function toNano(amount: number): NanoUsd {
  return BigInt(Math.round(Number.isFinite(amount) ? amount : 0)) as NanoUsd;
}
