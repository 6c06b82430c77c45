import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openLedger } from "../../server/spend/ledger.ts";

export interface LargeLedger {
  /** The ledger's own folder, `ledger` in the data folder. */
  readonly folder: string;
  readonly calls: number;
  readonly tasks: number;
  /** The newest call is made at `until` (milliseconds since the epoch), the oldest so many days before it. */
  readonly until: number;
  readonly days: number;
  /** Canonical roots; tasks take turns. */
  readonly workspaces: readonly [string, ...string[]];
}

const kinds = ["edit", "fix", "test", "refactor", "ask", "explain", "inline-edit", "commit-message"];
const models = [
  { id: "ollama/qwen3-coder:30b", rung: "local", nanoPerToken: 0n },
  { id: "openrouter/deepseek-v3.2", rung: "open", nanoPerToken: 280n },
  { id: "openrouter/glm-4.7", rung: "open", nanoPerToken: 450n },
  { id: "anthropic/claude-opus-4-5", rung: "frontier", nanoPerToken: 5_000n },
] as const;

/**
 * Fills a new ledger as the agent would have, in one transaction: the same figures for the same options. One task in three
 * steps up once, one call in 500 has a cost that never came.
 */
export function fillLedger(options: LargeLedger): void {
  const { folder } = options;
  openLedger({
    folder,
    clock: () => new Date(options.until),
    processId: process.pid,
    budgets: [],
    warnAt: 0.8,
  }).close();
  const database = new DatabaseSync(join(folder, "ledger.sqlite"));
  try {
    database.exec("pragma synchronous = off; begin immediate");
    addPrices(database);
    const add = statements(database);
    for (let index = 0; index < options.tasks; index++) addTask(add, options, index);
    database.exec("commit");
  } finally {
    database.close();
  }
}

type Add = ReturnType<typeof statements>;

function statements(database: DatabaseSync) {
  return {
    task: database.prepare(
      "insert into task (id, prompt, kind, workspace, preference, started_at, ended_at, outcome, owner, pid) values (?, ?, ?, ?, 'balanced', ?, ?, ?, 'generated', 0)",
    ),
    subtask: database.prepare(
      "insert into subtask (id, task, kind, title, because, started_at, ended_at, verdict) values (?, ?, ?, ?, 'It is the task.', ?, ?, ?)",
    ),
    ancestry: database.prepare("insert into ancestry (subtask, ancestor) values (?, ?)"),
    attempt: database.prepare(
      "insert into attempt (id, subtask, number, model, rung, started_at, ended_at, ending, verdict, because) values (?, ?, ?, ?, ?, ?, ?, 'claims-done', ?, ?)",
    ),
    call: database.prepare(
      `insert into call (id, task, subtask, attempt, workspace, purpose, model, endpoint, price, state, held, cost, computed, input_bound, output_bound,
         uncached, cache_read, cache_write, cache_write_1h, output, reasoning, reserved_at, settled_at)
       values (?, ?, ?, ?, ?, 'step', ?, ?, ?, ?, ?, ?, ?, 100000, 8000, ?, ?, 0, 0, ?, 0, ?, ?)`,
    ),
  };
}

function addPrices(database: DatabaseSync): void {
  const add = database.prepare("insert into price (id, text, source) values (?, ?, ?)");
  for (const [index, { id, nanoPerToken }] of models.entries()) {
    const free = nanoPerToken === 0n;
    add.run(
      index + 1,
      JSON.stringify({ kind: "free", source: id }),
      free ? "runs on this machine" : `list price of ${id}`,
    );
  }
}

function addTask(add: Add, options: LargeLedger, index: number): void {
  const task = `task-${index.toString().padStart(6, "0")}`;
  const subtask = `${task}-root`;
  const at = timeOf(options, index);
  const end = Math.min(options.until, at + 60_000);
  const kind = kinds[mixed(index, 1) % kinds.length] ?? "edit";
  const workspace = options.workspaces[index % options.workspaces.length] ?? options.workspaces[0];
  const escalates = mixed(index, 2) % 3 === 0;
  const verdict = mixed(index, 3) % 10 === 0 ? "unproved" : "proved";
  add.task.run(task, promptOf(index, kind), kind, workspace, at, end, verdict);
  add.subtask.run(subtask, task, kind, promptOf(index, kind), at, end, verdict);
  add.ancestry.run(subtask, subtask);
  const first = mixed(index, 4) % (models.length - 1);
  const tries = escalates ? [first, first + 1] : [first];
  const [from, to] = [callsBefore(options, index), callsBefore(options, index + 1)];
  for (const [nth, model] of tries.entries()) {
    const share = (part: number) => from + Math.floor(((to - from) * part) / tries.length);
    const judged = nth < tries.length - 1 ? "refuted" : verdict;
    const attempt = { task, subtask, attempt: `${task}-${nth + 1}`, workspace, model, number: nth + 1, at, end };
    addAttempt(add, { ...attempt, verdict: judged, calls: [share(nth), share(nth + 1)] });
  }
}

interface AttemptToAdd {
  readonly task: string;
  readonly subtask: string;
  readonly attempt: string;
  readonly workspace: string;
  readonly model: number;
  readonly number: number;
  readonly at: number;
  readonly end: number;
  readonly verdict: string;
  readonly calls: readonly [number, number];
}

function addAttempt(add: Add, of: AttemptToAdd): void {
  const { id, rung, nanoPerToken } = models[of.model] ?? models[0];
  const because = of.verdict === "refuted" ? "npm test failed." : "npm test passed.";
  add.attempt.run(of.attempt, of.subtask, of.number, id, rung, of.at, of.end, of.verdict, because);
  for (let index = of.calls[0]; index < of.calls[1]; index++) {
    const [input, cached, output] = [
      500 + (mixed(index, 5) % 9_000),
      mixed(index, 6) % 30_000,
      50 + (mixed(index, 7) % 1_500),
    ];
    const cost = nanoPerToken * BigInt(input + output * 4) + (nanoPerToken * BigInt(cached)) / 10n;
    const unknown = nanoPerToken > 0n && mixed(index, 8) % 500 === 0;
    const money = unknown
      ? (["unknown", cost * 2n, null, null] as const)
      : (["posted", cost * 2n, cost, cost] as const);
    const at = Math.min(of.end, of.at + (index - of.calls[0]) * 1_000);
    const place = [
      `call-${index}`,
      of.task,
      of.subtask,
      of.attempt,
      of.workspace,
      id,
      id.split("/")[0] ?? "",
      of.model + 1,
    ] as const;
    const tokens = unknown ? ([null, null, null] as const) : ([input, cached, output] as const);
    add.call.run(...place, ...money, ...tokens, at, at + 900);
  }
}

function timeOf({ until, days, tasks }: LargeLedger, index: number): number {
  return Math.floor(until - (days * 86_400_000 * (tasks - 1 - index)) / tasks);
}

function callsBefore({ calls, tasks }: LargeLedger, task: number): number {
  return Math.floor((calls * task) / tasks);
}

function promptOf(index: number, kind: string): string {
  const subjects = [
    "the date parser",
    "the invoice totals",
    "the login form",
    "the retry of uploads",
    "the cache of thumbnails",
  ];
  return `${kind}: make ${subjects[mixed(index, 9) % subjects.length]} handle case ${index}`;
}

/** A number that looks random and is the same every time. */
function mixed(index: number, salt: number): number {
  let value = Math.imul(index + 1, 0x9e3779b1) ^ Math.imul(salt, 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 15), 0xc2b2ae35);
  return (value ^ (value >>> 13)) >>> 0;
}
