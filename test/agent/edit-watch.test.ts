import assert from "node:assert/strict";
import { test } from "node:test";
import { watchEdits } from "../../server/agent/edit-watch.ts";

const failed = { placed: 0, failed: 1 };
const placed = { placed: 1, failed: 0 };

test("two failed replies change the format, two more end the attempt", () => {
  const watch = watchEdits(["replace", "blocks"]);
  watch.count("replace", failed);
  assert.equal(watch.endReply(true), "go-on");
  assert.equal(watch.endReply(true), "go-on", "reading in between is no failure");
  watch.count("replace", failed);
  assert.equal(watch.endReply(true), "format-changed");
  assert.equal(watch.format, "blocks");
  watch.count("blocks", failed);
  assert.equal(watch.endReply(true), "go-on");
  assert.equal(watch.endReply(false), "given-up", "a reply that can't be read counts too");
});

test("a good edit between two failed ones starts the count again", () => {
  const watch = watchEdits(["replace", "blocks"]);
  for (const edits of [failed, placed, failed, { placed: 1, failed: 1 }, failed]) {
    watch.count("replace", edits);
    assert.equal(watch.endReply(true), "go-on");
  }
  assert.deepEqual(watch.counts(), [{ format: "replace", placed: 2, failed: 4 }]);
});

test("without a second format the attempt ends after two failed replies", () => {
  const watch = watchEdits(["whole-file"]);
  watch.endReply(false);
  assert.equal(watch.endReply(false), "given-up");
});
