import assert from "node:assert/strict";
import { test } from "node:test";
import { linesAfter } from "../../../extension/inline/blank-lines.ts";

test("lines move with what is typed above them, and stay for what is typed below", () => {
  assert.deepEqual(linesAfter([3, 8], [{ startLine: 5, endLine: 5, newLines: 2 }]), [3, 10]);
  assert.deepEqual(linesAfter([3, 8], [{ startLine: 4, endLine: 6, newLines: 0 }]), [3, 6]);
});

test("a line that was typed into belongs to the user", () => {
  assert.deepEqual(linesAfter([3, 8], [{ startLine: 3, endLine: 3, newLines: 0 }]), [8]);
});

test("several changes at once count together", () => {
  const changes = [
    { startLine: 7, endLine: 7, newLines: 1 },
    { startLine: 1, endLine: 2, newLines: 0 },
  ];
  assert.deepEqual(linesAfter([3, 8], changes), [2, 8]);
});
