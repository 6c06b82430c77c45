import { setTimeout as sleep } from "node:timers/promises";
import type { Agent, Person, TaskRequest, TaskRun, UndoResult } from "../../server/agent/agent.ts";
import type { Body, Composed, ComposeOptions, OpenDocuments, SpendRow, TaskRow } from "../../server/body.ts";
import { defaultScrutiny } from "../../server/configuration/defaults.ts";
import type { ServedModel } from "../../server/models/endpoint.ts";
import type { TaskEvent, TaskOutcome } from "../../server/protocol/events.ts";
import type { DashboardView } from "../../server/protocol/requests.ts";
import { conditionText } from "../../server/routing/what-if/conditions.ts";
import type { CheckedBill } from "../../server/spend/check/check-bill.ts";
import { nano, noMoney } from "../../server/spend/money.ts";
import type { Checker } from "../../server/verification/ports.ts";
import { receipt, taskEnd, twoAttempts } from "./scripted-events.ts";

/** What the scripted agent does with a task; chosen by the environment, because it runs in another process. */
export interface Script {
  /** How each task ends. */
  readonly outcome?: TaskOutcome;
  /** Milliseconds before each event. */
  readonly pace?: number;
  /** Stays in the middle of the task until it is cancelled, or for ever. */
  readonly hang?: "until-cancelled" | "for-ever";
  readonly asks?: boolean;
  readonly throws?: boolean;
  readonly compose?: "invalid" | "unavailable";
  readonly findings?: boolean;
  readonly quote?: "refused";
  readonly noTasks?: boolean;
  readonly undo?: UndoResult;
  /** Answers with what is unsaved at this path. */
  readonly tellUnsavedText?: string;
}

const served: ServedModel = {
  id: "ollama/small",
  endpoint: {
    id: "ollama",
    dialect: "ollama",
    url: "http://127.0.0.1:11434",
    keyName: undefined,
    provider: undefined,
    local: true,
    timeouts: { headers: 1, firstToken: 1, idle: 1 },
  },
  model: "small",
  family: "qwen",
  context: 32_768,
  maxOutput: 4_096,
  abilities: { tools: true },
};

async function* events(
  script: Script,
  request: TaskRequest,
  person: Person,
  signal: AbortSignal,
  documents: OpenDocuments | undefined,
  settle: (outcome: TaskOutcome) => void,
): AsyncGenerator<TaskEvent> {
  const outcome = script.outcome ?? { kind: "proved", because: "12 tests pass, 2 of them failed before." };
  const all = twoAttempts(outcome);
  const finish = (how: TaskOutcome, answer?: string): TaskEvent => {
    settle(how);
    return answer === undefined ? taskEnd(how) : { ...taskEnd(how), answer };
  };
  for (const event of all.slice(0, -1)) {
    if (signal.aborted) return yield finish({ kind: "cancelled" });
    if (script.pace !== undefined) await sleep(script.pace);
    yield event.type === "task-start" ? { ...event, prompt: request.prompt, workspace: request.workspace } : event;
    if (event.type !== "tool-start") continue;
    if (script.hang !== undefined) {
      const held = setInterval(() => {}, 1000);
      await new Promise<void>((resolve) => {
        if (script.hang === "until-cancelled") signal.addEventListener("abort", () => resolve(), { once: true });
      });
      clearInterval(held);
    }
    if (script.asks) yield* ask(person, signal);
  }
  if (script.tellUnsavedText !== undefined) {
    return yield finish({ kind: "answered" }, (await documents?.unsavedText(script.tellUnsavedText)) ?? "not open");
  }
  yield finish(outcome);
}

async function* ask(person: Person, signal: AbortSignal): AsyncGenerator<TaskEvent> {
  const approval = {
    approval: "approval-1",
    hash: "hash-1",
    subject: { kind: "command", command: "rm -rf build\u001b[2K", cwd: "/repo", because: "rm is on no list" },
  } as const;
  yield { type: "approval-request", approval };
  const allowed = (await person.approve(approval, signal)) === "allow";
  yield { type: "approval-answer", approval: "approval-1", allowed };
  yield { type: "question", question: "question-1", text: "Which month?" };
  const answer = await person.answer("Which month?", signal);
  yield { type: "notice", level: "info", message: `answer: ${answer ?? "none"}` };
}

function scriptedAgent(script: Script, documents: OpenDocuments | undefined): Agent {
  return {
    run(request, person, signal): TaskRun {
      if (script.throws) throw new Error("the script says so");
      const { promise, resolve } = Promise.withResolvers<TaskOutcome>();
      return {
        task: receipt.task,
        events: events(script, request, person, signal, documents, resolve),
        outcome: promise,
        escalate: () => ({ kind: "refused", message: "No stronger model stands behind this one." }),
      };
    },
    async quote() {
      if (script.quote === "refused") return { kind: "refused", message: "No model has a price." };
      const models = ["ollama/small", "host/larger"];
      return {
        kind: "quote",
        quote: { low: "0", likely: "4000000", high: "90000000", because: "local first.", models },
      };
    },
    keep: () => false,
    decide: () => false,
    changes: async () => undefined,
    before: async () => undefined,
    commitMessage: async () => ({ kind: "refused", message: "Nothing has changed." }),
    undo: async () => script.undo ?? { kind: "undone", restored: ["src/dates.ts"] },
    close() {},
  };
}

const tests: Checker = { command: "npm test", sort: "tests", from: "repository", script: "node --test\u202e" };

const total: SpendRow = {
  key: "2026-01-02",
  tasks: 2,
  completed: 1,
  costPerCompleted: nano(4_200_001n),
  calls: 3,
  posted: nano(4_200_001n),
  held: nano(9_000_000n),
  inputTokens: 6000,
  outputTokens: 350,
};

const emptyRow: DashboardView["total"] = {
  ...{ key: "total", tasks: 0, completed: 0, costPerCompleted: null, calls: 0, posted: "0", held: "0" },
  ...{ inputTokens: 0, outputTokens: 0 },
};

const emptyDashboard: DashboardView = {
  ...{ since: undefined, until: undefined, total: emptyRow, days: [], models: [], kinds: [], attempts: [] },
  ...{ frontierEstimate: undefined, tasks: [], moreTasks: 0, unknown: [] },
  budgets: { day: "2026-01-02", today: "0", todayHeld: "0", budgets: [], atLimit: "ask" },
};

function scriptedTasks(workspace: string): readonly TaskRow[] {
  const row = { kind: "fix", workspace, startedAt: receipt.startedAt, held: noMoney, posted: nano(4_200_001n) };
  return [
    { ...row, task: "task-aaaa111111", prompt: "fix the date tests", outcome: "proved" },
    { ...row, task: "task-aabb222222", prompt: "where are dates?", outcome: "answered" },
  ];
}

function scriptedBody(script: Script, env: NodeJS.ProcessEnv, documents: OpenDocuments | undefined): Body {
  const agreed = new Set<string>();
  const rows = script.noTasks ? [] : scriptedTasks(env.SCRIPTED_WORKSPACE ?? "/repo");
  return {
    agent: scriptedAgent(script, documents),
    configuration: {
      file: "/home/someone/stepladder.jsonc",
      origin: "file",
      served: [served],
      prices: new Map(),
      rungs: [{ name: "local", models: ["ollama/small"] }],
      budgets: [],
      atLimit: "ask",
      warnAt: 0.8,
      preference: "balanced",
      localOnly: [],
      autoRun: [],
      checks: new Map(),
      excluded: new Set(),
      ...defaultScrutiny,
      pins: new Map(),
      limits: { steps: 1, milliseconds: 1, tokens: 1, maxOutputTokens: 1 },
    },
    books: {
      spend: async (query) => ({
        rows: [total],
        total: { ...total, key: query.by },
        unknown: [
          { call: "call-9", task: "task-aaaa111111", model: "host/larger", at: "2026-01-02", held: nano(9_000_000n) },
        ],
      }),
      tasks: ({ prefix, limit }) => rows.filter((row) => row.task.startsWith(prefix ?? "")).slice(0, limit),
      receipt: (task) => ({ ...receipt, task }),
      dashboard: async ({ since, until }) => ({ ...emptyDashboard, since, until }),
      budgets: () => emptyDashboard.budgets,
      exportCalls: async () => ({ text: "call\r\n", calls: 0 }),
      checkBill: (text) => scriptedBill(text),
      onChange: () => () => {},
      writtenElsewhere: () => 0,
      reconcile: (call) => (call === "call-9" ? { kind: "reconciled" } : { kind: "no-such-call" }),
    },
    trust: {
      discover: async () => [tests],
      agreements: {
        has: (root) => agreed.has(root),
        trusts: (root) => agreed.has(root),
        add: (root) => void agreed.add(root),
        list: () => [tests],
        remove: (root) => void agreed.delete(root),
      },
    },
    priceOf: () => ({ kind: "free", source: "runs on this machine" }),
    diagnose: async () => [
      { level: "ok", subject: "ollama", message: "answers", next: undefined },
      ...(script.findings
        ? ([{ level: "problem", subject: "host", message: "has no key", next: "Set HOST_API_KEY." }] as const)
        : []),
    ],
    routes: () => [
      {
        kind: "fix",
        wrongAccepted: 0.1,
        rightRejected: 0.05,
        grounds: [
          ...([
            { ground: "unbroken", wrongAccepted: 0.46, rightRejected: 0.03, results: 3, later: 0, measuredOn: 0 },
          ] as const),
          ...([
            { ground: "tests", wrongAccepted: 0.08, rightRejected: 0.04, results: 14, later: 2, measuredOn: 85 },
          ] as const),
        ],
        pastQuotes: { pieces: 16.4, cost: 1.284, quoted: 1.15 },
        models: [
          {
            model: "host/larger",
            success: { low: 0.7, likely: 0.8, high: 0.9 },
            cost: { low: 0.02, likely: 0.04, high: 0.08 },
            costPerCompleted: 0.05,
            rung: "open",
            effort: "high",
            place: 2,
            seen: { proved: 0, refuted: 0, unproved: 0, cost: 0 },
            weight: 0,
            prior: { source: "measured", weight: 31.6, tasks: 249, ran: "2026-05-16" },
          },
          {
            model: "ollama/small",
            success: { low: 0.5, likely: 0.6, high: 0.7 },
            cost: undefined,
            costPerCompleted: 0,
            rung: "local",
            effort: undefined,
            place: 1,
            seen: { proved: 14, refuted: 3, unproved: 2, cost: 0 },
            weight: 12.4,
            prior: { source: "rung", weight: 4.2, tasks: undefined, ran: undefined },
          },
        ],
        pinned: undefined,
        route: {
          kind: "ladder",
          models: ["ollama/small"],
          caps: [undefined],
          worthOfChecks: [],
          because: "small first: it is free.",
          quote: { low: noMoney, likely: noMoney, high: noMoney },
          expected: noMoney,
        },
      },
    ],
    whatIf: ({ conditions }) => {
      const money = (usd: number) => nano(BigInt(usd * 1e6) * 1_000n);
      const range = (low: number, likely: number, high: number) => ({
        low: money(low),
        likely: money(likely),
        high: money(high),
      });
      const likeToday = {
        completed: { low: 8, likely: 8, high: 8 },
        cost: range(1, 1, 1),
        costPerCompleted: range(0.125, 0.125, 0.125),
        ...{ observed: 10, estimated: 0, unchanged: 0 },
      };
      return {
        kind: "estimate",
        conditions: conditions.map(conditionText),
        tasks: 10,
        happened: { completed: 8, cost: money(1), costPerCompleted: money(0.125) },
        asSetNow: likeToday,
        changed: {
          completed: { low: 8, likely: 8.6, high: 10 },
          cost: range(2, 3, 4),
          costPerCompleted: range(0.2, 0.35, 0.5),
          ...{ observed: 3, estimated: 6, unchanged: 1 },
        },
        difference: { completed: { low: -0.2, likely: 0.6, high: 2 }, cost: range(1, 2, 3) },
        rangeHolds: 0.8,
      };
    },
    forget: ({ model }) =>
      model === "nobody"
        ? { kind: "no-such-model", message: "No configured model is called nobody; did you mean nobody2?" }
        : { kind: "forgotten", attempts: 17, models: model === undefined ? undefined : [model] },
    initialise: async () => ({ kind: "written", file: "/home/someone/stepladder.jsonc" }),
    models: {
      view: async () => ({
        origin: "file",
        models: [],
        rungs: [],
        pins: {},
        excluded: [],
        ollama: { kind: "absent", url: "http://127.0.0.1:11434", because: "nothing runs there" },
        providers: [],
      }),
      refresh: async () => ({
        file: "/data/catalogue/published-2026-01-02.json",
        hosts: [
          { kind: "unknown", endpoint: "down", because: "down did not answer." },
          { kind: "refreshed", endpoint: "new", source: "new /models", models: 1, changes: undefined },
          {
            kind: "refreshed",
            endpoint: "host",
            source: "host /models",
            models: 2,
            changes: {
              added: [{ name: "fresh", context: 131_072, price: { input: "0.2", output: "0.8" } }],
              gone: [{ name: "old" }],
              changed: [{ name: "larger", before: { price: { input: "1", output: "2" } }, after: { price: "free" } }],
            },
          },
        ],
      }),
      list: async () => ({ kind: "listed", models: ["small"] }),
      test: async () => ({ kind: "no-such-model" }),
      pull: async () => ({ kind: "pulled" }),
    },
    reconfigure: () => scriptedCompose({ env, ...(documents === undefined ? {} : { documents }) }),
  };
}

export async function scriptedCompose({ env, documents }: ComposeOptions): Promise<Composed> {
  const script: Script = JSON.parse(env.SCRIPTED ?? "{}");
  if (script.compose === "unavailable")
    return { kind: "unavailable", message: "The ledger is locked. Close the other." };
  if (script.compose === "invalid") {
    const problems = [{ file: "/c.jsonc", line: 3, column: 7, message: "Unknown rung." }];
    return { kind: "invalid", problems, settingProblems: [], past: () => undefined };
  }
  return { kind: "ready", body: scriptedBody(script, env, documents), notices: ["No configuration; found Ollama."] };
}

/** A file that says `same` matches, one that says `other` does not, and no other can be read. */
function scriptedBill(text: string): CheckedBill {
  if (!/same|other/.test(text)) return { kind: "unreadable", message: "No known export." };
  const there = { usd: nano(2_000_000n), calls: 1 };
  const here = text.includes("same") ? there : { usd: nano(1_000_000n), calls: 1 };
  const kind = text.includes("same") ? "matched" : "differs";
  const differences = kind === "matched" ? [] : ["the amount"];
  const one = {
    kind,
    lines: [2],
    calls: ["call-9"],
    model: "larger",
    at: "2026-01-02T00:00:00.000Z",
    there,
    here,
    differences,
  } as const;
  const time = { from: "2026-01-02T00:00:00.000Z", to: "2026-01-03T00:00:00.000Z" };
  return {
    kind: "compared",
    format: "OpenRouter activity (CSV)",
    ...time,
    endpoints: ["host"],
    comparison: { compared: [one], totals: { there, here } },
  };
}
