/** Log cost of an attempt: per model a mean, a spread, and how steeply it follows the shift that each level of difficulty brings. */
export interface Costs {
  readonly logMeans: readonly number[];
  /** 1 for the model that follows the shifts as all do on average. */
  readonly slopes: readonly number[];
  /** How much dearer each level is, in logs; 0 on average over the tasks. */
  readonly shifts: readonly number[];
  readonly logSpreads: readonly number[];
}

const rounds = 20;
/** Tasks by which a level's shift is pulled towards its neighbours' mean of nothing. */
const shrinkage = 2;
const slopeShrinkage = 1;

export function fitCosts(
  costs: readonly (readonly (number | null)[])[],
  memberships: readonly (readonly number[])[],
): Costs {
  const models = costs[0]?.length ?? 0;
  const count = memberships[0]?.length ?? 0;
  const logs = costs.map((row) => row.map((cost) => (cost === null ? null : Math.log(cost))));
  const shares = Array.from({ length: count }, (_, k) => mean(memberships.map((task) => task[k] ?? 0)));
  let shifts = shares.map(() => 0);
  let logMeans: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const shiftOf = memberships.map((task) => task.reduce((sum, weight, k) => sum + weight * (shifts[k] ?? 0), 0));
    logMeans = Array.from({ length: models }, (_, model) =>
      mean(logs.flatMap((row, task) => (row[model] == null ? [] : [row[model] - (shiftOf[task] ?? 0)]))),
    );
    const means = logMeans;
    const raw = shares.map((_, k) => {
      let [total, weight] = [0, 0];
      logs.forEach((row, task) => {
        const share = memberships[task]?.[k] ?? 0;
        row.forEach((log, model) => {
          if (log === null) return;
          total += share * (log - (means[model] ?? 0));
          weight += share;
        });
      });
      return total / (weight + shrinkage * models);
    });
    const middle = raw.reduce((sum, shift, k) => sum + shift * (shares[k] ?? 0), 0);
    shifts = raw.map((shift) => shift - middle);
  }
  const shiftOf = memberships.map((task) => task.reduce((sum, weight, k) => sum + weight * (shifts[k] ?? 0), 0));
  const pairs = logMeans.map((own, model) =>
    logs.flatMap((row, task) => (row[model] == null ? [] : [{ off: row[model] - own, shift: shiftOf[task] ?? 0 }])),
  );
  const slopes = pairs.map(slopeOf);
  const logSpreads = pairs.map((own, model) =>
    Math.sqrt(mean(own.map(({ off, shift }) => (off - (slopes[model] ?? 1) * shift) ** 2))),
  );
  return { logMeans, slopes, shifts, logSpreads };
}

/** Least squares, pulled towards 1. */
function slopeOf(pairs: readonly { readonly off: number; readonly shift: number }[]): number {
  const along = pairs.reduce((sum, { off, shift }) => sum + off * shift, 0);
  const square = pairs.reduce((sum, { shift }) => sum + shift * shift, 0);
  return (along + slopeShrinkage) / (square + slopeShrinkage);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
