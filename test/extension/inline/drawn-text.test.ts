import assert from "node:assert/strict";
import { test } from "node:test";
import { drawnText } from "../../../extension/inline/drawn-text.ts";

test("spaces keep their place and tabs their width", () => {
  assert.equal(drawnText("  a b", 4), "\u00a0\u00a0a\u00a0b");
  assert.equal(drawnText("ab\tc", 4), "ab\u00a0\u00a0c");
});

test("characters that are not seen or turn the text around are made visible", () => {
  assert.equal(drawnText("a\u202eb\u0007c", 4), "a\ufffdb\ufffdc");
});

test("a line of a megabyte is cut", () => {
  assert.ok(drawnText("x".repeat(1_000_000), 4).length < 500);
});
