import assert from "node:assert/strict";
import { test } from "node:test";
import { isDay, type Period, rangeOf } from "../../../media/spend-dashboard/period.ts";

const now = new Date(2026, 10, 21, 15, 30);
const iso = (month: number, day: number) => new Date(2026, month - 1, day).toISOString();

test("a period begins at a local midnight and is open at the end", () => {
  const since = (kind: "today" | "7-days" | "30-days" | "month") => rangeOf({ kind }, now);
  assert.deepEqual(since("today"), { since: iso(11, 21) });
  assert.deepEqual(since("7-days"), { since: iso(11, 15) });
  assert.deepEqual(since("30-days"), { since: iso(10, 23) });
  assert.deepEqual(since("month"), { since: iso(11, 1) });
  assert.deepEqual(rangeOf({ kind: "all" }, now), {});
});

test("a custom period includes its last day", () => {
  const period: Period = { kind: "custom", from: "2026-10-31", to: "2026-10-31" };
  assert.deepEqual(rangeOf(period, now), { since: iso(10, 31), until: iso(11, 1) });
});

test("a day is a day of the calendar", () => {
  assert.ok(isDay("2026-02-28"));
  for (const text of ["", "2026-13-01", "2026-2-3", "yesterday", "2026-11-21T10:00"]) assert.ok(!isDay(text), text);
});
