import assert from "node:assert/strict";
import { test } from "node:test";
import { isYes } from "../../server/cli/person.ts";
import { parseReconciliation } from "../../server/cli/reconciliation.ts";

test("a reconciliation names a call and an exact amount, or that it was not billed", () => {
  assert.deepEqual(parseReconciliation("call-1=0.0123"), { call: "call-1", cost: 12_300_000n });
  assert.deepEqual(parseReconciliation("call-1=$2"), { call: "call-1", cost: 2_000_000_000n });
  assert.deepEqual(parseReconciliation("call-1=unbilled"), { call: "call-1", cost: "unbilled" });
  for (const text of ["", "call-1", "call-1=", "=1", "call-1=-1", "call-1=free"]) {
    assert.equal(parseReconciliation(text), undefined, text);
  }
});

test("only a typed yes is a yes", () => {
  for (const line of ["y", "Y", " yes "]) assert.equal(isYes(line), true, line);
  for (const line of ["", undefined, "n", "yy", "ok", "yes please"]) assert.equal(isYes(line), false, line);
});
