import assert from "node:assert/strict";
import { test } from "node:test";
import { HistoryWalk, remember } from "../../../extension/inline/prompt-history.ts";

test("the newest prompt stands first, each once, and at most 50 are kept", () => {
  assert.deepEqual(remember(["b", "a"], "a"), ["a", "b"]);
  const many = Array.from({ length: 60 }, (_, index) => String(index)).reduce(remember, [] as readonly string[]);
  assert.equal(many.length, 50);
  assert.equal(many[0], "59");
});

test("a prompt of megabytes is not kept", () => {
  assert.deepEqual(remember(["a"], "x".repeat(1_000_000)), ["a"]);
});

test("going through history ends with what was typed", () => {
  const walk = new HistoryWalk(["new", "old"]);
  assert.equal(walk.newer(), undefined);
  assert.equal(walk.older("typed"), "new");
  assert.equal(walk.older("new"), "old");
  assert.equal(walk.older("old"), undefined);
  assert.equal(walk.newer(), "new");
  assert.equal(walk.newer(), "typed");
  assert.equal(walk.newer(), undefined);
});
