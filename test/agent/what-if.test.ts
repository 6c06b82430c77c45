import assert from "node:assert/strict";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { ReadCondition } from "../../server/agent/what-if/change.ts";
import type { WhatIf } from "../../server/agent/what-if/what-if.ts";
import { type Ledger, openLedger } from "../../server/spend/ledger.ts";
import { flatPrice, hold, posted, reportsOf, startAttempt, startWork } from "../spend/fixtures.ts";
import { makeWorld, type World } from "./world.ts";

/** A real body beside a ledger that the ledger's own writer fills; a task at a minute. */
async function worldWithLedger(t: TestContext): Promise<{ world: World; ledger: Ledger }> {
  const world = await makeWorld(t);
  let minutes = 0;
  const ledger = openLedger({
    folder: join(world.env.STEPLADDER_HOME ?? "", "data", "ledger"),
    clock: () => new Date(Date.UTC(2026, 9, 1) + ++minutes * 60_000),
    ...{ processId: process.pid, budgets: [], warnAt: 0.8 },
  });
  t.after(() => ledger.close());
  return { world, ledger };
}

/** A fix that the small model finishes, or hands over to the frontier, which finishes it for $0.50 on 100,000 tokens. */
function addTask(ledger: Ledger, workspace: string, by: "small" | "big"): void {
  const work = startWork(ledger, { workspace, model: "laptop/small" });
  const end = { end: "claims-done", because: "", evidence: "[]" } as const;
  ledger.endAttempt(work.attempt, { ...end, verdict: by === "small" ? "proved" : "refuted" });
  if (by === "big") {
    const second = { ...work, attempt: `${work.task}-second` };
    startAttempt(ledger, work.subtask, second.attempt, 2, "far/big");
    const price = { model: "far/big", endpoint: "far", price: flatPrice("5", "25"), inputTokens: 100_000 };
    ledger.settle(hold(ledger, second, price), posted(100_000, 0));
    ledger.endAttempt(second.attempt, { ...end, verdict: "proved" });
  }
  ledger.endSubtask(work.subtask, "proved");
  ledger.endTask(work.task, "proved");
}

function ask(world: World, ...conditions: readonly ReadCondition[]): WhatIf {
  return world.body.whatIf({ conditions, since: undefined, until: undefined, workspace: undefined });
}

function estimate(found: WhatIf): Extract<WhatIf, { kind: "estimate" }> {
  assert.ok(found.kind === "estimate", "message" in found ? found.message : found.kind);
  return found;
}

test("the ledger's own tasks are played again: what was really tried counts as it was, the rest is estimated", async (t) => {
  const { world, ledger } = await worldWithLedger(t);
  for (let index = 0; index < 16; index++) addTask(ledger, world.root, index % 4 === 3 ? "big" : "small");
  const before = reportsOf(ledger).spendReport("day", { from: undefined, to: undefined }, undefined).total;
  const { happened, asSetNow, changed, difference, tasks } = estimate(ask(world, { kind: "frontier-only" }));
  assert.deepEqual([tasks, happened.completed, happened.cost], [16, 16, 2_000_000_000n]);
  assert.equal(changed.observed, 4, "the frontier was really tried at four");
  assert.equal(changed.estimated, 12);
  assert.ok(changed.cost.low > 2_000_000_000n && difference.cost.low > 0n);
  assert.ok(changed.completed.likely > 10 && changed.completed.high <= 16);
  assert.equal(asSetNow.observed + asSetNow.estimated, 16);

  const local = estimate(ask(world, { kind: "local-only" }));
  assert.deepEqual([local.changed.observed, local.changed.cost.high], [16, 0n]);
  assert.ok(Math.abs(local.changed.completed.likely - 12) < 1, String(local.changed.completed.likely));
  const after = reportsOf(ledger).spendReport("day", { from: undefined, to: undefined }, undefined).total;
  assert.deepEqual(after, before, "nothing is booked");
  assert.equal(world.server.requests().length, 0, "and no model is called");
});

test("other prices hold for what was really used and for what is estimated", async (t) => {
  const { world, ledger } = await worldWithLedger(t);
  for (let index = 0; index < 16; index++) addTask(ledger, world.root, index % 4 === 3 ? "big" : "small");
  const file = (prices: unknown): ReadCondition => ({ kind: "prices", file: "p.json", text: JSON.stringify(prices) });
  const same = estimate(ask(world, { kind: "frontier-only" }, file({ "far/big": { input: 5, output: 25 } })));
  const twice = estimate(ask(world, { kind: "frontier-only" }, file({ "far/big": { input: "10", output: 50 } })));
  const ratio = Number(twice.changed.cost.likely) / Number(same.changed.cost.likely);
  assert.ok(Math.abs(ratio - 2) < 0.1, String(ratio));
  assert.deepEqual(twice.happened.cost, 2_000_000_000n);
  const free = estimate(ask(world, file({ "far/big": "free" })));
  assert.ok(free.changed.cost.high < 100_000_000n);
});

test("what can't be answered says what to do", async (t) => {
  const { world, ledger } = await worldWithLedger(t);
  const message = (...conditions: readonly ReadCondition[]) => {
    const found = ask(world, ...conditions);
    return "message" in found ? found.message : found.kind;
  };
  assert.match(
    message({ kind: "frontier-only" }),
    /The ledger has no task .* needs 5\. Give it some work with `stepladder run`/,
  );
  addTask(ledger, world.root, "small");
  assert.match(message({ kind: "frontier-only" }), /has only 1 such task, and an estimate needs 5/);
  for (let index = 0; index < 5; index++) addTask(ledger, world.root, "small");
  assert.match(message({ kind: "without", model: "smal" }), /No configured model is called smal; did you mean small\?/);
  assert.match(
    message({ kind: "frontier-only" }, { kind: "local-only" }),
    /Under frontier-only, local-only no configured model is left/,
  );
  const prices = (text: string) => message({ kind: "prices", file: "p.json", text });
  assert.match(prices("{"), /^p\.json: It is no JSON\. Write \{ "endpoint\/model"/);
  assert.match(prices(`{ "far/bg": "free" }`), /No configured model is called far\/bg; did you mean far\/big\?/);
  assert.match(prices(`{ "far/big": { "input": -1, "output": 1 } }`), /`far\/big/);
  assert.match(prices(`{ "sources": {}, "prices": [] }`), /None of its prices is of a configured model/);
  const later = world.body.whatIf({
    conditions: [{ kind: "frontier-only" }],
    ...{ since: "2030-01-01T00:00:00.000Z", until: undefined, workspace: undefined },
  });
  assert.match("message" in later ? later.message : "", /This time or folder has no task .* Leave out --since/);
});
