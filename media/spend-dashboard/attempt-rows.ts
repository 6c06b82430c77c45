import type { DashboardView } from "../../server/protocol/requests.ts";

type Attempts = DashboardView["attempts"][number];

export interface AttemptCounts {
  readonly proved: number;
  readonly unproved: number;
  readonly refuted: number;
  readonly escalated: number;
  readonly cost: bigint;
}

export interface ModelAttempts extends AttemptCounts {
  readonly model: string;
  readonly rung: string;
  readonly kinds: readonly (AttemptCounts & { readonly kind: string })[];
}

/** One row per model, dearest first, each with its kinds of work. */
export function attemptRows(attempts: readonly Attempts[]): readonly ModelAttempts[] {
  const models = Map.groupBy(attempts, ({ model, rung }) => `${rung} ${model}`);
  const rows = [...models.values()].flatMap((members) => {
    const [first] = members;
    if (first === undefined) return [];
    const kinds = members.map((each) => ({ ...counts([each]), kind: each.kind }));
    return [{ ...counts(members), model: first.model, rung: first.rung, kinds: kinds.toSorted(dearestFirst) }];
  });
  return rows.toSorted(dearestFirst);
}

export function attemptsIn({ proved, unproved, refuted }: AttemptCounts): number {
  return proved + unproved + refuted;
}

function counts(attempts: readonly Attempts[]): AttemptCounts {
  const add = (name: "proved" | "unproved" | "refuted" | "escalated") =>
    attempts.reduce((total, each) => total + each[name], 0);
  const cost = attempts.reduce((total, each) => total + BigInt(each.cost), 0n);
  return {
    proved: add("proved"),
    unproved: add("unproved"),
    refuted: add("refuted"),
    escalated: add("escalated"),
    cost,
  };
}

function dearestFirst(a: AttemptCounts, b: AttemptCounts): number {
  if (a.cost === b.cost) return attemptsIn(b) - attemptsIn(a);
  return a.cost > b.cost ? -1 : 1;
}
