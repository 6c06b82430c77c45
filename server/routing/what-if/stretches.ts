const shortest = 3;
const growth = 1.25;
/** None is longer than this part of all. */
const longest = 16;

/** Cuts tasks into stretches within which the policy is taken to learn nothing: short ones first, while it learns most. */
export function stretchesOf<T>(tasks: readonly T[]): readonly (readonly [T, ...T[]])[] {
  const stretches: [T, ...T[]][] = [];
  const most = Math.max(shortest, tasks.length / longest);
  for (let from = 0; from < tasks.length; ) {
    const size = Math.round(Math.min(most, Math.max(shortest, from * (growth - 1))));
    const [first, ...rest] = tasks.slice(from, from + size);
    if (first !== undefined) stretches.push([first, ...rest]);
    from += size;
  }
  return stretches;
}
