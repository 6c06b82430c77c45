import assert from "node:assert/strict";
import test from "node:test";
import { auditSometimes } from "../../../server/agent/review/audit.ts";
import { type Result, reviewResult } from "../../../server/agent/review/review-result.ts";
import { nano } from "../../../server/spend/money.ts";
import type { Verdict } from "../../../server/verification/verdict.ts";

const worth = { unproved: nano(1n), proved: nano(1n), test: nano(1n) };

/** Reading the change fails the test. */
function unread(configuration: { readonly review?: boolean; readonly audits?: number }, changes: Partial<Result> = {}) {
  const change = () => assert.fail("the change was read");
  return { task: { parts: { configuration } }, attempt: "attempt-1", worth, change, ...changes } as unknown as Result;
}

function verdict(kind: Verdict["kind"]): Verdict {
  return { kind, because: "", evidence: [] };
}

test("the change is not read for a result that no review would look at", async () => {
  const cases: readonly (readonly [Verdict, Result])[] = [
    [verdict("refuted"), unread({ review: true })],
    [verdict("unproved"), unread({ review: false })],
    [verdict("proved"), unread({ review: true }, { worth: undefined })],
  ];
  for (const [said, result] of cases) assert.equal(await reviewResult(said, result), said);
  await assert.rejects(reviewResult(verdict("unproved"), unread({ review: true })), /the change was read/);
});

test("the change is not read for a result that is not drawn for an audit", async () => {
  await auditSometimes(unread({ audits: 0 }));
  await assert.rejects(auditSometimes(unread({ audits: 1 })));
});
