import { randomFrom, shuffled } from "./random.ts";
import type { Outcomes } from "./routing-data.ts";

/** How wrong the verifier is: the share of wrong results that it accepts, of right ones that it rejects, and its cost. */
export interface Verifier {
  readonly f: number;
  readonly g: number;
  readonly cost: number;
  /** Of the wrong results that it accepts and that stay, the share that the user takes back. */
  readonly undone: number;
}

/** What is seen of an attempt after it: never whether it was right. */
export interface Attempted {
  readonly model: number;
  readonly cost: number;
  readonly verdict: "proved" | "refuted" | "unproved";
  readonly cutShort: boolean;
  /** The user took the result back. */
  readonly undone?: boolean;
}

export interface Choice {
  readonly model: number;
  /** In US dollars: an attempt that would cost more is cut there, unfinished. */
  readonly cap: number;
  /** What one model does alone, with nothing behind it, is taken as it is. */
  readonly checked: boolean;
  readonly quote?: { readonly low: number; readonly likely: number; readonly high: number };
}

/** A way to choose models. It is asked before every attempt and told after it. */
export interface Rule {
  readonly name: string;
  choose(repository: string, tried: readonly Attempted[]): Choice | undefined;
  learn(repository: string, tried: readonly Attempted[]): void;
}

export interface Played {
  readonly task: number;
  readonly resolved: boolean;
  /** Wrong, and nothing said so. */
  readonly silentlyWrong: boolean;
  /** With checks. */
  readonly cost: number;
  readonly attempts: number;
  /** The first quote, and what the calls of all attempts cost. */
  readonly quote: Choice["quote"];
  readonly spent: number;
}

const mostAttempts = 3;

/** One order of the tasks and one draw of the verifier's mistakes, the same for every rule. */
export interface Order {
  readonly tasks: readonly number[];
  mistaken(task: number, model: number): number;
  undone(task: number): number;
}

export function orderOf(outcomes: Outcomes, seed: number): Order {
  const random = randomFrom(seed * 7919 + 17);
  const tasks = shuffled([...outcomes.tasks.keys()], random);
  const draws = outcomes.tasks.map((task) => task.cost.map(() => random()));
  const undone = outcomes.tasks.map(() => random());
  return { tasks, mistaken: (task, model) => draws[task]?.[model] ?? 1, undone: (task) => undone[task] ?? 1 };
}

/** The result of the last attempt is what the user is left with, checked or not. */
export function play(outcomes: Outcomes, order: Order, verifier: Verifier, rule: Rule): readonly Played[] {
  return order.tasks.map((task) => playTask(outcomes, order, verifier, rule, task));
}

function playTask(outcomes: Outcomes, order: Order, verifier: Verifier, rule: Rule, task: number): Played {
  const { repository = "", resolved = [], cost = [] } = outcomes.tasks[task] ?? {};
  const tried: Attempted[] = [];
  let spent = 0;
  let checks = 0;
  let right = false;
  let quote: Choice["quote"];
  while (tried.length < mostAttempts && (tried.length === 0 || tried.at(-1)?.verdict === "refuted")) {
    const choice = rule.choose(repository, tried);
    if (choice === undefined) break;
    if (tried.length === 0) quote = choice.quote;
    const full = cost[choice.model] ?? 0;
    const cutShort = full > choice.cap;
    right = !cutShort && resolved[choice.model] === true;
    const mistaken = order.mistaken(task, choice.model) < (right ? verifier.g : verifier.f);
    const checked = right !== mistaken ? "proved" : "refuted";
    const verdict = cutShort ? "refuted" : choice.checked ? checked : "unproved";
    spent += Math.min(full, choice.cap);
    if (choice.checked && !cutShort) checks += verifier.cost;
    tried.push({ model: choice.model, cost: Math.min(full, choice.cap), verdict, cutShort });
  }
  const silentlyWrong = !right && tried.at(-1)?.verdict !== "refuted";
  const last = tried.at(-1);
  const undone = silentlyWrong && last?.verdict === "proved" && order.undone(task) < verifier.undone;
  rule.learn(repository, last === undefined ? [] : [...tried.slice(0, -1), { ...last, undone }]);
  return { task, resolved: right, silentlyWrong, cost: spent + checks, attempts: tried.length, quote, spent };
}
