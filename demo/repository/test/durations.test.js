import assert from "node:assert/strict";
import { test } from "node:test";
import { formatDuration, parseDuration } from "../src/durations.js";

test("duration: hours and minutes are added up", () => {
  assert.equal(parseDuration("1h 30m"), 5_400_000);
});

test("duration: milliseconds are not minutes", () => {
  assert.equal(parseDuration("250ms"), 250);
});

test("duration: a formatted value reads back as itself", () => {
  for (const value of [1000, 90_000, 86_400_000, 90_061_007]) assert.equal(parseDuration(formatDuration(value)), value);
});

test("duration: words are refused", () => {
  assert.throws(() => parseDuration("soon"), TypeError);
});
