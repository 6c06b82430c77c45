import { toNano } from "../../routing/dollars.ts";
import type { Range } from "../../routing/survey.ts";
import { conditionText } from "../../routing/what-if/conditions.ts";
import { type Conditions, type Expectation, expect, rangeHolds, rangeOf } from "../../routing/what-if/expect.ts";
import { wasJudged } from "../../routing/what-if/past.ts";
import { type NanoUsd, nano, sum } from "../../spend/money.ts";
import type { PastTask } from "../../spend/past-task.ts";
import type { PastWork } from "../../spend/past-work.ts";
import type { Parts } from "../parts.ts";
import { changed, type ReadCondition } from "./change.ts";
import { hindsightOf } from "./hindsight.ts";
import { scenario } from "./scenario.ts";

export interface WhatIfQuery {
  readonly conditions: readonly ReadCondition[];
  /** The tasks that started in this time: ISO times, `since` included, `until` not. */
  readonly since: string | undefined;
  readonly until: string | undefined;
  /** Canonical root; undefined means everything. */
  readonly workspace: string | undefined;
}

export type WhatIf =
  | {
      /** What is said of `asSetNow` and `changed` is an estimate for as many tasks like these. */
      readonly kind: "estimate";
      readonly conditions: readonly string[];
      readonly tasks: number;
      readonly happened: Figures<number, NanoUsd>;
      /** The policy with the settings as they are. */
      readonly asSetNow: Expected;
      readonly changed: Expected;
      /** How much `changed` differs from `asSetNow`, with the same chance at work in both. */
      readonly difference: Pick<Figures<Range, MoneyRange>, "completed" | "cost">;
      /** Each range holds the truth in so large a share of cases, if what is believed is right. */
      readonly rangeHolds: number;
    }
  /** Both end in the next step. */
  | { readonly kind: "bad-condition"; readonly message: string }
  | { readonly kind: "too-few"; readonly tasks: number; readonly message: string };

export interface Figures<Count, Money> {
  readonly completed: Count;
  readonly cost: Money;
  /** Undefined when nothing is completed. */
  readonly costPerCompleted: Money | undefined;
}

export type Expected = Figures<Range, MoneyRange> & Expectation["behind"];

export interface MoneyRange {
  readonly low: NanoUsd;
  readonly likely: NanoUsd;
  readonly high: NanoUsd;
}

const fewestTasks = 5;

/** Plays the ledger's own tasks through the policy as it would be under the conditions. Calls no model and changes nothing. */
export function whatIf({ conditions, ...period }: WhatIfQuery, parts: Parts, past: PastWork): WhatIf {
  const now = changed(parts.configuration, conditions);
  if (now.kind === "bad-condition") return now;
  const all = past.pastTasks();
  const tasks = all.filter((task) => isIn(task, period));
  const judged = tasks.filter(({ subtasks }) => subtasks.some(wasJudged)).length;
  if (judged < fewestTasks)
    return { kind: "too-few", tasks: judged, message: tooFew(judged, all.length > tasks.length) };
  const { configuration, prices } = now;
  const priceOf: Parts["priceOf"] = (served) => prices.get(served.id) ?? parts.priceOf(served);
  const repriced =
    prices.size === 0
      ? all
      : repricedTasks(
          all,
          past.repriced((model) => prices.get(model)),
        );
  const seen = hindsightOf(all);
  const then = scenario({ ...parts, configuration, priceOf }, parts, prices.size === 0 ? seen : hindsightOf(repriced));
  const refused = refusal(tasks, then);
  if (refused !== undefined) return { kind: "bad-condition", message: refused };
  const asSetNow = expect(tasks, scenario(parts, parts, seen));
  const expected = expect(
    repriced.filter((task) => isIn(task, period)),
    then,
  );
  return {
    kind: "estimate",
    conditions: conditions.map(conditionText),
    tasks: tasks.length,
    happened: happened(tasks),
    asSetNow: figuresOf(asSetNow),
    changed: figuresOf(expected),
    difference: differenceOf(asSetNow, expected),
    rangeHolds,
  };
}

/** Why none of this work could be given to any model. */
function refusal(tasks: readonly PastTask[], { policyBefore }: Conditions): string | undefined {
  const [first] = tasks;
  if (first === undefined) return undefined;
  const decide = policyBefore(first);
  const kinds = new Set(tasks.flatMap(({ subtasks }) => subtasks.filter(wasJudged).map(({ kind }) => kind)));
  const routes = [...kinds].map((kind) => decide({ kind, workspace: first.workspace }, []));
  const [route] = routes;
  if (route === undefined || routes.some((each) => each.kind === "ladder")) return undefined;
  if (route.kind === "no-able-model") return route.because;
  const models = route.kind === "price-unknown" ? route.models.join(", ") : "";
  return `Nobody knows a price of ${models}; give one with prices=FILE or in your configuration.`;
}

function isIn(task: PastTask, { since, until, workspace }: Omit<WhatIfQuery, "conditions">): boolean {
  const { startedAt } = task;
  const inTime = (since === undefined || startedAt >= since) && (until === undefined || startedAt < until);
  return inTime && (workspace === undefined || task.workspace === workspace);
}

function tooFew(tasks: number, more: boolean): string {
  const has =
    tasks === 0 ? "no task that a model finished or failed at" : `only ${tasks} such ${tasks === 1 ? "task" : "tasks"}`;
  const where = more ? "This time or folder has" : "The ledger has";
  const next = more
    ? "Leave out --since, --until or --here"
    : "Give it some work with `stepladder run`, then ask again";
  return `${where} ${has}, and an estimate needs ${fewestTasks}. ${next}.`;
}

function repricedTasks(tasks: readonly PastTask[], costs: ReadonlyMap<string, NanoUsd>): readonly PastTask[] {
  return tasks.map((task) => {
    let changedBy = 0n;
    const subtasks = task.subtasks.map((subtask) => ({
      ...subtask,
      attempts: subtask.attempts.map((attempt) => {
        const cost = costs.get(attempt.attempt) ?? attempt.cost;
        changedBy += cost - attempt.cost;
        return { ...attempt, cost };
      }),
    }));
    return { ...task, subtasks, cost: nano(task.cost + changedBy) };
  });
}

function happened(tasks: readonly PastTask[]): Figures<number, NanoUsd> {
  const completed = tasks.filter((task) => task.completed).length;
  const cost = sum(tasks.map((task) => task.cost));
  return { completed, cost, costPerCompleted: completed === 0 ? undefined : nano(cost / BigInt(completed)) };
}

function figuresOf({ samples, behind }: Expectation): Expected {
  const per = samples.filter(({ completed }) => completed > 0).map(({ cost, completed }) => cost / completed);
  return {
    completed: rangeOf(samples.map(({ completed }) => completed)),
    cost: money(rangeOf(samples.map(({ cost }) => cost))),
    costPerCompleted: per.length === 0 ? undefined : money(rangeOf(per)),
    ...behind,
  };
}

function differenceOf(from: Expectation, to: Expectation) {
  const by = (figure: "completed" | "cost") =>
    rangeOf(to.samples.map((sample, index) => sample[figure] - (from.samples[index]?.[figure] ?? 0)));
  return { completed: by("completed"), cost: money(by("cost")) };
}

function money({ low, likely, high }: Range): MoneyRange {
  return { low: toNano(low), likely: toNano(likely), high: toNano(high) };
}
