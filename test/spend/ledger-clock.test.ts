import assert from "node:assert/strict";
import { test } from "node:test";
import { budget, hold, newCall, open, posted, reportsOf, settableClock, startWork, usd } from "./fixtures.ts";

const nobody = { task: undefined, workspace: "/work" };

test("a call that spans midnight counts once, in the window of its reservation", (t) => {
  const clock = settableClock("2026-11-21T23:59:59.900Z");
  const ledger = open(t, { budgets: [budget("1")], clock: clock.now });
  const call = hold(ledger, startWork(ledger));
  clock.set("2026-11-22T00:00:05Z");
  ledger.settle(call, posted(500, 500));
  assert.equal(ledger.left(nobody), usd("1"));
  const days = reportsOf(ledger).spendReport("day", { from: undefined, to: undefined }, undefined);
  assert.deepEqual(
    days.groups.map(({ key, posted: amount }) => [key, amount]),
    [["2026-11-21", usd("0.001")]],
  );
});

test("days, weeks and months open again at their own start and not before", (t) => {
  const clock = settableClock("2026-11-30T12:00:00Z");
  const budgets = [budget("0.01", "month"), budget("0.01", "week"), budget("0.01", "day")];
  const ledger = open(t, { budgets, clock: clock.now });
  hold(ledger, startWork(ledger));
  const used = () => ledger.budgetStates(nobody).map((each) => each.held > 0n);
  assert.deepEqual(used(), [true, true, true]);
  clock.set("2026-12-01T00:00:00Z");
  assert.deepEqual(used(), [false, true, false]);
  clock.set("2026-12-07T00:00:00Z");
  assert.deepEqual(used(), [false, false, false]);
});

test("a clock that jumps back never opens a spent window again", (t) => {
  const clock = settableClock("2026-11-21T12:00:00Z");
  const ledger = open(t, { budgets: [budget("0.003")], clock: clock.now });
  const work = startWork(ledger);
  hold(ledger, work);
  for (const earlier of ["2026-11-21T01:00:00Z", "2026-11-20T12:00:00Z", "2025-11-21T12:00:00Z"]) {
    clock.set(earlier);
    assert.equal(ledger.reserve(newCall(work)).kind, "over-budget", earlier);
  }
});

test("a clock that jumps forward frees no hold: it is still there when the clock is right again", (t) => {
  const clock = settableClock("2026-11-21T12:00:00Z");
  const ledger = open(t, { budgets: [budget("0.003")], clock: clock.now });
  const work = startWork(ledger);
  const call = hold(ledger, work);
  clock.set("2027-11-21T12:00:00Z");
  assert.equal(ledger.callsToCheck(1)[0]?.state, "held");
  clock.set("2026-11-21T12:00:01Z");
  assert.equal(ledger.reserve(newCall(work)).kind, "over-budget");
  assert.equal(ledger.settle(call, posted(1, 1)).state, "posted");
});

test("the day is the user's: the same calls count by the time zone's own midnight", (t) => {
  for (const [timeZone, left] of [
    ["Asia/Tokyo", "0.01"],
    ["America/New_York", "0.008"],
    ["Asia/Kathmandu", "0.01"],
  ] as const) {
    const clock = settableClock("2026-11-21T14:00:00Z");
    const ledger = open(t, { budgets: [budget("0.01")], clock: clock.now, timeZone });
    hold(ledger, startWork(ledger));
    clock.set("2026-11-21T18:30:00Z");
    assert.equal(ledger.left(nobody), usd(left), timeZone);
  }
});

test("another time zone on the next start counts the same calls by its own days", (t) => {
  const clock = settableClock("2026-11-21T22:30:00Z");
  const ledger = open(t, { budgets: [budget("0.01")], clock: clock.now, timeZone: "UTC" });
  hold(ledger, startWork(ledger));
  clock.set("2026-11-21T23:30:00Z");
  const folder = ledger.path.slice(0, -"/ledger.sqlite".length);
  const moved = open(t, { folder, budgets: [budget("0.01")], clock: clock.now, timeZone: "Europe/Berlin" });
  assert.equal(ledger.left(nobody), usd("0.008"));
  assert.equal(moved.left(nobody), usd("0.01"));
});

test("the hour that a change of clocks repeats belongs to the same day", (t) => {
  const clock = settableClock("2026-10-25T00:30:00Z");
  const ledger = open(t, { budgets: [budget("0.01")], clock: clock.now, timeZone: "Europe/Berlin" });
  hold(ledger, startWork(ledger));
  clock.set("2026-10-25T01:30:00Z");
  assert.equal(ledger.left(nobody), usd("0.008"));
  clock.set("2026-10-25T22:59:59Z");
  assert.equal(ledger.left(nobody), usd("0.008"));
  clock.set("2026-10-25T23:00:00Z");
  assert.equal(ledger.left(nobody), usd("0.01"));
});
