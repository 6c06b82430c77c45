import type { Outcomes } from "./routing-data.ts";
import type { Verifier } from "./routing-stream.ts";

export interface FixedSequence {
  readonly models: readonly number[];
  /** Expected over the verifier's mistakes. */
  readonly resolved: number;
  readonly cost: number;
}

/** Every sequence of one to three models, played on the whole stream with the outcomes known. One model alone is not checked. */
export function* fixedSequences({ tasks, models }: Outcomes, verifier: Verifier): Generator<FixedSequence> {
  const count = tasks.length;
  const right = models.map((_, model) => Float64Array.from(tasks, ({ resolved }) => (resolved[model] ? 1 : 0)));
  const spent = models.map((_, model) => Float64Array.from(tasks, ({ cost }) => cost[model] ?? 0));
  const rejected = right.map((one) => one.map((r) => (r === 1 ? verifier.g : 1 - verifier.f)));
  const all = models.map((_, model) => model);
  const start = { models: [] as number[], reach: new Float64Array(count).fill(1), resolved: 0, cost: 0 };

  function* extend(before: typeof start): Generator<FixedSequence> {
    for (const model of all) {
      if (before.models.includes(model)) continue;
      const [solves, costs, rejects] = [right[model], spent[model], rejected[model]];
      if (solves === undefined || costs === undefined || rejects === undefined) continue;
      let [here, cost, passed, checks] = [0, 0, 0, 0];
      const reach = new Float64Array(count);
      for (let task = 0; task < count; task++) {
        const arrives = before.reach[task] ?? 0;
        const solved = arrives * (solves[task] ?? 0);
        here += solved;
        passed += solved * (1 - verifier.g);
        cost += arrives * (costs[task] ?? 0);
        checks += arrives * verifier.cost;
        reach[task] = arrives * (rejects[task] ?? 0);
      }
      const chosen = [...before.models, model];
      const checked = chosen.length === 1 ? 0 : checks;
      yield { models: chosen, resolved: before.resolved + here, cost: before.cost + cost + checked };
      if (chosen.length < 3)
        yield* extend({ models: chosen, reach, resolved: before.resolved + passed, cost: before.cost + cost + checks });
    }
  }
  yield* extend(start);
}

/** The least cost per resolved task among the sequences that resolve at least so many; without any, the one that resolves most. */
export function bestFixed(sequences: Iterable<FixedSequence>, least: number): FixedSequence {
  let best: FixedSequence | undefined;
  let most: FixedSequence | undefined;
  for (const one of sequences) {
    if (most === undefined || one.resolved > most.resolved) most = one;
    if (one.resolved < least) continue;
    if (best === undefined || one.cost / one.resolved < best.cost / best.resolved) best = one;
  }
  const found = best ?? most;
  if (found === undefined) throw new Error("There is no model to choose from.");
  return found;
}
