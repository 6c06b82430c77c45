import { calcPrice } from "@pydantic/genai-prices";
import { z } from "zod";
import type { Kind } from "../../server/protocol/events.ts";
import { typicalUsage } from "../../server/routing/usual.ts";
import { BadInput, readJson } from "./bad-input.ts";

/** Real outcomes of one benchmark: which model resolved which task, and what the attempt cost in US dollars. */
export interface Outcomes {
  readonly kind: Kind;
  readonly models: readonly BenchModel[];
  readonly tasks: readonly BenchTask[];
}

export interface BenchModel {
  readonly id: string;
  readonly openWeights: boolean;
  readonly billionParameters: number | undefined;
  /** US dollars per million tokens, as listed; undefined when the file has none. */
  readonly listPrice: { readonly input: number; readonly output: number; readonly cacheRead: number } | undefined;
}

export interface BenchTask {
  readonly repository: string;
  /** By model, in the order of `models`. */
  readonly resolved: readonly boolean[];
  readonly cost: readonly number[];
}

const number = z.number().nonnegative().nullish();
const file = z.object({
  name: z.string().default(""),
  models: z
    .array(
      z.object({
        id: z.string(),
        open_weights: z.boolean().nullish(),
        params_b: number,
        price_in: number,
        price_out: number,
        price_cache_read: number,
      }),
    )
    .min(1),
  tasks: z.array(z.object({ id: z.string(), repo: z.string(), r: z.array(number), c: z.array(number) })).min(1),
});

type Row = z.infer<typeof file>["models"][number];

/** A model that ran on fewer of the tasks is left out: nothing fair can be said of it. */
const leastRun = 0.8;

export function readOutcomes(path: string): Outcomes {
  const parsed = file.safeParse(readJson(path));
  if (!parsed.success) throw new BadInput(`${path} does not hold per-task outcomes: ${z.prettifyError(parsed.error)}`);
  const { name, models, tasks } = parsed.data;
  const ran = models.flatMap((_, index) => (shareRun(tasks, index) >= leastRun ? [index] : []));
  const means = ran.map((index) => meanCost(tasks, index));
  return {
    kind: kindOf(`${name} ${path}`),
    models: ran.flatMap((index) => modelIn(models[index])),
    tasks: tasks.map(({ repo, r, c }) => ({
      repository: repo,
      resolved: ran.map((index) => r[index] === 1),
      cost: ran.map((index, place) => c[index] ?? means[place] ?? 0),
    })),
  };
}

function modelIn(row: Row | undefined): readonly BenchModel[] {
  if (row === undefined) return [];
  const { id, open_weights, params_b, price_in, price_out, price_cache_read } = row;
  const listPrice =
    typeof price_in === "number" && typeof price_out === "number"
      ? { input: price_in, output: price_out, cacheRead: price_cache_read ?? price_in }
      : undefined;
  return [{ id, openWeights: open_weights === true, billionParameters: params_b ?? undefined, listPrice }];
}

type Tasks = z.infer<typeof file>["tasks"];

function shareRun(tasks: Tasks, model: number): number {
  return tasks.filter(({ r }) => typeof r[model] === "number").length / tasks.length;
}

function meanCost(tasks: Tasks, model: number): number {
  const known = tasks.flatMap(({ c }) => c[model] ?? []);
  return known.reduce((sum, cost) => sum + cost, 0) / Math.max(1, known.length);
}

function kindOf(name: string): Kind {
  if (/swt/i.test(name)) return "test";
  return /commit0/i.test(name) ? "edit" : "fix";
}

export function rateOf(outcomes: Outcomes, model: number): number {
  return outcomes.tasks.filter(({ resolved }) => resolved[model]).length / outcomes.tasks.length;
}

export function costOf(outcomes: Outcomes, model: number): number {
  return outcomes.tasks.reduce((sum, { cost }) => sum + (cost[model] ?? 0), 0) / outcomes.tasks.length;
}

/**
 * What its tokens would cost at list price, all kinds of tokens in the mix of a usual attempt: the naive look at a model. Where
 * the file has no price, the public list may know the name, as it would for a user's configuration.
 */
export function listCost({ id, listPrice }: BenchModel): number | undefined {
  const { uncached, cacheRead, output } = typicalUsage.edit;
  if (listPrice !== undefined)
    return (uncached * listPrice.input + cacheRead * listPrice.cacheRead + output * listPrice.output) / 1e6;
  const usage = { input_tokens: uncached + cacheRead, cache_read_tokens: cacheRead, output_tokens: output };
  return calcPrice(usage, id)?.total_price;
}

export function only(outcomes: Outcomes, chosen: readonly number[]): Outcomes {
  const pick = <T>(list: readonly T[]) => chosen.flatMap((index) => list[index] ?? []) as T[];
  return {
    ...outcomes,
    models: pick(outcomes.models),
    tasks: outcomes.tasks.map((task) => ({
      ...task,
      resolved: chosen.map((index) => task.resolved[index] === true),
      cost: chosen.map((index) => task.cost[index] ?? 0),
    })),
  };
}

/** Multiplies each model's cost by its factor: prices that the measured priors know nothing of. */
export function repriced(outcomes: Outcomes, factors: readonly number[]): Outcomes {
  return {
    ...outcomes,
    tasks: outcomes.tasks.map((task) => ({
      ...task,
      cost: task.cost.map((cost, model) => cost * (factors[model] ?? 1)),
    })),
  };
}
