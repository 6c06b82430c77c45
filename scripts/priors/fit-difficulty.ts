/**
 * Models fail together because some tasks are hard. So each task belongs to one of a few levels of difficulty, and a model of
 * ability `a` solves one of level `b` with the chance `1 / (1 + e^(b - a))`. Fitted by expectation and maximisation.
 */
export interface Difficulty {
  readonly levels: readonly number[];
  /** Share of tasks on each level. */
  readonly shares: readonly number[];
  readonly abilities: readonly number[];
  /** Per task: its probability of being on each level. */
  readonly memberships: readonly (readonly number[])[];
}

const count = 9;
const rounds = 300;
/** Keeps what all or none solve from running away: a spread of three either way, as a normal prior. */
const widest = 3;

export const chance = (ability: number, level: number) => 1 / (1 + Math.exp(level - ability));

export function fitDifficulty(results: readonly (readonly (number | null)[])[]): Difficulty {
  const models = results[0]?.length ?? 0;
  const levels = Array.from({ length: count }, (_, k) => (k - (count - 1) / 2) * 1.1);
  let shares = levels.map(() => 1 / count);
  const abilities = Array.from({ length: models }, () => 1);
  let memberships: number[][] = [];
  for (let round = 0; round < rounds; round++) {
    memberships = results.map((row) => membership(row, abilities, levels, shares));
    shares = levels.map((_, k) => (sum(memberships.map((task) => task[k] ?? 0)) + 0.5) / (results.length + count / 2));
    for (let model = 0; model < models; model++) stepAbility(model, abilities, levels, memberships, results);
    for (let k = 0; k < count; k++) stepLevel(k, abilities, levels, memberships, results);
  }
  const order = levels.map((_, k) => k).toSorted((a, b) => (levels[a] ?? 0) - (levels[b] ?? 0));
  return {
    levels: order.map((k) => levels[k] ?? 0),
    shares: order.map((k) => shares[k] ?? 0),
    abilities,
    memberships: memberships.map((task) => order.map((k) => task[k] ?? 0)),
  };
}

function membership(
  row: readonly (number | null)[],
  abilities: readonly number[],
  levels: readonly number[],
  shares: readonly number[],
): number[] {
  const logs = levels.map((level, k) => {
    let log = Math.log(shares[k] ?? 0);
    row.forEach((result, model) => {
      if (result === null) return;
      const solves = chance(abilities[model] ?? 0, level);
      log += Math.log(result === 1 ? solves : 1 - solves);
    });
    return log;
  });
  const highest = Math.max(...logs);
  const weights = logs.map((log) => Math.exp(log - highest));
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

/** One Newton step on a model's ability. */
function stepAbility(
  model: number,
  abilities: number[],
  levels: readonly number[],
  memberships: readonly (readonly number[])[],
  results: readonly (readonly (number | null)[])[],
): void {
  const own = abilities[model] ?? 0;
  let slope = -own / widest ** 2;
  let curve = 1 / widest ** 2;
  results.forEach((row, task) => {
    const result = row[model];
    if (result === null || result === undefined) return;
    levels.forEach((level, k) => {
      const weight = memberships[task]?.[k] ?? 0;
      const solves = chance(own, level);
      slope += weight * (result - solves);
      curve += weight * solves * (1 - solves);
    });
  });
  abilities[model] = own + slope / curve;
}

/** One Newton step on where a level lies. */
function stepLevel(
  k: number,
  abilities: readonly number[],
  levels: number[],
  memberships: readonly (readonly number[])[],
  results: readonly (readonly (number | null)[])[],
): void {
  const own = levels[k] ?? 0;
  let slope = -own / widest ** 2;
  let curve = 1 / widest ** 2;
  results.forEach((row, task) => {
    const weight = memberships[task]?.[k] ?? 0;
    if (weight < 1e-6) return;
    row.forEach((result, model) => {
      if (result === null) return;
      const solves = chance(abilities[model] ?? 0, own);
      slope += weight * (solves - result);
      curve += weight * solves * (1 - solves);
    });
  });
  levels[k] = own + Math.max(-1, Math.min(1, slope / curve));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
