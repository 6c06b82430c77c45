/** How difficult the user's tasks are: the share on each level, of all and of each repository, pulled towards what was measured. */
export interface Mix {
  readonly prior: Float64Array;
  readonly all: Float64Array;
  readonly repositories: Map<string, Float64Array>;
}

/** So many tasks of the user's own weigh as much as what was measured, and of a repository as much as all the user's. */
const priorTasks = 200;
const repositoryTasks = 100;

export function newMix(prior: Float64Array): Mix {
  return { prior, all: new Float64Array(prior.length), repositories: new Map() };
}

export function sharesIn(mix: Mix, repository: string | undefined): Float64Array {
  const general = pooled(mix.all, mix.prior, priorTasks);
  const own = repository === undefined ? undefined : mix.repositories.get(repository);
  return own === undefined ? general : pooled(own, general, repositoryTasks);
}

/** A task's levels as believed now, in place of what was believed of it before. */
export function learnMix(mix: Mix, repository: string, after: Float64Array, before: Float64Array | undefined): void {
  const own = mix.repositories.get(repository) ?? new Float64Array(after.length);
  mix.repositories.set(repository, own);
  for (const counts of [mix.all, own]) {
    for (let k = 0; k < after.length; k++)
      counts[k] = (counts[k] as number) + (after[k] as number) - (before?.[k] ?? 0);
  }
}

export function fadeMix(mix: Mix, kept: number): void {
  for (const counts of [mix.all, ...mix.repositories.values()])
    for (let k = 0; k < counts.length; k++) counts[k] = (counts[k] as number) * kept;
}

function pooled(counts: Float64Array, towards: Float64Array, weight: number): Float64Array {
  let total = weight;
  for (const count of counts) total += count;
  return counts.map((count, k) => (count + weight * (towards[k] as number)) / total);
}
