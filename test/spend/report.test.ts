import assert from "node:assert/strict";
import { test } from "node:test";
import { toCsv } from "../../server/spend/csv.ts";
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
  usageOf,
  usd,
} from "./fixtures.ts";

const always = { from: undefined, to: undefined };

/** A task with one attempt that costs this many thousand tokens. */
function finished(
  ledger: Ledger,
  outcome: string,
  thousands: number,
  workspace = "/work",
  model = "host/model",
): string {
  const work = startWork(ledger, { workspace, model });
  ledger.settle(hold(ledger, work, { model }), posted(thousands * 1000, 0));
  const verdict = outcome === "refuted" || outcome === "proved" ? outcome : undefined;
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict, because: "", evidence: "[]" });
  ledger.endTask(work.task, outcome);
  return work.task;
}

test("cost per completed task counts what failed tasks cost", (t) => {
  const ledger = open(t);
  for (const [outcome, cost] of [
    ["proved", 2],
    ["answered", 1],
    ["refuted", 4],
    ["unproved", 1],
  ] as const)
    finished(ledger, outcome, cost);
  const { total } = reportsOf(ledger).spendReport("outcome", always, undefined);
  assert.equal(total.costPerCompletedTask, usd("0.004"));
  assert.deepEqual([total.tasks, total.completedTasks, total.calls], [4, 2, 4]);
  assert.deepEqual([total.posted, total.refuted, total.held], [usd("0.008"), usd("0.004"), 0n]);
});

test("without a completed task there is no cost per completed task", (t) => {
  const ledger = open(t);
  finished(ledger, "refuted", 1);
  assert.equal(reportsOf(ledger).spendReport("day", always, undefined).total.costPerCompletedTask, undefined);
});

test("groups add up to the total whatever they are grouped by, dearest first and days in order", (t) => {
  const clock = settableClock("2026-11-20T12:00:00Z");
  const ledger = open(t, { clock: clock.now });
  finished(ledger, "proved", 3, "/one", "host/small");
  clock.set("2026-11-21T12:00:00Z");
  finished(ledger, "answered", 5, "/two", "host/large");
  hold(ledger, startWork(ledger));
  for (const by of ["day", "model", "rung", "kind", "task", "outcome"] as const) {
    const { groups, total } = reportsOf(ledger).spendReport(by, always, undefined);
    assert.equal(
      groups.reduce((sum, group) => sum + group.posted, 0n),
      total.posted,
      by,
    );
    assert.equal(
      groups.reduce((sum, group) => sum + group.held, 0n),
      total.held,
      by,
    );
  }
  const keys = (by: "day" | "model" | "outcome") =>
    reportsOf(ledger)
      .spendReport(by, always, undefined)
      .groups.map(({ key }) => key);
  assert.deepEqual(keys("day"), ["2026-11-20", "2026-11-21"]);
  assert.deepEqual(keys("model"), ["host/large", "host/small", "host/model"]);
  assert.deepEqual(keys("outcome"), ["answered", "proved", "running"]);
});

test("a range and a workspace limit what is counted", (t) => {
  const clock = settableClock("2026-11-20T12:00:00Z");
  const ledger = open(t, { clock: clock.now });
  finished(ledger, "proved", 3, "/one");
  clock.set("2026-11-21T12:00:00Z");
  finished(ledger, "proved", 5, "/two");
  const from = new Date("2026-11-21T00:00:00Z");
  assert.equal(reportsOf(ledger).spendReport("day", { from, to: undefined }, undefined).total.posted, usd("0.005"));
  assert.equal(
    reportsOf(ledger).spendReport("day", { from: undefined, to: from }, undefined).total.posted,
    usd("0.003"),
  );
  assert.equal(reportsOf(ledger).spendReport("day", always, "/one").total.posted, usd("0.003"));
});

test("tasks are listed newest first, also those that still run", (t) => {
  const clock = settableClock("2026-11-20T12:00:00Z");
  const ledger = open(t, { clock: clock.now });
  const first = finished(ledger, "proved", 3, "/one");
  clock.set("2026-11-20T13:00:00Z");
  const second = startWork(ledger, { workspace: "/two" }).task;
  assert.deepEqual(
    ledger.tasks(5, undefined).map(({ task, outcome, endedAt }) => [task, outcome, endedAt]),
    [
      [second, "running", undefined],
      [first, "proved", "2026-11-20T12:00:00.000Z"],
    ],
  );
  assert.deepEqual([ledger.tasks(1, undefined).length, ledger.tasks(5, "/one").length], [1, 1]);
});

test("a receipt shows every call with its price's source, and the same tokens at the frontier's price", (t) => {
  const clock = settableClock("2026-11-20T12:00:00Z");
  const ledger = open(t, { clock: clock.now });
  const work = startWork(ledger, { model: "host/small" });
  const usage = { uncached: 400, cacheRead: 100, cacheWrite: 0, cacheWrite1h: 0, output: 50, reasoning: 5 };
  const settlement = { kind: "posted", usage, reportedUsd: undefined, answeredBy: "small-2" } as const;
  const call = hold(ledger, work, { model: "host/small" });
  ledger.settle(call, settlement);
  clock.set("2026-11-20T12:00:07Z");
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict: "refuted", because: "tests fail", evidence: "[]" });
  startAttempt(ledger, work.subtask, "second", 2, "host/large");
  const lost = hold(ledger, { ...work, attempt: "second" });
  ledger.settle(lost, { kind: "unknown", because: "cut", usage: usageOf(50, 0) });
  ledger.endTask(work.task, "refuted");
  const receipt = ledger.receiptBeside(work.task, { model: "top", price: flatPrice("10", "10") });
  assert.deepEqual([receipt?.total, receipt?.held, receipt?.outcome], ["550000", "2000000", "refuted"]);
  assert.deepEqual(receipt?.frontierEstimate, { model: "top", cost: "6000000" });
  const [first, second] = receipt?.subtasks[0]?.attempts ?? [];
  assert.deepEqual([first?.verdict, first?.milliseconds, first?.cost], ["refuted", 7000, "550000"]);
  assert.deepEqual(first?.calls, [
    {
      call,
      model: "host/small",
      purpose: "step",
      state: "posted",
      cost: "550000",
      computed: "550000",
      reported: undefined,
      inputTokens: 500,
      cachedTokens: 100,
      outputTokens: 50,
      priceSource: "test",
    },
  ]);
  assert.deepEqual([second?.end, second?.calls[0]?.state, second?.cost], ["running", "unknown", "2000000"]);
  assert.equal(ledger.receipt("never"), undefined);
  assert.doesNotThrow(() => JSON.stringify(receipt));
});

test("a CSV field can neither break out of its cell nor become a formula", () => {
  assert.equal(toCsv([['a"b', "c,d", "e\nf"]]), '"a""b","c,d","e\nf"\r\n');
  for (const formula of ["=1+1", "+cmd", "-cmd", "@sum", "\tx", " =1"])
    assert.equal(toCsv([[formula]]), `'${formula}\r\n`);
  assert.equal(toCsv([['=HYPERLINK("x")']]), '"\'=HYPERLINK(""x"")"\r\n');
  assert.equal(toCsv([["-5.25", "12"]]), "-5.25,12\r\n");
});
