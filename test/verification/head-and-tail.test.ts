import assert from "node:assert/strict";
import test from "node:test";
import { headAndTail } from "../../server/verification/head-and-tail.ts";

test("trimmed text keeps its head and its tail and says how much is gone", () => {
  const short = headAndTail(`start ${"x".repeat(1_000)} end`, 200);
  assert.match(short, /^start/);
  assert.match(short, /end$/);
  assert.match(short, /characters left out/);
  assert.ok(short.length <= 200);
});
