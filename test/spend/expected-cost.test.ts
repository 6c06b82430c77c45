import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ledger } from "../../server/spend/ledger.ts";
import type { AttemptRecord } from "../../server/spend/spend.ts";
import { hold, open, posted, startAttempt, startSubtask, startWork, usd, type Work } from "./fixtures.ts";

const expected = usd("0.25");

function endAttempt(ledger: Ledger, work: Work, verdict: AttemptRecord["verdict"]) {
  ledger.settle(hold(ledger, work), posted(1000, 0));
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict, because: "", evidence: "[]" });
}

function wholes(ledger: Ledger) {
  return ledger.outcomes(10).map(({ whole }) => whole);
}

test("what a subtask was expected to cost comes with its last attempt once it has ended, beside all that it cost", (t) => {
  const ledger = open(t);
  const work = startWork(ledger, { expected });
  endAttempt(ledger, work, "refuted");
  assert.deepEqual(wholes(ledger), [undefined], "it goes on");
  startSubtask(ledger, work.task, "part", work.subtask);
  const part = { ...work, subtask: "part", attempt: "of-part" };
  startAttempt(ledger, "part", "of-part", 1);
  endAttempt(ledger, part, "proved");
  ledger.endSubtask("part", "proved");
  const second = { ...work, attempt: "second" };
  startAttempt(ledger, work.subtask, "second", 2);
  endAttempt(ledger, second, "proved");
  ledger.endSubtask(work.subtask, "proved");
  const cost = ledger.spentBy(work.subtask);
  assert.ok(cost > ledger.spentBy("part") && ledger.spentBy("part") > 0n);
  assert.deepEqual(wholes(ledger), [{ expected, cost }, undefined, undefined]);
});

test("a subtask whose last attempt was never judged says nothing of what such work costs", (t) => {
  const ledger = open(t);
  const work = startWork(ledger, { expected });
  endAttempt(ledger, work, "refuted");
  startAttempt(ledger, work.subtask, "cancelled", 2);
  endAttempt(ledger, { ...work, attempt: "cancelled" }, undefined);
  ledger.endSubtask(work.subtask, undefined);
  assert.deepEqual(wholes(ledger), [undefined]);
});

test("nothing is told where the router was not asked or expected no cost", (t) => {
  const ledger = open(t);
  for (const none of [undefined, usd("0")]) {
    const work = startWork(ledger, { expected: none });
    endAttempt(ledger, work, "proved");
    ledger.endSubtask(work.subtask, "proved");
  }
  assert.deepEqual(wholes(ledger), [undefined, undefined]);
});
