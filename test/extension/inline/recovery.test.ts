import assert from "node:assert/strict";
import { test } from "node:test";
import { findEdited, recordOf } from "../../../extension/inline/recovery.ts";

const record = recordOf("file:///a.ts", "before\nold\nafter\n", 7, 11, "old\n");

test("half a change is found again where the old text stood", () => {
  const text = "before\nnew\n\nhalf\nafter\n";
  assert.deepEqual(findEdited(record, text), { start: 7, end: 17 });
});

test("nothing is offered when the text is the old one, or something around it has changed", () => {
  assert.equal(findEdited(record, "before\nold\nafter\n"), undefined);
  assert.equal(findEdited(record, "Before\nnew\nafter\n"), undefined);
  assert.equal(findEdited(record, "before\nnew\nother\n"), undefined);
  assert.equal(findEdited(record, "before\n"), undefined);
});
