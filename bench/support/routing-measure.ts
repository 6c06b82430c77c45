import type { Preference } from "../../server/configuration/configuration.ts";
import type { Measured } from "../../server/routing/measured.ts";
import { createRouter } from "../../server/routing/policy.ts";
import { BadInput } from "./bad-input.ts";
import { randomFrom } from "./random.ts";
import { type Outcomes, readOutcomes, repriced } from "./routing-data.ts";
import { bestFixed, fixedSequences } from "./routing-fixed.ts";
import { frontierOf, poolOf } from "./routing-pool.ts";
import { type Production, production } from "./routing-production.ts";
import { always, cheapestModel, oracle, randomMix, thompson } from "./routing-rules.ts";
import { orderOf, type Played, play, type Rule, type Verifier } from "./routing-stream.ts";
import { quantile, rounded } from "./statistics.ts";

export interface RoutingOptions {
  readonly data: string;
  readonly frontier: string;
  readonly pool: string;
  readonly verifier: Verifier;
  readonly measured: Measured;
  readonly preference: Preference;
  readonly priceSeed: number | undefined;
  readonly orders: number;
}

/** Shares of what the frontier model alone does on the same tasks. */
export interface Shares {
  readonly kept: number;
  readonly costPerResolved: number;
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface RuleFigures extends Shares {
  readonly name: string;
  readonly keptInterval: Interval;
  readonly costInterval: Interval;
  readonly silentlyWrong: number;
  readonly attempts: number;
  readonly first50: Shares;
  readonly hardest: Shares;
}

/** A fixed sequence that was best in hindsight. */
export interface FixedFigures extends Shares {
  readonly sequence: readonly string[];
}

export interface RoutingFigures {
  readonly frontier: string;
  readonly tasks: number;
  readonly models: number;
  readonly hardestTasks: number;
  readonly orders: number;
  readonly frontierCostPerResolved: number;
  readonly rules: readonly RuleFigures[];
  readonly firsts: readonly (readonly [string, number])[];
  readonly summary: {
    readonly kept: number;
    readonly costPerResolved: number;
    readonly silentlyWrong: number;
    readonly frontierWrong: number;
    readonly first50: Shares;
    readonly hardest: Shares;
    readonly bestFixed: FixedFigures;
    /** The cheapest that keeps as much as the policy did. */
    readonly fixedAsGood: FixedFigures;
    readonly oracle: { readonly costPerResolved: number };
    readonly quote: { readonly coverage: number; readonly bias: number };
    readonly decisionMs: number;
  };
}

const firstTasks = 50;
/** Solved by fewer than this share of the other models. */
const hardShare = 0.2;

export function measureRouting(options: RoutingOptions): RoutingFigures {
  const all = readOutcomes(options.data);
  const name = all.models[frontierOf(all, options.frontier)]?.id ?? "";
  const pool = poolOf(all, frontierOf(all, name), options.pool);
  const hard = new Set(
    all.tasks.flatMap((task, index) =>
      solvedByOthers(task.resolved, frontierOf(all, name)) < hardShare ? [index] : [],
    ),
  );
  const outcomes = options.priceSeed === undefined ? pool : repriced(pool, factors(pool, options.priceSeed));
  const frontier = frontierOf(outcomes, name);
  const { verifier } = options;

  const runs = new Map<string, Played[][]>();
  const milliseconds: number[] = [];
  const firsts = new Map<string, number>();
  const mix = [frontier, cheapestModel(outcomes)];
  for (let order = 0; order < options.orders; order++) {
    const drawn = orderOf(outcomes, order);
    const ours = production(outcomes, frontier, createRouter(options.measured), options.preference);
    const rules: readonly Rule[] = [
      counted(ours, firsts, outcomes),
      always("always frontier", frontier),
      always("always cheapest", cheapestModel(outcomes)),
      randomMix(mix, order),
      thompson(outcomes.models.length, order),
    ];
    for (const rule of rules)
      runs.set(rule.name, [...(runs.get(rule.name) ?? []), [...play(outcomes, drawn, verifier, rule)]]);
    milliseconds.push(...ours.milliseconds);
  }
  const alone = runs.get("always frontier") ?? [];
  const rules = [...runs].map(([rule, played]) => figuresOf(rule, played, alone, hard));
  const ours = rules[0];
  if (ours === undefined) throw new BadInput("At least one order is needed.");
  const base = { resolved: resolvedIn(alone[0] ?? []), cost: costIn(alone[0] ?? []) };
  const perResolved = base.cost / base.resolved;
  const sequences = [...fixedSequences(outcomes, verifier)];
  const fixedThatKeeps = (kept: number): FixedFigures => {
    const { models, resolved, cost } = bestFixed(sequences, kept * base.resolved);
    return {
      sequence: models.map((model) => outcomes.models[model]?.id ?? ""),
      kept: rounded(resolved / base.resolved, 4),
      costPerResolved: rounded(cost / resolved / perResolved, 4),
    };
  };
  const best = oracle(outcomes);
  return {
    frontier: name,
    tasks: outcomes.tasks.length,
    models: outcomes.models.length,
    hardestTasks: hard.size,
    orders: options.orders,
    frontierCostPerResolved: perResolved,
    rules,
    firsts: [...firsts].toSorted((a, b) => b[1] - a[1]),
    summary: {
      kept: rounded(ours.kept, 4),
      costPerResolved: rounded(ours.costPerResolved, 4),
      silentlyWrong: rounded(ours.silentlyWrong, 4),
      frontierWrong: rounded(1 - base.resolved / outcomes.tasks.length, 4),
      first50: ours.first50,
      hardest: ours.hardest,
      bestFixed: fixedThatKeeps(1),
      fixedAsGood: fixedThatKeeps(ours.kept),
      oracle: { costPerResolved: rounded(best.cost / best.resolved / perResolved, 4) },
      quote: quoteFigures((runs.get("stepladder") ?? []).flat()),
      decisionMs: rounded(quantile(milliseconds, 0.5), 3),
    },
  };
}

function counted(rule: Production, firsts: Map<string, number>, { models }: Outcomes): Rule {
  const choose: Rule["choose"] = (repository, tried) => {
    const choice = rule.choose(repository, tried);
    const id = `${tried.length + 1}. ${choice === undefined ? "stop" : models[choice.model]?.id}`;
    firsts.set(id, (firsts.get(id) ?? 0) + 1);
    return choice;
  };
  return { name: rule.name, choose, learn: rule.learn };
}

function solvedByOthers(resolved: readonly boolean[], frontier: number): number {
  const others = resolved.filter((_, model) => model !== frontier);
  return others.filter(Boolean).length / Math.max(1, others.length);
}

/** Log-uniform from a quarter to four. */
function factors({ models }: Outcomes, seed: number): readonly number[] {
  const random = randomFrom(seed * 104_729 + 5);
  return models.map(() => 4 ** (2 * random() - 1));
}

function figuresOf(
  name: string,
  played: readonly (readonly Played[])[],
  alone: readonly (readonly Played[])[],
  hard: ReadonlySet<number>,
): RuleFigures {
  const shares = played.map((run, order) => sharesOf(run, alone[order] ?? []));
  const part = (keep: (run: readonly Played[]) => readonly Played[]): Shares => {
    const ours = played.flatMap(keep);
    const theirs = alone.flatMap(keep);
    const { kept, costPerResolved } = sharesOf(ours, theirs);
    return { kept: rounded(kept, 4), costPerResolved: rounded(costPerResolved, 4) };
  };
  const every = played.flat();
  return {
    name,
    ...part((run) => run),
    keptInterval: intervalOf(shares.map(({ kept }) => kept)),
    costInterval: intervalOf(shares.map(({ costPerResolved }) => costPerResolved)),
    silentlyWrong: every.filter((one) => one.silentlyWrong).length / every.length,
    attempts: every.reduce((sum, one) => sum + one.attempts, 0) / every.length,
    first50: part((run) => run.slice(0, firstTasks)),
    hardest: part((run) => run.filter(({ task }) => hard.has(task))),
  };
}

/** Where the frontier resolves nothing there is nothing to lose, and the costs alone are compared. */
function sharesOf(ours: readonly Played[], theirs: readonly Played[]): Shares {
  const [kept, base] = [resolvedIn(ours), resolvedIn(theirs)];
  if (kept === 0 || base === 0)
    return { kept: base === 0 ? 1 : 0, costPerResolved: costIn(ours) / Math.max(costIn(theirs), 1e-9) };
  return { kept: kept / base, costPerResolved: costIn(ours) / kept / (costIn(theirs) / base) };
}

function intervalOf(values: readonly number[]): Interval {
  return { low: quantile(values, 0.05), high: quantile(values, 0.95) };
}

function resolvedIn(played: readonly Played[]): number {
  return played.filter(({ resolved }) => resolved).length;
}

function costIn(played: readonly Played[]): number {
  return played.reduce((sum, { cost }) => sum + cost, 0);
}

/** `bias` is how far the sum of the likely costs lies off the sum of the real ones. */
function quoteFigures(played: readonly Played[]): { readonly coverage: number; readonly bias: number } {
  const quoted = played.flatMap(({ quote, spent }) => (quote === undefined ? [] : [{ quote, spent }]));
  const inside = quoted.filter(({ quote, spent }) => quote.low <= spent && spent <= quote.high);
  const likely = quoted.reduce((sum, { quote }) => sum + quote.likely, 0);
  const real = quoted.reduce((sum, { spent }) => sum + spent, 0);
  return { coverage: rounded(inside.length / quoted.length, 4), bias: rounded(likely / real - 1, 4) };
}
