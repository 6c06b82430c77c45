import assert from "node:assert/strict";
import { test } from "node:test";
import { Decisions } from "../../../extension/review/decisions.ts";

test("a task is kept when all is decided and something of it stays", () => {
  const decisions = new Decisions(["a", "b"]);
  decisions.keep("a");
  assert.equal(decisions.end, "open");
  assert.deepEqual(decisions.open, ["b"]);
  decisions.close("b");
  assert.equal(decisions.end, "kept");
});

test("a task of which everything was undone is not kept", () => {
  const decisions = new Decisions(["a", "b"]);
  decisions.close("a");
  decisions.close("b");
  assert.equal(decisions.end, "undone");
});

test("one kept change of an otherwise undone file keeps the task", () => {
  const decisions = new Decisions(["a"]);
  decisions.keepChange();
  assert.equal(decisions.isOpen("a"), true);
  decisions.close("a");
  assert.equal(decisions.end, "kept");
});
