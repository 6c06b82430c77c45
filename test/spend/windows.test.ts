import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type CalendarWindow, createCalendar } from "../../server/spend/windows.ts";

function start(timeZone: string, window: CalendarWindow, at: string): string {
  return new Date(createCalendar(timeZone).startOf(window, Date.parse(at))).toISOString();
}

test("windows start at local midnight: today's, Monday's and the first's", () => {
  assert.equal(start("Europe/Berlin", "day", "2026-11-21T12:00:00Z"), "2026-11-20T23:00:00.000Z");
  assert.equal(start("Europe/Berlin", "week", "2026-11-21T12:00:00Z"), "2026-11-15T23:00:00.000Z");
  assert.equal(start("Europe/Berlin", "month", "2026-11-21T12:00:00Z"), "2026-10-31T23:00:00.000Z");
  assert.equal(start("America/Los_Angeles", "day", "2026-11-21T07:59:59Z"), "2026-11-20T08:00:00.000Z");
});

test("a Monday is the first day of its own week and a Sunday the last of it", () => {
  assert.equal(start("UTC", "week", "2026-11-16T00:00:00Z"), "2026-11-16T00:00:00.000Z");
  assert.equal(start("UTC", "week", "2026-11-22T23:59:59Z"), "2026-11-16T00:00:00.000Z");
});

test("a day on which clocks change starts at its own midnight", () => {
  assert.equal(start("Europe/Berlin", "day", "2026-03-29T20:00:00Z"), "2026-03-28T23:00:00.000Z");
  assert.equal(start("Europe/Berlin", "day", "2026-10-25T20:00:00Z"), "2026-10-24T22:00:00.000Z");
  assert.equal(start("Europe/Berlin", "month", "2026-03-31T20:00:00Z"), "2026-02-28T23:00:00.000Z");
});

test("a day without a midnight starts at its first instant, and a day with two at the first of them", () => {
  assert.equal(start("Africa/Cairo", "day", "2026-04-24T12:00:00Z"), "2026-04-23T22:00:00.000Z");
  assert.equal(start("America/Havana", "day", "2026-11-01T12:00:00Z"), "2026-11-01T04:00:00.000Z");
});

test("a zone with a quarter of an hour in its offset has its own midnight", () => {
  assert.equal(start("Asia/Kathmandu", "day", "2026-11-21T12:00:00Z"), "2026-11-20T18:15:00.000Z");
});

test("a window's start lies at or before now, in the same local day, and is its own start", () => {
  const zones = [
    "UTC",
    "Europe/Berlin",
    "America/Los_Angeles",
    "Asia/Kathmandu",
    "Africa/Cairo",
    "America/Havana",
    "Australia/Lord_Howe",
    "Pacific/Kiritimati",
    "America/St_Johns",
  ];
  const calendars = new Map(zones.map((zone) => [zone, createCalendar(zone)]));
  const instants = fc.integer({ min: Date.parse("2020-01-01"), max: Date.parse("2035-01-01") });
  fc.assert(
    fc.property(fc.constantFrom(...zones), instants, (zone, at) => {
      const calendar = calendars.get(zone) ?? createCalendar(zone);
      const day = calendar.startOf("day", at);
      assert.ok(day <= at && at - day <= 25 * 3_600_000);
      assert.equal(calendar.dayOf(day), calendar.dayOf(at));
      assert.notEqual(calendar.dayOf(day - 1), calendar.dayOf(at));
      assert.equal(calendar.startOf("day", day), day);
      assert.equal(day % 900_000, 0);
      assert.ok(calendar.startOf("week", at) <= day && calendar.startOf("month", at) <= day);
    }),
    { numRuns: 300 },
  );
});
