import assert from "node:assert/strict";
import { test } from "node:test";
import { take, toOrder, value } from "../src/inventory.js";

test("take gives something", () => {
  assert.ok(take([{ id: 1, date: "2024-01-01", quantity: 5 }], 3).taken.length > 0);
});

test("toOrder gives a list", () => {
  assert.ok(Array.isArray(toOrder([])));
});

test("value is a number", () => {
  assert.equal(typeof value([]), "number");
});
