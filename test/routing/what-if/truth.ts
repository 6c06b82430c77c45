import { type Knowledge, learn, newKnowledge } from "../../../server/routing/knowledge.ts";
import { nothingMeasured } from "../../../server/routing/measured.ts";
import { createRouter } from "../../../server/routing/policy.ts";
import type { Candidate, RouteRequest, Tried } from "../../../server/routing/route.ts";
import type { Conditions } from "../../../server/routing/what-if/expect.ts";
import { type Random, seeded } from "../../../server/routing/what-if/random.ts";
import { nano } from "../../../server/spend/money.ts";
import type { PastAttempt, PastTask } from "../../../server/spend/past-task.ts";
import type { AttemptOutcome } from "../../../server/spend/spend.ts";
import { frontier, local, open, request } from "../candidates.ts";

/** A world whose truth is known: what each model does at each task, whether or not it is ever asked. */
export interface Truth {
  readonly tasks: readonly ReadonlyMap<string, { readonly accepted: boolean; readonly cost: number }>[];
}

const abilities = new Map([
  [local.id, -0.5],
  [open.id, 0.8],
  [frontier.id, 1.9],
]);
const costs = new Map([
  [local.id, 0],
  [open.id, 0.03],
  [frontier.id, 0.5],
]);

export function makeTruth(count: number, seed: number): Truth {
  const random = seeded(seed);
  const tasks = Array.from({ length: count }, () => {
    const level = random.uniform() < 0.5 ? -3 : 2.4 * random.normal();
    return new Map([...abilities].map(([model, ability]) => [model, drawn(model, ability, level, random)]));
  });
  return { tasks };
}

function drawn(model: string, ability: number, level: number, random: Random) {
  const right = random.uniform() < 1 / (1 + Math.exp(level - ability));
  const accepted = random.uniform() < (right ? 0.95 : 0.1);
  const cost = (costs.get(model) ?? 0) * Math.exp(0.5 * random.normal() + Math.max(-0.25, Math.min(0.2, level / 12)));
  return { accepted, cost };
}

/** Plays the policy through the truth, as it would have gone, and writes down what a ledger would hold. */
export function live({ tasks }: Truth, changes: Partial<RouteRequest>): readonly PastTask[] {
  const router = createRouter(nothingMeasured);
  const outcomes: AttemptOutcome[] = [];
  return tasks.map((truth, index) => {
    const attempts: PastAttempt[] = [];
    const tried: Tried[] = [];
    const endedAt = new Date(Date.UTC(2026, 9, 1) + index * 600_000).toISOString();
    const subtask = `subtask-${index}`;
    for (;;) {
      const route = router(request({ ...changes, tried: [...tried] }), outcomes);
      if (route.kind !== "ladder") break;
      const [model] = route.models;
      const [cap] = route.caps;
      const { accepted, cost } = truth.get(model) ?? { accepted: false, cost: 0 };
      const whole = nano(BigInt(Math.round(cost * 1e9)));
      const cutShort = cap !== undefined && whole > cap;
      const ends = accepted && !cutShort;
      const seen = {
        ...{ model, verdict: ends ? ("proved" as const) : ("refuted" as const), cutShort, endedAt },
        cost: cutShort ? cap : whole,
      };
      attempts.push({ ...seen, attempt: `${subtask}-${attempts.length}`, ends, answered: false, forgotten: false });
      outcomes.unshift({ ...seen, subtask, workspace: "/work", kind: "fix", failuresBefore: tried.length });
      if (ends) break;
      tried.push({ model, cost: seen.cost, cutShort });
    }
    return pastTask(index, attempts);
  });
}

export function pastTask(index: number, attempts: readonly PastAttempt[], changes: Partial<PastTask> = {}): PastTask {
  return {
    task: `task-${index}`,
    workspace: "/work",
    startedAt: attempts[0]?.endedAt ?? "2026-10-01T00:00:00.000Z",
    completed: attempts.some(({ ends, verdict }) => ends && verdict !== "unproved"),
    cost: nano(attempts.reduce((sum, { cost }) => sum + cost, 0n)),
    subtasks: [{ subtask: `subtask-${index}`, root: true, kind: "fix", attempts }],
    ...changes,
  };
}

/** The production policy with all that these tasks teach. */
export function conditionsOf(tasks: readonly PastTask[], changes: Partial<RouteRequest>): Conditions {
  const outcomes = outcomesOf(tasks);
  const all: readonly Candidate[] = [local, open, frontier];
  const knowledge: Knowledge = newKnowledge("fix", all, nothingMeasured);
  for (const outcome of outcomes.toReversed()) learn(knowledge, outcome);
  return {
    policyBefore: ({ startedAt }) => {
      const router = createRouter(nothingMeasured);
      const known = outcomes.filter(({ endedAt }) => endedAt < startedAt);
      return ({ workspace }, tried) => router(request({ ...changes, workspace, tried }), known);
    },
    knowledge: () => knowledge,
  };
}

function outcomesOf(tasks: readonly PastTask[]): readonly AttemptOutcome[] {
  const all = tasks.flatMap(({ workspace, subtasks }) =>
    subtasks.flatMap(({ subtask, kind, attempts }) =>
      attempts.map((attempt, failuresBefore) => ({ ...attempt, subtask, workspace, kind, failuresBefore })),
    ),
  );
  return all.toReversed();
}

export function completedOf(tasks: readonly PastTask[]): number {
  return tasks.filter(({ completed }) => completed).length;
}

export function costOf(tasks: readonly PastTask[]): number {
  return tasks.reduce((sum, { cost }) => sum + Number(cost) / 1e9, 0);
}
