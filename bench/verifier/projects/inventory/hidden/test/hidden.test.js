import assert from "node:assert/strict";
import { test } from "node:test";
import { take, toOrder, value } from "../src/inventory.js";

test("take", () => {
  const batches = [{ id: 1, date: "2024-03-01", quantity: 5 }, { id: 2, date: "2024-01-01", quantity: 2 }, { id: 3, date: "2024-02-01", quantity: 4 }];
  assert.deepEqual(take(batches, 7), { taken: [{ id: 2, quantity: 2 }, { id: 3, quantity: 4 }, { id: 1, quantity: 1 }], missing: 0 });
  assert.deepEqual(take(batches, 2), { taken: [{ id: 2, quantity: 2 }], missing: 0 });
  assert.equal(take(batches, 20).missing, 9);
  assert.deepEqual(take([], 1), { taken: [], missing: 1 });
  assert.deepEqual(take(batches, 0), { taken: [], missing: 0 });
});
test("toOrder", () => {
  assert.deepEqual(toOrder([{ id: "a", stock: 5, least: 10 }, { id: "b", stock: 1, least: 100 }, { id: "c", stock: 10, least: 10 }, { id: "d", stock: 0, least: 1 }]), [
    { id: "d", quantity: 10 }, { id: "b", quantity: 99 }, { id: "a", quantity: 10 },
  ]);
});
test("value", () => {
  assert.equal(value([]), 0);
  assert.equal(value([{ quantity: 2, cents: 3 }, { quantity: 5, cents: 1 }]), 11);
});
