import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { attemptRows } from "../../../media/spend-dashboard/attempt-rows.ts";
import { sharesOf } from "../../../media/spend-dashboard/bar.ts";
import { timePlot } from "../../../media/spend-dashboard/day-columns.ts";
import { sortedBy, taskRows } from "../../../media/spend-dashboard/task-rows.ts";
import type { TaskRowView } from "../../../server/protocol/requests.ts";
import { dayOf } from "./view.ts";

test("days without spend have a column too, and rungs stand in order of strength", () => {
  const days = [dayOf("2026-03-28", { frontier: "5", mine: "1" }), dayOf("2026-03-31", { local: "2", open: "3" })];
  const plot = timePlot(days);
  assert.deepEqual(plot.rungs, ["local", "open", "frontier", "mine"]);
  assert.deepEqual(
    plot.columns.map(({ key, posted }) => [key, ...posted]),
    [
      ["2026-03-28", 0n, 0n, 5n, 1n],
      ["2026-03-29", 0n, 0n, 0n, 0n],
      ["2026-03-30", 0n, 0n, 0n, 0n],
      ["2026-03-31", 2n, 3n, 0n, 0n],
    ],
  );
  assert.deepEqual(timePlot([]).columns, []);
});

test("many days are shown by month, and no part of the spend is lost", () => {
  const amount = fc.bigInt(0n, 10n ** 17n);
  fc.assert(
    fc.property(fc.array(amount, { minLength: 1, maxLength: 30 }), fc.integer({ min: 1, max: 40 }), (amounts, step) => {
      const at = (index: number) => new Date(Date.UTC(2025, 0, 1 + index * step)).toISOString().slice(0, 10);
      const plot = timePlot(amounts.map((open, index) => dayOf(at(index), { open: `${open}` })));
      const sum = plot.columns.reduce((total, column) => total + column.total, 0n);
      assert.equal(
        sum,
        amounts.reduce((total, each) => total + each, 0n),
      );
      assert.equal(plot.unit, (amounts.length - 1) * step + 1 > 120 ? "month" : "day");
    }),
  );
});

test("the parts of a bar never exceed it, and what is not nothing can be seen", () => {
  const amount = fc.bigInt(0n, 10n ** 20n);
  fc.assert(
    fc.property(fc.array(amount, { maxLength: 4 }), amount, (amounts, full) => {
      const shares = sharesOf(amounts, full);
      assert.ok(shares.reduce((total, share) => total + share, 0) <= 1000);
      if (amounts[0] !== undefined && amounts[0] > 0n) assert.ok((shares[0] ?? 0) >= 5);
    }),
  );
});

test("a model's attempts are the sum of its kinds", () => {
  const attempt = { model: "host/a", rung: "open", proved: 3, unproved: 1, refuted: 2, escalated: 2, cost: "10" };
  const [row, ...others] = attemptRows([
    { ...attempt, kind: "fix" },
    { ...attempt, kind: "test", cost: "30" },
  ]);
  assert.deepEqual([row?.proved, row?.unproved, row?.refuted, row?.escalated, row?.cost], [6, 2, 4, 4, 40n]);
  assert.deepEqual(
    row?.kinds.map(({ kind }) => kind),
    ["test", "fix"],
  );
  assert.equal(others.length, 0);
});

test("tasks are found by all words and sorted by amounts as amounts", () => {
  const row = (task: string, prompt: string, posted: string): TaskRowView => ({
    ...{ task, prompt, posted, kind: "fix", workspace: "/a", outcome: "proved", held: "0" },
    startedAt: "2026-11-21T10:00:00.000Z",
  });
  const rows = [row("a", "Fix the dates", "9"), row("b", "fix the login", "10"), row("c", "explain dates", "1")];
  const found = (search: string, descending: boolean) =>
    taskRows(rows, search, { by: "posted", descending }).map(({ task }) => task);
  assert.deepEqual(found("", true), ["b", "a", "c"]);
  assert.deepEqual(found("DATES fix", false), ["a"]);
  assert.deepEqual(found("absent", false), []);
  const first = sortedBy("posted", { by: "startedAt", descending: true });
  assert.deepEqual(sortedBy("posted", first), { by: "posted", descending: false });
  assert.deepEqual(sortedBy("prompt", first), { by: "prompt", descending: false });
});
