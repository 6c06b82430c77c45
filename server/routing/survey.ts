import type { Kind } from "../protocol/events.ts";
import { type Ground, grounds } from "../protocol/grounds.ts";
import type { PastQuotesView } from "../protocol/routes.ts";
import type { AttemptOutcome } from "../spend/spend.ts";
import { type Ability, averageOver, chancesAt } from "./ability.ts";
import type { CheckErrors } from "./check-errors.ts";
import { evidenceOf } from "./explain.ts";
import { workLike } from "./kinds.ts";
import {
  costOf,
  expectedCost,
  type Knowledge,
  learn,
  type ModelKnowledge,
  newKnowledge,
  type Tally,
} from "./knowledge.ts";
import { type Measured, shipped } from "./measured.ts";
import { measuredGround } from "./measured-checks.ts";
import { sharesIn } from "./mix.ts";
import { correctionBy, type PastQuotes } from "./past-quotes.ts";
import { isNamed } from "./priors.ts";
import type { Candidate } from "./route.ts";

/** What the router knows of one kind of work, for people. */
export interface Survey {
  readonly kind: Kind;
  /** How often its checks are taken to be wrong: of wrong results accepted, of right ones rejected. */
  readonly wrongAccepted: number;
  readonly rightRejected: number;
  /** The same by what verdicts stood on here, from weak to strong. */
  readonly grounds: readonly SurveyedGround[];
  /** Undefined before anything that was quoted has ended. */
  readonly pastQuotes: PastQuotesView | undefined;
  /** Likeliest first. */
  readonly models: readonly SurveyedModel[];
}

export interface SurveyedGround {
  readonly ground: Ground;
  readonly wrongAccepted: number;
  readonly rightRejected: number;
  /** Results on which it had its say here, and those of which an audit, a review or the user told more later. */
  readonly results: number;
  readonly later: number;
  /** On so many results of known truth it was measured; what is assumed beside that comes from elsewhere. */
  readonly measuredOn: number;
}

/** A range holds the true value in eight cases of ten, if what is assumed is right. */
export interface SurveyedModel {
  readonly model: string;
  readonly rung: string;
  readonly success: Range;
  /** Of one attempt in US dollars; undefined when it is free. */
  readonly cost: Range | undefined;
  /** Attempts of this model until one of them succeeds, in US dollars; 0 when it is free. */
  readonly costPerCompleted: number;
  /** Its own attempts as they were, and what all of them cost in US dollars. */
  readonly seen: Readonly<Tally>;
  /** How many judged attempts these still count for: half of their weight is gone after 30 days. */
  readonly weight: number;
  readonly prior: SurveyedPrior;
}

/** What stands behind a model's success beside its own attempts. */
export interface SurveyedPrior {
  readonly source: "measured" | "family" | "rung";
  /** How many judged attempts it counts for. */
  readonly weight: number;
  /** Of a measured model, where that is known: on how many tasks, and the day. */
  readonly tasks: number | undefined;
  readonly ran: string | undefined;
}

export interface Range {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

const tenthToNinetieth = 1.2816;

/** `outcomes` come newest first. */
export function survey(
  kind: Kind,
  candidates: readonly Candidate[],
  outcomes: readonly AttemptOutcome[],
  measured: Measured = shipped,
): Survey {
  const knowledge = newKnowledge(kind, candidates, measured);
  for (const outcome of outcomes.toReversed()) if (outcome.kind === kind) learn(knowledge, outcome);
  const models = [...knowledge.models.values()].map((model) => surveyed(model, knowledge, measured));
  const { f, g } = knowledge.errors.rates;
  return {
    kind,
    wrongAccepted: f,
    rightRejected: g,
    grounds: surveyedGrounds(knowledge.errors),
    pastQuotes: surveyedQuotes(knowledge.pastQuotes),
    models: models.toSorted((a, b) => b.success.likely - a.success.likely),
  };
}

function surveyedQuotes(past: PastQuotes): PastQuotesView | undefined {
  if (past.expected === 0) return undefined;
  return { pieces: past.tasks, cost: past.cost / past.expected, quoted: correctionBy(past) };
}

function surveyedGrounds({ kind, byGround }: CheckErrors): readonly SurveyedGround[] {
  return grounds.flatMap((ground) => {
    const found = byGround.get(ground);
    if (found === undefined) return [];
    const { belief, results, later } = found;
    const { f, g } = belief.rates;
    const { measuredOn } = measuredGround(kind, ground);
    return [{ ground, wrongAccepted: f, rightRejected: g, results, later, measuredOn }];
  });
}

function surveyed(model: ModelKnowledge, knowledge: Knowledge, measured: Measured): SurveyedModel {
  const levels = sharesIn(knowledge.mix, undefined);
  const { ability, candidate, judged, tally } = model;
  const at = (probability: number) => averageOver(chancesAt(ability, probability), levels);
  const success = { low: at(0.1), likely: averageOver(ability.mean, levels), high: at(0.9) };
  const cost = costRange(model);
  return {
    model: candidate.id,
    rung: candidate.rung,
    success,
    cost,
    costPerCompleted: (cost?.likely ?? 0) / success.likely,
    seen: { ...tally },
    weight: judged,
    prior: surveyedPrior(model, knowledge, measured),
  };
}

function costRange(model: ModelKnowledge): Range | undefined {
  const belief = costOf(model);
  if (belief === undefined) return undefined;
  const likely = expectedCost(model);
  const reach = Math.exp(tenthToNinetieth * belief.deviation);
  return { low: likely / reach, likely, high: likely * reach };
}

function surveyedPrior(model: ModelKnowledge, { kind, difficulty }: Knowledge, measured: Measured): SurveyedPrior {
  const work = workLike(kind);
  const own = work && measured.kinds[work]?.models.find(({ name }) => isNamed(model.candidate.id, name));
  return {
    source: evidenceOf(model, kind),
    weight: attemptsWorth(model.ability, difficulty.shares),
    tasks: own?.tasks,
    ran: own?.ran ?? undefined,
  };
}

/** So many judged attempts would leave as little doubt about the share of successes. */
function attemptsWorth({ chances, prior }: Ability, levels: Float64Array): number {
  let [total, mean, square] = [0, 0, 0];
  for (const [step, row] of chances.entries()) {
    const weight = Math.exp(prior[step] ?? 0);
    const share = averageOver(row, levels);
    total += weight;
    mean += weight * share;
    square += weight * share ** 2;
  }
  mean /= total;
  return (mean * (1 - mean)) / Math.max(square / total - mean ** 2, 1e-9) - 1;
}
