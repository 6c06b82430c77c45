import assert from "node:assert/strict";
import { test } from "node:test";
import { selectedLines } from "../../../extension/inline/target-lines.ts";

test("a selection means its whole lines, without the line that it only touches", () => {
  const selection = { startLine: 2, endLine: 5, endCharacter: 0, isEmpty: false };
  assert.deepEqual(selectedLines(selection, false), { startLine: 2, endLine: 5 });
  assert.deepEqual(selectedLines({ ...selection, endCharacter: 3 }, false), { startLine: 2, endLine: 6 });
});

test("the cursor on an empty line means that line, elsewhere the outline decides", () => {
  const cursor = { startLine: 4, endLine: 4, endCharacter: 0, isEmpty: true };
  assert.deepEqual(selectedLines(cursor, true), { startLine: 4, endLine: 5 });
  assert.equal(selectedLines(cursor, false), undefined);
});
