import assert from "node:assert/strict";
import { test } from "node:test";
import { fillLedger } from "../../bench/support/large-ledger.ts";
import type { Ledger } from "../../server/spend/ledger.ts";
import {
  flatPrice,
  hold,
  open,
  posted,
  reportsOf,
  settableClock,
  startAttempt,
  startWork,
  temporaryFolder,
  usageOf,
  usd,
} from "./fixtures.ts";

const always = { from: undefined, to: undefined };
const dearer = { model: "host/frontier", price: flatPrice("5", "25") };

function spend(ledger: Ledger, workspace: string, model: string, tokens: number): string {
  const work = startWork(ledger, { workspace, model });
  ledger.settle(hold(ledger, work, { model, inputTokens: tokens }), posted(tokens, 0));
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict: "proved", because: "ok", evidence: "[]" });
  ledger.endTask(work.task, "proved");
  return work.task;
}

test("a period is summed up by local day, rung, model and kind, in and across workspaces", (t) => {
  const clock = settableClock("2026-11-20T22:30:00Z");
  const ledger = open(t, { clock: clock.now, timeZone: "Europe/Berlin" });
  spend(ledger, "/a", "host/small", 1000);
  clock.set("2026-11-20T23:30:00Z");
  spend(ledger, "/a", "host/small", 500);
  spend(ledger, "/b", "host/large", 2000);
  const overview = reportsOf(ledger, "Europe/Berlin").overview(always, undefined, undefined);
  assert.deepEqual(
    overview.days.map(({ key, posted, rungs }) => [key, posted, rungs]),
    [
      ["2026-11-20", 1_000_000n, [{ rung: "open", posted: 1_000_000n }]],
      ["2026-11-21", 2_500_000n, [{ rung: "open", posted: 2_500_000n }]],
    ],
  );
  assert.deepEqual(
    overview.models.map(({ key, posted, tasks }) => [key, posted, tasks]),
    [
      ["host/large", 2_000_000n, 1],
      ["host/small", 1_500_000n, 2],
    ],
  );
  assert.equal(overview.total.costPerCompletedTask, 1_166_666n);
  const inA = reportsOf(ledger, "Europe/Berlin").overview(always, "/a", undefined);
  assert.equal(inA.total.posted, 1_500_000n);
  assert.equal(inA.tasks.length, 2);
  const sinceMidnight = { from: new Date("2026-11-20T23:00:00Z"), to: undefined };
  assert.equal(
    reportsOf(ledger, "Europe/Berlin").overview(sinceMidnight, undefined, undefined).total.posted,
    2_500_000n,
  );
});

test("an attempt counts as escalated when it was refuted and another model tried after it", (t) => {
  const ledger = open(t);
  const work = startWork(ledger, { model: "host/small" });
  const end = (attempt: string, verdict: "refuted" | "proved") =>
    ledger.endAttempt(attempt, { end: "claims-done", verdict, because: "", evidence: "[]" });
  end(work.attempt, "refuted");
  startAttempt(ledger, work.subtask, "again", 2, "host/small");
  end("again", "refuted");
  startAttempt(ledger, work.subtask, "up", 3, "host/large");
  end("up", "proved");
  const alone = startWork(ledger, { model: "host/small" });
  end(alone.attempt, "refuted");
  startAttempt(ledger, alone.subtask, "same", 2, "host/small");
  end("same", "refuted");
  startWork(ledger, { model: "host/small" });
  const found = reportsOf(ledger).overview(always, undefined, undefined).attempts;
  assert.deepEqual(
    found.map(({ model, proved, refuted, escalated }) => ({ model, proved, refuted, escalated })),
    [
      { model: "host/large", proved: 1, refuted: 0, escalated: 0 },
      { model: "host/small", proved: 0, refuted: 4, escalated: 2 },
    ],
  );
});

test("the frontier estimate prices every reported token at the step of its own call", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  ledger.settle(hold(ledger, work, { inputTokens: 300 }), posted(300, 10));
  ledger.settle(hold(ledger, work, { inputTokens: 100 }), posted(100, 10));
  const half = { kind: "unknown", because: "cut", usage: usageOf(50, 0) } as const;
  ledger.settle(hold(ledger, work, { inputTokens: 100 }), half);
  const flat = reportsOf(ledger).overview(always, undefined, dearer).frontierEstimate;
  assert.deepEqual(flat, { model: "host/frontier", cost: 450n * 5_000n + 20n * 25_000n });
  const rates = { ...dearer.price.rates, input: { base: usd("5"), steps: [{ above: 200, rate: usd("10") }] } };
  const stepped = { model: "host/frontier", price: { ...dearer.price, rates } };
  const cost = reportsOf(ledger).overview(always, undefined, stepped).frontierEstimate?.cost;
  assert.equal(cost, 300n * 10_000n + 150n * 5_000n + 20n * 25_000n);
  assert.equal(reportsOf(ledger).overview(always, undefined, undefined).frontierEstimate, undefined);
});

test("a call whose cost never came is listed whatever the period, until it is reconciled", (t) => {
  const clock = settableClock("2026-11-01T10:00:00Z");
  const ledger = open(t, { clock: clock.now });
  const call = hold(ledger, startWork(ledger));
  ledger.settle(call, { kind: "unknown", because: "cut off", usage: undefined });
  clock.set("2026-11-21T10:00:00Z");
  const today = { from: new Date("2026-11-21T00:00:00Z"), to: undefined };
  assert.deepEqual(
    reportsOf(ledger)
      .overview(today, undefined, undefined)
      .unknown.map((each) => each.call),
    [call],
  );
  assert.equal(reportsOf(ledger).overview(today, "/elsewhere", undefined).unknown.length, 0);
  ledger.reconcile(call, { usd: usd("0.5") });
  assert.equal(reportsOf(ledger).overview(today, undefined, undefined).unknown.length, 0);
});

test("of many tasks the newest 1,000 are listed, with cut prompts, and the rest are counted", (t) => {
  const folder = temporaryFolder(t);
  const until = Date.parse("2026-11-21T12:00:00Z");
  fillLedger({ folder, calls: 2_500, tasks: 1_250, until, days: 20, workspaces: ["/a", "/b"] });
  const ledger = open(t, { folder });
  const overview = reportsOf(ledger).overview(always, undefined, dearer);
  assert.deepEqual([overview.tasks.length, overview.moreTasks, overview.total.tasks], [1_000, 250, 1_250]);
  assert.equal(overview.tasks[0]?.task, "task-001249");
  assert.ok(overview.tasks.every(({ prompt }) => prompt.length <= 300));
  assert.deepEqual(ledger.verifyBalances(), []);
  const sumOf = (rows: readonly { readonly posted: bigint }[]) => rows.reduce((sum, row) => sum + row.posted, 0n);
  const rungs = overview.days.flatMap((day) => day.rungs);
  const sums = [overview.days, overview.models, overview.kinds, rungs].map(sumOf);
  assert.deepEqual(sums, Array(4).fill(overview.total.posted));
});
