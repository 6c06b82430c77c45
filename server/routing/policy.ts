import type { NanoUsd } from "../spend/money.ts";
import { able } from "./able.ts";
import { affordable, beginnable, overBudget, purseOf } from "./affordable.ts";
import { appetiteFor, mostWorth, targetFor, usualWorth } from "./appetite.ts";
import { allowanceFor } from "./curiosity.ts";
import { toNano, usd } from "./dollars.ts";
import { because, becauseEnough, becausePinned } from "./explain.ts";
import {
  along,
  expectedCost,
  frontierOf,
  type Knowledge,
  levelsAfterAll,
  type ModelKnowledge,
  modelCalled,
} from "./knowledge.ts";
import { knownIn } from "./known-in.ts";
import { type Measured, shipped } from "./measured.ts";
import { sharesIn } from "./mix.ts";
import { type Outlook, outlookOf, successesAmong } from "./outlook.ts";
import { correctionBy } from "./past-quotes.ts";
import { promising } from "./promising.ts";
import { estimateOf } from "./quote.ts";
import { rememberKnowledge } from "./remember.ts";
import type { Candidate, Route, RouteRequest, Router } from "./route.ts";
import { bestAt, type Ending, mayStop, mostSuccess, type Plan, plansOf } from "./search.ts";
import { believed, checkCost, type StageLimits, stagesOf } from "./stage.ts";
import { mapWorth, type WorthOfChecks, worthOfChecks } from "./worth-of-checks.ts";

const longestLadder = 3;
/** From this many times the expected cost on, what is left of a budget does not make a plan thriftier. */
const comfortable = 10;
/** Something is always wanted for it. */
const tightest = 0.001;

/**
 * The least expected cost of a completed subtask. Every sequence of up to three of the promising models, each with a cap on
 * its attempt, is valued against what the ledger and public results say; a right result is worth as much as it takes to
 * reach, on average, the success that the user's preference asks for.
 */
export function createRouter(measured: Measured = shipped): Router {
  const knowledgeFor = rememberKnowledge(measured);
  return (request, outcomes) => {
    const found = able(request);
    if (found.kind === "none") return found.route;
    return choose(request, found.candidates, knownIn(knowledgeFor(request, outcomes), request.workspace));
  };
}

/** One decision: what was asked, and what is known for it. */
interface Decision {
  readonly request: RouteRequest;
  readonly knowledge: Knowledge;
  readonly models: readonly ModelKnowledge[];
  /** What failed at it, in that order. */
  readonly failed: readonly ModelKnowledge[];
  /** What was failed at tells how difficult it is. */
  readonly levels: Float64Array;
  readonly limits: StageLimits;
}

function choose(request: RouteRequest, candidates: readonly Candidate[], knowledge: Knowledge): Route {
  const left = request.left === "unlimited" ? Number.POSITIVE_INFINITY : usd(request.left);
  const known = candidates.flatMap(({ id }) => knowledge.models.get(id) ?? []);
  const failed = request.tried.flatMap(({ model }) => modelCalled(model, knowledge) ?? []);
  const untried = known.filter((model) => !failed.includes(model));
  if (untried.length === 0) return { kind: "no-able-model", because: "No model is left to try." };
  const purse = purseOf(left, candidates);
  const within = request.pinned ? beginnable(untried, purse) : affordable(untried, purse);
  if (within.length === 0) return overBudget(untried, purse);
  const tried = failed.map(({ kin }) => kin);
  const limits = { tried, left, allowance: allowanceFor(knowledge), larger: largerIn(candidates), check: checkCost };
  const levels = levelsNow(request, knowledge);
  const decision: Decision = { request, knowledge, models: within, failed, levels, limits };
  const choice = request.pinned ? asPinned(decision, known) : cheapestPlan(decision, known);
  if (choice === "enough") return { kind: "enough", because: becauseEnough(request.preference) };
  return choice === undefined
    ? { kind: "no-able-model", because: "No model is left to try." }
    : ladderOf(choice, decision, { left, unaffordable: untried.filter((model) => !within.includes(model)) });
}

interface Circumstances {
  /** In US dollars. */
  readonly left: number;
  readonly unaffordable: readonly ModelKnowledge[];
}

function ladderOf(choice: Choice, decision: Decision, { left, unaffordable }: Circumstances): Route {
  const { plan, outlook } = choice;
  const { request, knowledge } = decision;
  const [first, ...rest] = plan.stages.map(({ model }) => model.candidate.id);
  if (first === undefined) return { kind: "no-able-model", because: "No model is left to try." };
  const { expected, low, likely, high } = estimateOf(outlook, correctionBy(knowledge.pastQuotes));
  const within = (amount: number) => toNano(Math.min(amount, left));
  return {
    kind: "ladder",
    models: [first, ...rest],
    caps: plan.stages.map(({ cap }, index) =>
      index === rest.length || cap === Number.POSITIVE_INFINITY ? undefined : toNano(cap),
    ),
    worthOfChecks: checksOf(choice, decision),
    because: request.pinned ? becausePinned(plan, knowledge, unaffordable) : because(plan, knowledge),
    quote: { low: within(low), likely: within(likely), high: within(high) },
    expected: within(expected),
  };
}

/** What a dearer check of each stage's result may cost, given what it would spare and save. */
function checksOf(
  { plan: { stages }, worth }: Choice,
  { knowledge, levels }: Decision,
): readonly WorthOfChecks<NanoUsd>[] {
  return stages.map(({ model }, index) => {
    const next = stages[index + 1]?.model ?? frontierOf(knowledge, levels) ?? model;
    const nextAttempt = { cost: expectedCost(next), right: along(levels, next.ability.mean) };
    const right = along(levels, model.ability.mean);
    return mapWorth(worthOfChecks(right, knowledge.errors, { worth, next: nextAttempt }), toNano);
  });
}

interface Choice {
  readonly plan: Plan;
  readonly outlook: Outlook;
  /** What a right result is worth in US dollars. */
  readonly worth: number;
}

/** `enough` where nobody has to go on and nothing is worth its cost. */
function cheapestPlan(decision: Decision, able: readonly ModelKnowledge[]): Choice | "enough" | undefined {
  const { request, knowledge, models, failed, levels, limits } = decision;
  const worth = worthOf(able, request.preference, knowledge);
  const chosen = promising(models, levels, limits.allowance);
  const longest = longestLadder - request.tried.length;
  const ending = { highest: highestOf(able), failed };
  const enough = longest > 0 && mayStop(ending);
  const search = (share: number, left: number) => {
    const stages = chosen.flatMap((model) => stagesOf(knowledge, model, { ...limits, left, check: checkCost * share }));
    const plans = plansOf(stages, levels, longest, knowledge.errors.rates, ending);
    return { plan: bestAt(plans, worth * share, enough ? 0 : undefined), stages };
  };
  const rich = search(1, Number.POSITIVE_INFINITY);
  // The scarcer the money is, the less all else is worth: a right result, and the wait for a check.
  const tight = Math.max(tightest, Math.min(1, limits.left / (comfortable * Math.max(rich.plan?.cost ?? 0, 1e-9))));
  const { plan: hoped, stages } = tight === 1 ? rich : search(tight, limits.left);
  if (hoped === undefined) return enough ? "enough" : undefined;
  const plan = { ...hoped, stages: hoped.stages.map((stage) => believed(stage, knowledge, limits)) };
  const outlook = outlookOf({ plan, stages, levels, worth: worth * tight, longest, ending }, knowledge);
  return { plan, outlook, worth };
}

/** Only what stands highest is trusted alone; behind all others somebody stands, if there is anybody. */
function highestOf(models: readonly ModelKnowledge[]): Ending["highest"] {
  if (models.length === 1) return new Set(models);
  const top = Math.max(...models.map(({ candidate }) => candidate.rungIndex));
  return new Set(models.filter(({ candidate, outdone }) => candidate.rungIndex === top && !outdone));
}

/** The same until something more is learnt. */
function worthOf(
  models: readonly ModelKnowledge[],
  preference: RouteRequest["preference"],
  knowledge: Knowledge,
): number {
  const { learnt } = knowledge;
  const last = worths.get(knowledge);
  if (last?.learnt === learnt && last.preference === preference && areSame(last.models, models)) return last.worth;
  const worth = findWorth(models, preference, knowledge);
  worths.set(knowledge, { learnt, preference, models, worth });
  return worth;
}

interface KnownWorth {
  readonly learnt: number;
  readonly preference: RouteRequest["preference"];
  readonly models: readonly ModelKnowledge[];
  readonly worth: number;
}

const worths = new WeakMap<Knowledge, KnownWorth>();

function areSame(before: readonly ModelKnowledge[], now: readonly ModelKnowledge[]): boolean {
  return before.length === now.length && before.every((model, index) => model === now[index]);
}

/** What a right result is worth in US dollars, for tasks of this kind on average. */
function findWorth(
  models: readonly ModelKnowledge[],
  preference: RouteRequest["preference"],
  knowledge: Knowledge,
): number {
  const levels = sharesIn(knowledge.mix, undefined);
  const limits: StageLimits = {
    tried: [],
    left: Number.POSITIVE_INFINITY,
    allowance: 0,
    larger: () => 0,
    check: checkCost,
  };
  const stages = promising(models, levels, 0).flatMap((model) => stagesOf(knowledge, model, limits));
  const ending = { highest: highestOf(models), failed: [] };
  const plans = plansOf(stages, levels, longestLadder, knowledge.errors.rates, ending);
  const successOf = successesAmong({ stages, levels, longest: longestLadder, ending }, knowledge);
  const successAt = (worth: number) => {
    const plan = bestAt(plans, worth);
    return plan === undefined ? 0 : successOf(plan, worth);
  };
  const target = targetFor(preference, knowledge, mostSuccess(plans), levels);
  const { low, high, share } = appetiteFor(successAt, target, usualWorth(knowledge, levels));
  return turn(knowledge.tasks.size) < share ? high : low;
}

const neverEarly: Ending = { highest: new Set(), failed: [] };

/** In the user's own order, without caps of ours. */
function asPinned(
  { request, models, knowledge, levels, limits }: Decision,
  able: readonly ModelKnowledge[],
): Choice | undefined {
  const stages = models
    .slice(0, longestLadder)
    .flatMap((model) => stagesOf(knowledge, model, { ...limits, allowance: 0 }).at(-1) ?? []);
  if (stages.length === 0) return undefined;
  const plan = { stages, cost: 0, success: 0 };
  const choices = { stages, levels, longest: stages.length, ending: neverEarly };
  const outlook = outlookOf({ ...choices, plan, worth: mostWorth }, knowledge);
  return { plan, outlook, worth: worthOf(able, request.preference, knowledge) };
}

function largerIn(candidates: readonly Candidate[]): StageLimits["larger"] {
  return ({ candidate }) => {
    const { typicalCost = 0n, extraCost = 0n } = candidates.find(({ id }) => id === candidate.id) ?? {};
    return typicalCost === 0n ? 0 : Math.log1p(Number(extraCost) / Number(typicalCost));
  };
}

/** Difficulty as the repository and the failed attempts let expect it. */
function levelsNow({ workspace, tried }: RouteRequest, knowledge: Knowledge): Float64Array {
  return levelsAfterAll(
    knowledge,
    workspace,
    tried.map((attempt) => ({ ...attempt, verdict: "refuted" })),
  );
}

/** Evenly spread over 0 to 1 from task to task. */
function turn(tasks: number): number {
  return (tasks * 0.618_033_988_749_895) % 1;
}
