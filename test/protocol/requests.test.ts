import assert from "node:assert/strict";
import { test } from "node:test";
import { kinds } from "../../server/protocol/kinds.ts";
import { requestParams } from "../../server/protocol/requests.ts";
import { kinds as routedKinds } from "../../server/routing/kinds.ts";

const start = requestParams["stepladder/task/start"];

test("a task needs a prompt and nothing else", () => {
  assert.deepEqual(start.parse({ prompt: " fix it " }), {
    prompt: "fix it",
    mode: "edit",
    context: [],
    checks: [],
    allow: [],
  });
});

test("what is not understood is refused, not ignored", () => {
  for (const params of [
    undefined,
    {},
    { prompt: " " },
    { prompt: "x".repeat(1_048_577) },
    { prompt: "x", requiresApproval: false },
    { prompt: "x", kind: "magic" },
    { prompt: "x", budget: 1 },
    { prompt: "x", budget: "-1" },
    { prompt: "x", budget: "1.5" },
    { prompt: "x", checks: [""] },
  ]) {
    assert.equal(start.safeParse(params).success, false, JSON.stringify(params)?.slice(0, 80));
  }
});

test("an approval needs its hash and a plain yes or no", () => {
  const approve = requestParams["stepladder/approve"];
  assert.equal(approve.safeParse({ approval: "a", hash: "h", allow: true }).success, true);
  assert.equal(approve.safeParse({ approval: "a", allow: true }).success, false);
  assert.equal(approve.safeParse({ approval: "a", hash: "h", allow: "yes" }).success, false);
});

test("every kind that is routed can be asked for", () => {
  assert.deepEqual([...kinds].sort(), [...routedKinds].sort());
});
