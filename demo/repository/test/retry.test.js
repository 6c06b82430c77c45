import assert from "node:assert/strict";
import { test } from "node:test";
import { retry } from "../src/retry.js";

test("retry: the result of the first success is returned", async () => {
  const waits = [];
  const sleep = async (milliseconds) => waits.push(milliseconds);
  const work = async (attempt) => {
    if (attempt < 3) throw new Error("not yet");
    return attempt;
  };
  assert.equal(await retry(work, { sleep, firstWait: "2s" }), 3);
  assert.deepEqual(waits, [2000, 4000]);
});

test("retry: the last error is thrown", async () => {
  const work = async () => {
    throw new Error("never");
  };
  await assert.rejects(retry(work, { sleep: async () => {}, times: 2, firstWait: "1s" }), /never/);
});
