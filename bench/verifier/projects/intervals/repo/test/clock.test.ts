import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { formatLength, formatTime, parseSpan, parseTime } from "../src/clock.ts";

describe("parseTime", () => {
  test("reads hours and minutes", () => {
    assert.equal(parseTime("9:05"), 545);
    assert.equal(parseTime("09:05"), 545);
    assert.equal(parseTime("0:00"), 0);
  });
  test("takes the end of the day", () => {
    assert.equal(parseTime("24:00"), 1440);
    assert.throws(() => parseTime("24:01"), /not a time: 24:01/);
  });
  test("refuses what is no time", () => {
    for (const text of ["", "9", "9:5", "9:60", "a:00", "123:00", "9:00 "]) assert.throws(() => parseTime(text), /not a time/);
  });
});

describe("formatTime", () => {
  test("fills up to two digits", () => {
    assert.equal(formatTime(545), "09:05");
    assert.equal(formatTime(1440), "24:00");
  });
});

describe("parseSpan", () => {
  test("reads two times", () => {
    assert.deepEqual(parseSpan("9:00-10:30"), { start: 540, end: 630 });
    assert.deepEqual(parseSpan("9:00 - 10:30"), { start: 540, end: 630 });
  });
  test("refuses an end before its start", () => {
    assert.throws(() => parseSpan("10:00-9:00"), /ends before it starts/);
    assert.throws(() => parseSpan("10:00-10:00"), /ends before it starts/);
  });
  test("refuses what is no span", () => {
    assert.throws(() => parseSpan("10:00"), /not a span/);
    assert.throws(() => parseSpan("1:00-2:00-3:00"), /not a span/);
  });
});

describe("formatLength", () => {
  test("tells hours and minutes", () => {
    assert.equal(formatLength(90), "1 h 30 min");
    assert.equal(formatLength(45), "45 min");
    assert.equal(formatLength(120), "2 h");
  });
  test("tells nothing as minutes", () => {
    assert.equal(formatLength(0), "0 min");
  });
});
