/**
 * Models fail together because some tasks are hard. So each task belongs to one of a few levels of difficulty, and a model of
 * ability `a` and steepness `s` solves one of level `b` with the chance `1 / (1 + e^(s (b - a)))`. Fitted by expectation and
 * maximisation.
 */
export interface Difficulty {
  readonly levels: readonly number[];
  /** Share of tasks on each level. */
  readonly shares: readonly number[];
  readonly abilities: readonly number[];
  /** How much a harder task lowers a model's chances: 1 for the usual model. */
  readonly steepnesses: readonly number[];
  /** Per task: its probability of being on each level. */
  readonly memberships: readonly (readonly number[])[];
}

const count = 9;
const rounds = 300;
/** Keeps what all or none solve from running away: a spread of three either way, as a normal prior. */
const widest = 3;

/** The log of a steepness, as a normal prior has it: chosen by how well one half of the tasks foretells the other. */
const steepnessSpread = 0.25;
/** The most that one step may change. */
const longest = { ability: 1, steepness: 0.2 };
/** Chances stay away from certainty, so that one surprise can't decide alone. */
const surest = 1e-9;

interface Model {
  readonly ability: number;
  readonly steepness: number;
}

const chance = ({ ability, steepness }: Model, level: number) => 1 / (1 + Math.exp(steepness * (level - ability)));

type Results = readonly (readonly (number | null)[])[];

export function fitDifficulty(results: Results): Difficulty {
  let models: readonly Model[] = Array.from({ length: results[0]?.length ?? 0 }, () => ({ ability: 1, steepness: 1 }));
  let levels = Array.from({ length: count }, (_, k) => (k - (count - 1) / 2) * 1.1);
  let shares = levels.map(() => 1 / count);
  let memberships: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    memberships = results.map((row) => membership(row, models, levels, shares));
    shares = levels.map((_, k) => (sum(memberships.map((task) => task[k] ?? 0)) + 0.5) / (results.length + count / 2));
    models = models.map((model, index) => steppedModel(model, index, levels, memberships, results));
    levels = levels.map((level, k) => steppedLevel(level, k, models, memberships, results));
  }
  const order = levels.map((_, k) => k).toSorted((a, b) => (levels[a] ?? 0) - (levels[b] ?? 0));
  return {
    levels: order.map((k) => levels[k] ?? 0),
    shares: order.map((k) => shares[k] ?? 0),
    abilities: models.map(({ ability }) => ability),
    steepnesses: models.map(({ steepness }) => steepness),
    memberships: memberships.map((task) => order.map((k) => task[k] ?? 0)),
  };
}

function membership(
  row: Results[number],
  models: readonly Model[],
  levels: readonly number[],
  shares: readonly number[],
): number[] {
  const logs = levels.map((level, k) => {
    let log = Math.log(shares[k] ?? 0);
    for (const [index, model] of models.entries()) {
      const result = row[index];
      if (result === null || result === undefined) continue;
      const solves = chance(model, level);
      log += Math.log(Math.max(surest, result === 1 ? solves : 1 - solves));
    }
    return log;
  });
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

/** One Newton step on a model's ability, and one on the log of its steepness. */
function steppedModel(
  model: Model,
  index: number,
  levels: readonly number[],
  memberships: readonly (readonly number[])[],
  results: Results,
): Model {
  const { ability, steepness } = model;
  const able = { slope: -ability / widest ** 2, curve: 1 / widest ** 2 };
  const steep = { slope: -Math.log(steepness) / steepnessSpread ** 2, curve: 1 / steepnessSpread ** 2 };
  for (const [task, row] of results.entries()) {
    const result = row[index];
    if (result === null || result === undefined) continue;
    for (const [k, level] of levels.entries()) {
      const weight = memberships[task]?.[k] ?? 0;
      const solves = chance(model, level);
      const doubt = weight * solves * (1 - solves);
      const ahead = steepness * (ability - level);
      able.slope += weight * steepness * (result - solves);
      able.curve += doubt * steepness ** 2;
      steep.slope += weight * (result - solves) * ahead;
      steep.curve += doubt * ahead ** 2;
    }
  }
  return {
    ability: ability + within(able.slope / able.curve, longest.ability),
    steepness: steepness * Math.exp(within(steep.slope / steep.curve, longest.steepness)),
  };
}

/** One Newton step on where a level lies. */
function steppedLevel(
  level: number,
  k: number,
  models: readonly Model[],
  memberships: readonly (readonly number[])[],
  results: Results,
): number {
  let slope = -level / widest ** 2;
  let curve = 1 / widest ** 2;
  for (const [task, row] of results.entries()) {
    const weight = memberships[task]?.[k] ?? 0;
    if (weight < 1e-6) continue;
    for (const [index, model] of models.entries()) {
      const result = row[index];
      if (result === null || result === undefined) continue;
      const solves = chance(model, level);
      slope += weight * model.steepness * (solves - result);
      curve += weight * model.steepness ** 2 * solves * (1 - solves);
    }
  }
  return level + within(slope / curve, longest.ability);
}

function within(step: number, most: number): number {
  return Math.max(-most, Math.min(most, step));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
