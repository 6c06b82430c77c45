import assert from "node:assert/strict";
import { test } from "node:test";
import { addMonths, daysInMonth, dueDate, isLeapYear } from "../src/dates.js";

test("date: every fourth year is a leap year", () => {
  assert.equal(isLeapYear(2024), true);
  assert.equal(isLeapYear(2026), false);
});

test("date: a century is no leap year", () => {
  assert.equal(isLeapYear(1900), false);
  assert.equal(isLeapYear(2100), false);
});

test("date: every fourth century is a leap year", () => {
  assert.equal(isLeapYear(2000), true);
});

test("date: February of 2100 has 28 days", () => {
  assert.equal(daysInMonth(2100, 2), 28);
});

test("date: a month after the last of January is the last of February", () => {
  assert.equal(addMonths("2024-01-31", 1), "2024-02-29");
});

test("date: months are counted across the end of a year", () => {
  assert.equal(addMonths("2026-11-15", 3), "2027-02-15");
});

test("date: a due date runs over the end of the year", () => {
  assert.equal(dueDate("2026-12-20", 30), "2027-01-19");
});
