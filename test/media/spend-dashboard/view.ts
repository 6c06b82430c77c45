import type {
  DashboardView,
  RouteModelView,
  RoutesView,
  SpendRowView,
  TaskRowView,
} from "../../../server/protocol/requests.ts";

/** Views as the server answers with them, for the tests of the page. */
export function rowOf(key: string, posted: string): SpendRowView {
  return {
    ...{ key, posted, held: "0", tasks: 2, completed: 1, costPerCompleted: posted, calls: 3 },
    ...{ inputTokens: 1_000, outputTokens: 100 },
  };
}

export function dayOf(key: string, rungs: Readonly<Record<string, string>>): DashboardView["days"][number] {
  const total = Object.values(rungs).reduce((sum, posted) => sum + BigInt(posted), 0n);
  return { ...rowOf(key, `${total}`), rungs: Object.entries(rungs).map(([rung, posted]) => ({ rung, posted })) };
}

export function taskOf(index: number): TaskRowView {
  return {
    task: `task-${index}`,
    prompt: index === 7 ? "<img src=x onerror=alert(1)> fix case 7" : `fix case ${index}`,
    ...{ kind: "fix", workspace: "/work/project", outcome: index % 3 === 0 ? "unproved" : "proved" },
    startedAt: new Date(Date.UTC(2026, 10, 21, 10) - index * 60_000).toISOString(),
    posted: `${(index + 1) * 1_000_000}`,
    held: "0",
  };
}

export function dashboardOf(changes: Partial<DashboardView> = {}): DashboardView {
  const budget = {
    scope: "everything",
    window: "day",
    limit: "2000000000",
    resetsAt: "2026-11-22T00:00:00.000Z",
  } as const;
  return {
    ...{ since: undefined, until: undefined, total: { ...rowOf("total", "1234560000"), held: "30000000" } },
    days: [dayOf("2026-11-19", { local: "0", open: "400000000" }), dayOf("2026-11-21", { frontier: "834560000" })],
    models: [rowOf("host/large", "834560000"), rowOf("host/small", "400000000")],
    kinds: [rowOf("fix", "1234560000")],
    attempts: [
      {
        ...{ model: "host/small", rung: "open", kind: "fix", proved: 3, unproved: 1, refuted: 2, escalated: 2 },
        cost: "400000000",
      },
    ],
    frontierEstimate: { model: "host/large", cost: "9000000000" },
    budgets: {
      ...{ day: "2026-11-21", today: "834560000", todayHeld: "30000000", atLimit: "ask" },
      budgets: [{ ...budget, posted: "1700000000", held: "30000000", level: "warning" }],
    },
    tasks: [0, 1, 2].map(taskOf),
    moreTasks: 0,
    unknown: [
      { call: "call-9", task: "task-1", model: "host/large", at: "2026-11-21T09:00:00.000Z", held: "30000000" },
    ],
    ...changes,
  };
}

export const emptyDashboard = dashboardOf({
  total: { ...rowOf("total", "0"), tasks: 0, completed: 0, costPerCompleted: null, calls: 0 },
  ...{ days: [], models: [], kinds: [], attempts: [], frontierEstimate: undefined, tasks: [], unknown: [] },
});

const small: RouteModelView = {
  ...{ model: "host/small", rung: "open", effort: undefined, place: 1, weight: 15.2 },
  ...{ success: { low: 0.7, likely: 0.8, high: 0.88 }, costPerCompleted: "5000000" },
  cost: { low: "3000000", likely: "4000000", high: "5000000" },
  ...{ proved: 14, refuted: 3, unproved: 1, assumed: { source: "measured", weight: 31.6 } },
};
const large: RouteModelView = {
  ...{ model: "host/large", rung: "frontier", effort: "high", place: 2, weight: 0 },
  ...{ success: { low: 0.8, likely: 0.9, high: 0.95 }, costPerCompleted: "0", cost: undefined },
  ...{ proved: 0, refuted: 0, unproved: 0, assumed: { source: "rung", weight: 0.7 } },
};

export const routes: RoutesView = {
  kinds: [
    {
      ...{ kind: "fix", reason: "small first: it finished 14 of 17 fixes.", pinned: [], models: [large, small] },
      checks: { wrongAccepted: 0.12, rightRejected: 0.04 },
      grounds: [
        { ground: "unbroken", wrongAccepted: 0.46, rightRejected: 0.03, results: 3, later: 0, measuredOn: 0 },
        { ground: "tests", wrongAccepted: 0.08, rightRejected: 0.04, results: 14, later: 2, measuredOn: 85 },
      ],
      pastQuotes: { pieces: 16.4, cost: 1.284, quoted: 1.15 },
    },
    {
      ...{ kind: "title", reason: "large first: you chose it.", pinned: ["host/large"], models: [large] },
      ...{ checks: { wrongAccepted: 0.8, rightRejected: 0.01 }, grounds: [], pastQuotes: undefined },
    },
  ],
};
