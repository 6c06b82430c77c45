import assert from "node:assert/strict";
import { test } from "node:test";
import { formatCents, roundHalfEven, taxOf } from "../src/money.js";

test("money: thousands are separated", () => {
  assert.equal(formatCents(123_456_789), "$1,234,567.89");
});

test("money: a debt below one dollar keeps its sign", () => {
  assert.equal(formatCents(-5), "-$0.05");
});

test("money: more than a half is rounded up", () => {
  assert.equal(roundHalfEven(2.51), 3);
  assert.equal(roundHalfEven(3.75), 4);
});

test("money: an odd number and a half is rounded up", () => {
  assert.equal(roundHalfEven(3.5), 4);
});

test("money: tax is a whole number of cents", () => {
  assert.equal(taxOf(999, 1900), 190);
});
