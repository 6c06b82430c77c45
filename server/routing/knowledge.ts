import { isHigher } from "../models/effort.ts";
import type { Kind } from "../protocol/events.ts";
import type { NanoUsd } from "../spend/money.ts";
import type { AttemptOutcome } from "../spend/spend.ts";
import { type Ability, fadeAbility, learnVerdict, newAbility } from "./ability.ts";
import { type CheckErrors, fadeChecks, learnChecks, newCheckErrors, type Said, tellingOf } from "./check-errors.ts";
import { believeCosts, type CostBelief, type CostRecord, fadeCost, learnCost, newCost } from "./cost.ts";
import { type Difficulty, difficultyOf, normalized } from "./difficulty.ts";
import { usd } from "./dollars.ts";
import { chanceOf, nothingSeen, rightGiven } from "./error-rates.ts";
import { kindFacts } from "./kinds.ts";
import { areEfforts, type Kin, kinsOf } from "./kinship.ts";
import type { Measured } from "./measured.ts";
import { fadeMix, learnMix, type Mix, newMix, sharesIn } from "./mix.ts";
import { below } from "./normal.ts";
import { fadeQuotes, learnQuote, noPastQuotes, type PastQuotes } from "./past-quotes.ts";
import { type Prior, priorOf } from "./priors.ts";
import type { Candidate } from "./route.ts";

/** What is known of one model at one kind. */
export interface ModelKnowledge {
  readonly candidate: Candidate;
  readonly kin: Kin;
  /** The same weights at other efforts. */
  readonly efforts: readonly ModelKnowledge[];
  /** One of these is higher and stands no lower on the ladder. */
  readonly outdone: boolean;
  readonly prior: Prior;
  readonly ability: Ability;
  readonly cost: CostRecord | undefined;
  /** Its own judged attempts that stand behind it, faded by age, and how many of them were proved. */
  judged: number;
  proved: number;
  /** Its own attempts as they were, whatever their age. */
  readonly tally: Tally;
}

/** Attempts by their verdict, and what all of them cost in US dollars. */
export interface Tally {
  proved: number;
  refuted: number;
  unproved: number;
  cost: number;
}

/** What is known of one kind of work. It is changed by `learn`, and by nothing else. */
export interface Knowledge {
  readonly kind: Kind;
  readonly difficulty: Difficulty;
  readonly models: ReadonlyMap<string, ModelKnowledge>;
  /** The same weights at other endpoints, by the candidate that stands for them all. */
  readonly standFor: ReadonlyMap<string, string>;
  readonly mix: Mix;
  readonly errors: CheckErrors;
  /** What the attempts so far say of each task. */
  readonly tasks: Map<string, TaskKnowledge>;
  /** Right results so far, and those that the frontier model alone would have had: both as expected, faded by age. */
  readonly standing: { reached: number; frontier: number };
  /** Faded by age, in US dollars: all attempts, and what those of models that had hardly any behind them cost more than usual. */
  readonly spend: { all: number; attempts: number; onNew: number };
  /** How what was expected of whole tasks turned out. */
  readonly pastQuotes: PastQuotes;
  newest: number;
  /** Outcomes so far. */
  learnt: number;
}

export interface TaskKnowledge {
  /** Weights that add up to 1. */
  readonly levels: Float64Array;
  /** Chance that its result is right. */
  readonly right: number;
  /** Chance that the frontier model alone would have had it right. */
  readonly frontier: number;
}

const halfLifeDays = 30;
const fewAttempts = 1.5;
/** What one effort of a model shows tells half as much of its others. Nobody has measured that. */
const shareHeard = 0.5;
const dayMs = 86_400_000;

export function newKnowledge(kind: Kind, candidates: readonly Candidate[], measured: Measured): Knowledge {
  const difficulty = difficultyOf(kind, measured);
  const rungs = Math.max(0, ...candidates.map(({ rungIndex }) => rungIndex)) + 1;
  const kins = kinsOf(candidates);
  const models = candidates.map((candidate, index): [string, Known] => {
    const position = rungs > 1 ? candidate.rungIndex / (rungs - 1) : candidate.local ? 0.25 : 1;
    const prior = priorOf(candidate, kind, position, difficulty, measured);
    const ability = newAbility(prior.ability, prior.abilityDeviation, difficulty.levels, prior.steepness);
    const cost = prior.cost && newCost(prior.cost);
    const tally = { proved: 0, refuted: 0, unproved: 0, cost: 0 };
    const kin = kins[index] as Kin;
    return [
      candidate.id,
      { candidate, kin, efforts: [], outdone: false, prior, ability, cost, judged: 0, proved: 0, tally },
    ];
  });
  tieEfforts(models.map(([, model]) => model));
  const byId = new Map(models);
  believeCosts(costsIn(byId));
  return {
    kind,
    difficulty,
    models: byId,
    standFor: new Map(candidates.flatMap(({ id, alsoAs = [] }) => alsoAs.map((other) => [other, id] as const))),
    mix: newMix(difficulty.shares),
    errors: newCheckErrors(kind, measured.checks ?? kindFacts(kind).checks),
    tasks: new Map(),
    standing: { reached: 0, frontier: 0 },
    spend: { all: 0, attempts: 0, onNew: 0 },
    pastQuotes: noPastQuotes(),
    newest: Number.NEGATIVE_INFINITY,
    learnt: 0,
  };
}

type Known = ModelKnowledge & { efforts: readonly ModelKnowledge[]; outdone: boolean };

function tieEfforts(models: readonly Known[]): void {
  for (const model of models) {
    model.efforts = models.filter((other) => areEfforts(model.kin, other.kin));
    model.outdone = model.efforts.some(
      ({ kin, candidate }) =>
        isHigher(kin.effort, model.kin.effort) && candidate.rungIndex >= model.candidate.rungIndex,
    );
  }
}

/** The model itself, or what stands for the same weights. */
export function modelCalled(
  id: string,
  { models, standFor }: Pick<Knowledge, "models" | "standFor">,
): ModelKnowledge | undefined {
  return models.get(id) ?? models.get(standFor.get(id) ?? "");
}

/** Outcomes have to come in the order in which they happened. */
export function learn(knowledge: Knowledge, outcome: AttemptOutcome): void {
  const model = modelCalled(outcome.model, knowledge);
  if (model === undefined) return;
  knowledge.learnt += 1;
  fade(knowledge, Date.parse(outcome.endedAt));
  const { whole } = outcome;
  if (whole !== undefined) learnQuote(knowledge.pastQuotes, usd(whole.expected), usd(whole.cost));
  const before = knowledge.tasks.get(outcome.subtask);
  const levels = before?.levels ?? sharesIn(knowledge.mix, outcome.workspace);
  const right = chanceRight(knowledge, model, levels, outcome);
  if (!outcome.cutShort) judge(knowledge, model, levels, outcome);
  const cost = usd(outcome.cost);
  if (outcome.verdict !== undefined) model.tally[outcome.verdict] += 1;
  model.tally.cost += cost;
  const { verdict, grounds, cutShort } = outcome;
  const after = levelsAfter(knowledge, levels, { model, verdict, grounds, cost, cutShort });
  if (model.cost !== undefined && cost > 0) {
    const { spend } = knowledge;
    if (isNew(model)) spend.onNew += Math.max(0, cost - spend.all / Math.max(1, spend.attempts));
    spend.all += cost;
    spend.attempts += 1;
    learnCost(model.cost, cost, along(after, knowledge.difficulty.dearer), outcome.cutShort);
    believeCosts(costsIn(knowledge.models));
  }
  const strongest = frontierOf(knowledge, after);
  const judged = outcome.verdict === "proved" || outcome.verdict === "refuted";
  const itself = strongest === undefined || !judged || (strongest === model && before === undefined);
  const now = { levels: after, right, frontier: itself ? right : along(after, strongest.ability.mean) };
  knowledge.standing.reached += now.right - (before?.right ?? 0);
  knowledge.standing.frontier += now.frontier - (before?.frontier ?? 0);
  knowledge.tasks.set(outcome.subtask, now);
  learnMix(knowledge.mix, outcome.workspace, after, before?.levels);
}

/** Hardly any attempt of its own stands behind what is believed of its cost. */
export function isNew({ cost }: ModelKnowledge): boolean {
  return cost !== undefined && cost.count < fewAttempts;
}

/** Chance that an attempt's result is right, given its verdict. */
function chanceRight(
  { errors }: Knowledge,
  { ability }: ModelKnowledge,
  levels: Float64Array,
  outcome: AttemptOutcome,
): number {
  if (outcome.cutShort) return 0;
  return rightGiven(along(levels, ability.mean), tellingOf(errors, outcome) ?? nothingSeen);
}

/** Of the models on the highest rung, the one that costs least per success: what people would use for everything. */
export function frontierOf(knowledge: Knowledge, levels: Float64Array): ModelKnowledge | undefined {
  let top = 0;
  for (const { candidate } of knowledge.models.values()) top = Math.max(top, candidate.rungIndex);
  let best: ModelKnowledge | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const model of knowledge.models.values()) {
    if (model.candidate.rungIndex !== top || model.outdone) continue;
    const perSuccess = expectedCost(model) / along(levels, model.ability.mean);
    if (perSuccess >= least) continue;
    least = perSuccess;
    best = model;
  }
  return best;
}

/** Of one attempt without a cap, in US dollars. */
export function expectedCost(model: ModelKnowledge, cost = costOf(model)): number {
  return cost === undefined ? 0 : Math.exp(cost.logMean + cost.spread ** 2 / 2);
}

function judge({ errors }: Knowledge, model: ModelKnowledge, levels: Float64Array, outcome: AttemptOutcome): void {
  const telling = tellingOf(errors, outcome);
  learnChecks(errors, along(levels, model.ability.mean), outcome, outcome.workspace);
  if (telling === undefined) return;
  learnVerdict(model.ability, levels, telling);
  const heard = { of: model.ability, share: shareHeard };
  for (const { ability } of model.efforts) learnVerdict(ability, levels, telling, heard);
  model.judged += 1;
  if (outcome.verdict === "proved") model.proved += 1;
}

/** What was seen of one attempt. */
export interface Seen extends Omit<Said, "later"> {
  readonly model: ModelKnowledge;
  /** In US dollars. */
  readonly cost: number;
  readonly cutShort: boolean;
}

/** How difficult a task is, once one more attempt at it was seen: a refuted one and a dear one speak for a hard task. */
export function levelsAfter(
  knowledge: Knowledge,
  levels: Float64Array,
  { model, verdict, grounds, cost, cutShort }: Seen,
): Float64Array {
  const telling = (cutShort ? undefined : tellingOf(knowledge.errors, { verdict, grounds })) ?? nothingSeen;
  const { dearer } = knowledge.difficulty;
  const belief = cost > 0 ? costOf(model) : undefined;
  return normalized(
    levels.map((share, k) => {
      const seen = chanceOf(model.ability.mean[k] as number, telling);
      if (belief === undefined) return share * seen;
      const z = (Math.log(cost) - belief.logMean - belief.slope * (dearer[k] as number)) / belief.spread;
      return share * seen * (cutShort ? 1 - below(z) : Math.exp((-z * z) / 2));
    }),
  );
}

/** One attempt as the ledger has it, by its model's id. */
export interface AttemptSeen extends Omit<Seen, "model" | "cost"> {
  readonly model: string;
  readonly cost: NanoUsd;
}

/** How difficult a task in this repository is, once these attempts at it were seen. */
export function levelsAfterAll(
  knowledge: Knowledge,
  workspace: string,
  attempts: readonly AttemptSeen[],
): Float64Array {
  return attempts.reduce(
    (levels, { model: id, verdict, grounds, cost, cutShort }) => {
      const model = modelCalled(id, knowledge);
      if (model === undefined) return levels;
      return levelsAfter(knowledge, levels, { model, verdict, grounds, cost: usd(cost), cutShort });
    },
    sharesIn(knowledge.mix, workspace),
  );
}

export function costOf({ cost }: ModelKnowledge): CostBelief | undefined {
  return cost?.belief;
}

function costsIn(models: Knowledge["models"]): readonly CostRecord[] {
  return [...models.values()].flatMap(({ cost }) => cost ?? []);
}

function fade(knowledge: Knowledge, now: number): void {
  const { newest, models, mix, errors } = knowledge;
  knowledge.newest = Math.max(newest, now);
  const days = (now - newest) / dayMs;
  // Outcomes of the same hour fade together.
  if (!(days > 1 / 24) || !Number.isFinite(days)) {
    if (Number.isFinite(newest) && days < 1 / 24) knowledge.newest = newest;
    return;
  }
  const kept = 0.5 ** (days / halfLifeDays);
  for (const model of models.values()) {
    fadeAbility(model.ability, kept);
    if (model.cost !== undefined) fadeCost(model.cost, kept);
    model.judged *= kept;
    model.proved *= kept;
  }
  believeCosts(costsIn(models));
  knowledge.spend.all *= kept;
  knowledge.spend.onNew *= kept;
  knowledge.spend.attempts *= kept;
  knowledge.standing.reached *= kept;
  knowledge.standing.frontier *= kept;
  fadeMix(mix, kept);
  fadeChecks(errors, kept);
  fadeQuotes(knowledge.pastQuotes, kept);
}

/** The mean over the levels. */
export function along(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < weights.length; k++) sum += (weights[k] as number) * (values[k] as number);
  return sum;
}
