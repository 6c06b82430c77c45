import type { Kind } from "../protocol/events.ts";
import type { AttemptOutcome } from "../spend/spend.ts";
import { averageOver, chancesAt } from "./ability.ts";
import { costOf, expectedCost, type Knowledge, learn, type ModelKnowledge, newKnowledge } from "./knowledge.ts";
import { type Measured, shipped } from "./measured.ts";
import { sharesIn } from "./mix.ts";
import type { Candidate } from "./route.ts";

/** What the router knows of one kind of work, for people. */
export interface Survey {
  readonly kind: Kind;
  /** How often its checks are taken to be wrong: of wrong results accepted, of right ones rejected. */
  readonly wrongAccepted: number;
  readonly rightRejected: number;
  /** Likeliest first. */
  readonly models: readonly SurveyedModel[];
}

/** A range holds the true value in eight cases of ten, if what is assumed is right. */
export interface SurveyedModel {
  readonly model: string;
  readonly success: Range;
  /** Of one attempt in US dollars; undefined when it is free. */
  readonly cost: Range | undefined;
  /** Its own judged attempts, faded by age, and those that were proved. */
  readonly judged: number;
  readonly proved: number;
  /** What stands behind it beside them. */
  readonly source: "measured" | "family" | "rung";
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
  const models = [...knowledge.models.values()].map((model) => surveyed(model, knowledge));
  const { f, g } = knowledge.errors.rates;
  return {
    kind,
    wrongAccepted: f,
    rightRejected: g,
    models: models.toSorted((a, b) => b.success.likely - a.success.likely),
  };
}

function surveyed(model: ModelKnowledge, knowledge: Knowledge): SurveyedModel {
  const levels = sharesIn(knowledge.mix, undefined);
  const { ability, candidate, judged, proved, prior } = model;
  const at = (probability: number) => averageOver(chancesAt(ability, probability), levels);
  const success = { low: at(0.1), likely: averageOver(ability.mean, levels), high: at(0.9) };
  return { model: candidate.id, success, cost: costRange(model, knowledge), judged, proved, source: prior.source };
}

function costRange(model: ModelKnowledge, knowledge: Knowledge): Range | undefined {
  const belief = costOf(knowledge, model);
  if (belief === undefined) return undefined;
  const likely = expectedCost(knowledge, model);
  const reach = Math.exp(tenthToNinetieth * belief.deviation);
  return { low: likely / reach, likely, high: likely * reach };
}
