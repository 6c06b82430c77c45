import assert from "node:assert/strict";
import { test } from "node:test";
import { noMoney } from "../../server/spend/money.ts";
import {
  budget,
  flatPrice,
  hold,
  newCall,
  open,
  plainPrice,
  posted,
  settableClock,
  startAttempt,
  startSubtask,
  startWork,
  usageOf,
  usd,
} from "./fixtures.ts";

test("a call is held at its worst case and posted at what it cost", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  const call = newCall(work);
  const reservation = ledger.reserve(call);
  assert.deepEqual(reservation, { kind: "held", held: usd("0.002"), maxOutputTokens: 1000, warnings: [] });
  assert.equal(ledger.receipt(work.task)?.held, "2000000");
  assert.deepEqual(ledger.settle(call.call, posted(700, 300)), { state: "posted", cost: usd("0.001") });
  const receipt = ledger.receipt(work.task);
  assert.equal(receipt?.total, "1000000");
  assert.equal(receipt?.held, "0");
});

test("a second settlement of the same call changes nothing", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  const call = hold(ledger, work);
  const first = ledger.settle(call, posted(500, 500));
  assert.deepEqual(ledger.settle(call, posted(900, 900)), first);
  assert.deepEqual(ledger.settle(call, { kind: "void", because: "never sent" }), first);
  assert.equal(ledger.spentBy(work.subtask), usd("0.001"));
  assert.deepEqual(ledger.verifyBalances(), []);
});

test("a cost above its hold is recorded in full and flagged", (t) => {
  const ledger = open(t, { budgets: [budget("0.01")] });
  const work = startWork(ledger);
  const call = hold(ledger, work);
  assert.deepEqual(ledger.settle(call, posted(10_000, 5_000)), { state: "posted", cost: usd("0.015"), overrun: true });
  assert.equal(ledger.left({ task: work.task, workspace: "/work" }), noMoney);
  assert.equal(ledger.reserve(newCall(work)).kind, "over-budget");
  assert.deepEqual(
    ledger.callsToCheck(10).map((each) => [each.call, each.overrun]),
    [[call, true]],
  );
});

test("the cost that the host reports is the cost, and ours stands beside it", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  const call = hold(ledger, work);
  assert.equal(ledger.settle(call, posted(500, 500, "0.0011")).cost, usd("0.0011"));
  const view = ledger.receipt(work.task)?.subtasks[0]?.attempts[0]?.calls[0];
  assert.deepEqual([view?.cost, view?.computed, view?.reported], ["1100000", "1000000", "1100000"]);
  assert.equal(ledger.callsToCheck(10).length, 1);
});

test("a reported cost that can't be read leaves the computed one", (t) => {
  const ledger = open(t);
  for (const wrong of ["-1", "NaN", "1e999", "3,00"]) {
    assert.equal(ledger.settle(hold(ledger, startWork(ledger)), posted(500, 500, wrong)).cost, usd("0.001"));
  }
});

test("a token report that can't be read leaves the call unknown with its hold", (t) => {
  const ledger = open(t);
  for (const wrong of [Number.NaN, Number.POSITIVE_INFINITY, -5, 0.5, Number.MAX_SAFE_INTEGER]) {
    const work = startWork(ledger);
    assert.deepEqual(ledger.settle(hold(ledger, work), posted(500, wrong)), { state: "unknown", cost: usd("0.002") });
    assert.equal(ledger.receipt(work.task)?.held, "2000000");
  }
});

test("a void call frees its hold, and an unknown one keeps it until it is reconciled", (t) => {
  const ledger = open(t, { budgets: [budget("0.01")] });
  const work = startWork(ledger);
  const scope = { task: work.task, workspace: "/work" };
  ledger.settle(hold(ledger, work), { kind: "void", because: "never sent" });
  assert.equal(ledger.left(scope), usd("0.01"));
  const lost = hold(ledger, work);
  assert.equal(ledger.settle(lost, { kind: "unknown", because: "cut", usage: usageOf(500, 10) }).cost, usd("0.002"));
  assert.equal(ledger.left(scope), usd("0.008"));
  const reconciled = ledger.reconcile(lost, { usd: usd("0.0005") });
  assert.deepEqual(reconciled, { kind: "reconciled", settled: { state: "posted", cost: usd("0.0005") } });
  assert.equal(ledger.left(scope), usd("0.0095"));
  assert.deepEqual(ledger.reconcile(lost, "unbilled"), { kind: "not-unknown", state: "posted" });
  assert.deepEqual(ledger.reconcile("never", "unbilled"), { kind: "no-such-call" });
  const other = hold(ledger, work);
  ledger.settle(other, { kind: "unknown", because: "cut", usage: undefined });
  ledger.reconcile(other, "unbilled");
  assert.equal(ledger.left(scope), usd("0.0095"));
  assert.deepEqual(ledger.verifyBalances(), []);
});

test("an unknown price is refused with the sentence that says what to do, budget or not", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  const price = { kind: "unknown", because: "Give its price." } as const;
  assert.deepEqual(ledger.reserve(newCall(work, { price })), { kind: "price-unknown", message: "Give its price." });
  assert.equal(ledger.receipt(work.task)?.subtasks[0]?.attempts[0]?.calls.length, 0);
});

test("a budget of 0 refuses every paid call and no free one", (t) => {
  const ledger = open(t, { budgets: [budget("0")] });
  const work = startWork(ledger);
  assert.equal(
    ledger.reserve(newCall(work, { inputTokens: 1, maxOutputTokens: 1, minOutputTokens: 1 })).kind,
    "over-budget",
  );
  const free = ledger.reserve(newCall(work, { price: { kind: "free", source: "local" } }));
  assert.deepEqual(free, { kind: "held", held: noMoney, maxOutputTokens: 1000, warnings: [] });
});

test("without budgets everything fits and is booked all the same", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  assert.equal(ledger.left({ task: work.task, workspace: "/work" }), "unlimited");
  hold(ledger, work);
  assert.equal(ledger.spentBy(work.subtask), usd("0.002"));
});

test("when the full hold does not fit, the output shrinks, but not below the minimum", (t) => {
  const ledger = open(t, { budgets: [budget("0.0018")] });
  const work = startWork(ledger);
  const shrunk = ledger.reserve(newCall(work, { minOutputTokens: 100 }));
  assert.deepEqual(shrunk.kind === "held" && [shrunk.held, shrunk.maxOutputTokens], [usd("0.0018"), 800]);
  const other = open(t, { budgets: [budget("0.0018")] });
  assert.equal(other.reserve(newCall(startWork(other), { minOutputTokens: 801 })).kind, "over-budget");
});

test("a refusal names the budget, its limit, what is posted and held, and the next step", (t) => {
  const ledger = open(t, { budgets: [budget("5", "month"), budget("0.004", "week", "/work")] });
  const work = startWork(ledger);
  ledger.settle(hold(ledger, work), posted(500, 500));
  hold(ledger, work);
  const refused = ledger.reserve(newCall(work));
  assert.equal(refused.kind, "over-budget");
  if (refused.kind !== "over-budget") return;
  assert.equal(refused.needed, usd("0.002"));
  assert.deepEqual(refused.budget, {
    name: "the budget of a week for /work",
    window: "week",
    limit: usd("0.004"),
    posted: usd("0.001"),
    held: usd("0.002"),
  });
  assert.match(
    refused.message,
    /\$0\.002, and the budget of a week for \/work \(\$0\.004\) has \$0\.001 left: \$0\.001 is spent and \$0\.002 is held\. Raise/,
  );
});

test("a workspace's budget does not count another workspace, and everything's does", (t) => {
  const ledger = open(t, { budgets: [budget("0.003", "day", "/one"), budget("0.005")] });
  hold(ledger, startWork(ledger, { workspace: "/one" }));
  hold(ledger, startWork(ledger, { workspace: "/two" }));
  assert.equal(ledger.left({ task: undefined, workspace: "/one" }), usd("0.001"));
  assert.equal(ledger.left({ task: undefined, workspace: "/two" }), usd("0.001"));
  assert.equal(ledger.reserve(newCall(startWork(ledger, { workspace: "/two" }))).kind, "over-budget");
});

test("a task's budget is each task's own", (t) => {
  const ledger = open(t, { budgets: [budget("0.003", "task")] });
  const first = startWork(ledger);
  hold(ledger, first);
  assert.equal(ledger.reserve(newCall(first)).kind, "over-budget");
  assert.equal(ledger.reserve(newCall(startWork(ledger))).kind, "held");
});

test("what children spend counts in their parent, and together they can't exceed it", (t) => {
  const ledger = open(t);
  const work = startWork(ledger, { limit: usd("0.005") });
  for (const child of ["a", "b", "c"]) {
    startSubtask(ledger, work.task, child, work.subtask, usd("0.004"));
    startAttempt(ledger, child, `${child}-1`, 1);
  }
  const held = ["a", "b", "c"].map((child) =>
    ledger.reserve(newCall({ ...work, subtask: child, attempt: `${child}-1` })),
  );
  assert.deepEqual(
    held.map((each) => each.kind),
    ["held", "held", "over-budget"],
  );
  assert.equal(ledger.spentBy(work.subtask), usd("0.004"));
  assert.equal(ledger.spentBy("a"), usd("0.002"));
  assert.deepEqual(ledger.verifyBalances(), []);
});

test("a child's limit is cut to what its parent has left", (t) => {
  const ledger = open(t);
  const work = startWork(ledger, { limit: usd("0.005") });
  const own = hold(ledger, work, { maxOutputTokens: 3000 });
  startSubtask(ledger, work.task, "child", work.subtask, usd("1"));
  startAttempt(ledger, "child", "child-1", 1);
  ledger.settle(own, { kind: "void", because: "never sent" });
  const refused = ledger.reserve(newCall({ ...work, subtask: "child", attempt: "child-1" }));
  assert.equal(refused.kind === "over-budget" && refused.budget.limit, usd("0.001"));
});

test("a reservation past the warning level says so", (t) => {
  const ledger = open(t, { budgets: [budget("0.0025"), budget("100", "month")], warnAt: 0.8 });
  const reservation = ledger.reserve(newCall(startWork(ledger)));
  assert.deepEqual(reservation.kind === "held" && reservation.warnings, [
    "The budget of a day for everything ($0.0025) is nearly reached: $0.002 is spent or held.",
  ]);
});

test("a raise that a person agreed to is for this task, subtask or window only", (t) => {
  const ledger = open(t, { budgets: [budget("0.003", "task")] });
  const work = startWork(ledger);
  hold(ledger, work);
  const refused = ledger.reserve(newCall(work));
  if (refused.kind !== "over-budget") throw new Error("it should not fit");
  ledger.raise(refused.budget, usd("0.001"), work.task);
  assert.equal(ledger.reserve(newCall(work)).kind, "held");
  assert.equal(ledger.left({ task: startWork(ledger).task, workspace: "/work" }), usd("0.003"));
  const limited = startWork(ledger, { limit: usd("0.001") });
  const stopped = ledger.reserve(newCall(limited));
  if (stopped.kind !== "over-budget") throw new Error("it should not fit");
  assert.equal(stopped.budget.window, "subtask");
  ledger.raise(stopped.budget, usd("0.001"), limited.task);
  assert.equal(ledger.reserve(newCall(limited)).kind, "held");
});

test("a call is settled with the price of its reservation, whatever prices do meanwhile", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  const cheap = hold(ledger, work, { price: flatPrice("1", "1") });
  const dear = hold(ledger, work, { price: flatPrice("9", "9") });
  assert.equal(ledger.settle(cheap, posted(1000, 0)).cost, usd("0.001"));
  assert.equal(ledger.settle(dear, posted(1000, 0)).cost, usd("0.009"));
});

test("a hold uses the dearest rates and a settlement the ones in force", (t) => {
  const ledger = open(t);
  const price = { ...plainPrice, dearest: flatPrice("2", "2").rates };
  const call = newCall(startWork(ledger), { price });
  const reservation = ledger.reserve(call);
  assert.equal(reservation.kind === "held" && reservation.held, usd("0.004"));
  assert.equal(ledger.settle(call.call, posted(1000, 1000)).cost, usd("0.002"));
});

test("edits are counted by model and format, once per attempt", (t) => {
  const ledger = open(t);
  assert.deepEqual(ledger.editRecords(), []);
  const work = startWork(ledger, { model: "local/small" });
  const end = { end: "claims-done", verdict: undefined, because: "", evidence: "[]" } as const;
  const edits = [
    { format: "replace", placed: 3, failed: 2 },
    { format: "blocks", placed: 1, failed: 0 },
  ];
  ledger.endAttempt(work.attempt, { ...end, edits });
  ledger.endAttempt(work.attempt, { ...end, edits });
  startAttempt(ledger, work.subtask, "second", 2, "local/small");
  ledger.endAttempt("second", { ...end, edits: [{ format: "replace", placed: 1, failed: 1 }] });
  assert.deepEqual(ledger.editRecords(), [
    { model: "local/small", format: "blocks", placed: 1, failed: 0 },
    { model: "local/small", format: "replace", placed: 4, failed: 3 },
  ]);
});

test("outcomes are the judged attempts, newest first, with the failures before them", (t) => {
  const ledger = open(t);
  const work = startWork(ledger, { model: "local/small" });
  ledger.settle(hold(ledger, work), posted(500, 500));
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict: "refuted", because: "tests fail", evidence: "[]" });
  startAttempt(ledger, work.subtask, "second", 2, "host/large");
  ledger.endAttempt("second", { end: "claims-done", verdict: "proved", because: "tests pass", evidence: "[]" });
  startAttempt(ledger, work.subtask, "third", 3);
  ledger.endAttempt("third", { end: "cancelled", verdict: undefined, because: "", evidence: "[]" });
  assert.deepEqual(
    ledger.outcomes(10).map(({ model, verdict, failuresBefore, cost }) => [model, verdict, failuresBefore, cost]),
    [
      ["host/large", "proved", 1, noMoney],
      ["local/small", "refuted", 0, usd("0.001")],
    ],
  );
  assert.equal(ledger.outcomes(1).length, 1);
});

test("an outcome says at which subtask and folder it was, and whether its attempt was cut at its cap", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  ledger.endAttempt(work.attempt, { end: "out-of-money", verdict: "refuted", because: "cap", evidence: "[]" });
  startAttempt(ledger, work.subtask, "second", 2);
  ledger.endAttempt("second", { end: "claims-done", verdict: "refuted", because: "tests fail", evidence: "[]" });
  const seen = ledger.outcomes(10).map(({ subtask, workspace, cutShort }) => [subtask, workspace !== "", cutShort]);
  assert.deepEqual(seen, [
    [work.subtask, true, false],
    [work.subtask, true, true],
  ]);
});

test("what proved attempts cost is told by model and kind, as the user judged them", (t) => {
  const ledger = open(t);
  const done = (verdict: "proved" | "refuted", tokens: number, model = "host/large") => {
    const work = startWork(ledger, { model });
    ledger.settle(hold(ledger, work), posted(tokens, 0));
    ledger.endAttempt(work.attempt, { end: "claims-done", verdict, because: "", evidence: "[]" });
    ledger.endTask(work.task, verdict);
    return work.task;
  };
  done("proved", 1000);
  done("proved", 2000);
  done("refuted", 4000);
  done("proved", 8000, "local/small");
  const costs = () => ledger.provedCosts("host/large", "fix").toSorted((a, b) => Number(a - b));
  assert.deepEqual(costs(), [usd("0.001"), usd("0.002")]);
  assert.deepEqual(ledger.provedCosts("host/large", "test"), []);
  ledger.markUndone(done("proved", 3000));
  assert.deepEqual(costs(), [usd("0.001"), usd("0.002")]);
});

test("taking a proved result back counts as a refutation within a day, and later no more", (t) => {
  for (const [hours, verdict, later] of [
    [1, "refuted", "undone"],
    [23, "refuted", "undone"],
    [25, "proved", "stayed"],
  ] as const) {
    const clock = settableClock("2026-11-20T12:00:00Z");
    const ledger = open(t, { clock: clock.now });
    const work = startWork(ledger);
    ledger.endAttempt(work.attempt, { end: "claims-done", verdict: "proved", because: "tests pass", evidence: "[]" });
    ledger.endTask(work.task, "proved");
    clock.set(new Date(Date.UTC(2026, 10, 20, 12 + hours)).toISOString());
    ledger.markUndone(work.task);
    clock.set("2026-11-30T12:00:00Z");
    ledger.markUndone(work.task);
    assert.equal(ledger.receipt(work.task)?.outcome, "undone");
    assert.deepEqual(
      ledger.outcomes(1).map((outcome) => [outcome.verdict, outcome.later]),
      [[verdict, later]],
      `after ${hours} hours`,
    );
  }
});

test("an unproved result that was taken back is refuted, and what nobody proved was not proved before", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict: "unproved", because: "", evidence: "[]" });
  ledger.endTask(work.task, "unproved");
  ledger.markUndone(work.task);
  const [outcome] = ledger.outcomes(1);
  assert.deepEqual([outcome?.verdict, outcome?.later], ["refuted", undefined]);
});

test("a part of a task, which nobody can take back alone, is not said to have stayed", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  startSubtask(ledger, work.task, "part", work.subtask);
  startAttempt(ledger, "part", "attempt-of-part", 1);
  ledger.endAttempt("attempt-of-part", { end: "claims-done", verdict: "proved", because: "", evidence: "[]" });
  const [outcome] = ledger.outcomes(1);
  assert.deepEqual([outcome?.verdict, outcome?.later], ["proved", undefined]);
});

test("what an audit found stands beside the attempt's own verdict, and the first audit stands", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict: "proved", because: "", evidence: "[]" });
  ledger.endTask(work.task, "proved");
  assert.equal(ledger.outcomes(1)[0]?.later, "stayed");
  ledger.recordAudit(work.attempt, { auditor: "far/big", finding: "rejected", because: "it forgets zero" });
  ledger.recordAudit(work.attempt, { auditor: "far/big", finding: "accepted", because: "" });
  const [outcome] = ledger.outcomes(1);
  assert.deepEqual([outcome?.verdict, outcome?.later], ["proved", "rejected"]);
  ledger.markUndone(work.task);
  assert.equal(ledger.outcomes(1)[0]?.later, "undone");
});

test("spend by purpose is told for the last days, what is held with it", (t) => {
  const clock = settableClock("2026-11-20T12:00:00Z");
  const ledger = open(t, { clock: clock.now });
  const work = startWork(ledger);
  const audit = { ...newCall(work), purpose: "audit" };
  ledger.reserve(audit);
  ledger.settle(audit.call, posted(1000, 0));
  ledger.settle(hold(ledger, work), posted(3000, 0));
  const { purpose, all } = ledger.spentOn("audit", 30);
  assert.deepEqual([purpose, all], [usd("0.001"), usd("0.004")]);
  clock.set("2026-12-25T12:00:00Z");
  assert.deepEqual(ledger.spentOn("audit", 30), { purpose: noMoney, all: noMoney });
});
