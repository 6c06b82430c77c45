import assert from "node:assert/strict";
import { test } from "node:test";
import type { Ledger } from "../../server/spend/ledger.ts";
import { hold, open, posted, settableClock, startWork, temporaryFolder, usd } from "./fixtures.ts";

function attempt(ledger: Ledger, model: string) {
  const work = startWork(ledger, { model });
  ledger.settle(hold(ledger, work), posted(1000, 0));
  const edits = [{ format: "replace", placed: 1, failed: 0 }];
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict: "proved", because: "", evidence: "[]", edits });
  ledger.endSubtask(work.subtask, "proved");
  ledger.endTask(work.task, "proved");
  return work;
}

test("what is forgotten teaches nothing more, of one model, one kind or all; what comes later does", (t) => {
  const clock = settableClock("2026-11-20T10:00:00Z");
  const ledger = open(t, { clock: clock.now });
  attempt(ledger, "host/a");
  attempt(ledger, "host/b");
  const models = () => ledger.outcomes(10).map(({ model }) => model);
  assert.equal(ledger.forget({ model: "host/a", kind: "test" }), 0, "it never did that kind");
  assert.deepEqual(models(), ["host/b", "host/a"]);
  assert.equal(ledger.forget({ model: "host/a", kind: "fix" }), 1);
  assert.equal(ledger.forget({ model: "host/a", kind: undefined }), 0, "that was forgotten already");
  assert.deepEqual(models(), ["host/b"]);
  assert.deepEqual(
    ledger.editRecords().map(({ model }) => model),
    ["host/b"],
  );
  assert.deepEqual(ledger.provedCosts("host/a", "fix"), []);
  assert.deepEqual(ledger.provedCosts("host/b", "fix"), [usd("0.001")]);
  clock.set("2026-11-20T10:00:01Z");
  attempt(ledger, "host/a");
  assert.deepEqual(models(), ["host/a", "host/b"]);
  assert.equal(ledger.forget({ model: undefined, kind: undefined }), 2);
  assert.deepEqual(models(), []);
});

test("forgetting changes no receipt and no sum, and lasts over a restart and other processes' ledgers", (t) => {
  const folder = temporaryFolder(t);
  const first = open(t, { folder });
  const other = open(t, { folder });
  const work = attempt(first, "host/a");
  const before = first.receipt(work.task);
  first.forget({ model: undefined, kind: undefined });
  assert.deepEqual(first.receipt(work.task), before);
  assert.equal(first.spentBy(work.subtask), usd("0.001"));
  assert.deepEqual(first.verifyBalances(), []);
  assert.equal(other.outcomes(10).length, 0);
  first.close();
  assert.equal(open(t, { folder }).outcomes(10).length, 0);
});
