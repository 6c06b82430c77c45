import assert from "node:assert/strict";
import { test } from "node:test";
import { budget, hold, open, posted, settableClock, startWork } from "./fixtures.ts";

test("a budget says when it starts anew, also across a change of the clocks", (t) => {
  const budgets = [budget("1", "task"), budget("2", "day"), budget("3", "week"), budget("4", "month")];
  const clock = settableClock("2026-10-25T10:00:00Z");
  const ledger = open(t, { clock: clock.now, timeZone: "Europe/Berlin", budgets });
  const ends = () => ledger.budgetsInForce([]).map(({ resetsAt }) => resetsAt && new Date(resetsAt).toISOString());
  const monday = "2026-10-25T23:00:00.000Z";
  assert.deepEqual(ends(), [undefined, monday, monday, "2026-10-31T23:00:00.000Z"]);
  clock.set("2026-12-31T22:59:59Z");
  assert.deepEqual(ends(), [
    undefined,
    "2026-12-31T23:00:00.000Z",
    "2027-01-03T23:00:00.000Z",
    "2026-12-31T23:00:00.000Z",
  ]);
});

test("a budget warns from the warning level on, and is reached when nothing is left", (t) => {
  const ledger = open(t, { budgets: [budget("0.01")], warnAt: 0.8 });
  const work = startWork(ledger);
  const level = () => ledger.budgetsInForce([])[0]?.level;
  const add = (tokens: number) => hold(ledger, work, { inputTokens: tokens, maxOutputTokens: 0, minOutputTokens: 0 });
  add(7_999);
  assert.equal(level(), "fine");
  add(1);
  assert.equal(level(), "warning");
  add(2_000);
  assert.equal(level(), "reached");
  assert.equal(open(t, { budgets: [budget("0")] }).budgetsInForce([])[0]?.level, "reached");
});

test("budgets of other folders are left out, and today counts all folders", (t) => {
  const budgets = [budget("5"), budget("1", "day", "/a"), budget("2", "day", "/b")];
  const clock = settableClock("2026-11-21T10:00:00Z");
  const ledger = open(t, { clock: clock.now, budgets });
  ledger.settle(hold(ledger, startWork(ledger, { workspace: "/b" })), posted(1000, 0));
  const inForce = ledger.budgetsInForce(["/a"]).map(({ budget, state }) => [budget.scope, state.posted]);
  assert.deepEqual(inForce, [
    [{ kind: "everything" }, 1_000_000n],
    [{ kind: "workspace", root: "/a" }, 0n],
  ]);
  const { day, posted: spent, held } = ledger.today();
  assert.deepEqual([day, spent, held], ["2026-11-21", 1_000_000n, 0n]);
  clock.set("2026-11-22T00:00:00Z");
  assert.equal(ledger.today().posted, 0n);
});
