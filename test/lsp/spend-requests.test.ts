import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { fillLedger } from "../../bench/support/large-ledger.ts";
import { type BudgetsView, spendChangedMethod } from "../../server/protocol/requests.ts";
import { type Ledger, openLedger } from "../../server/spend/ledger.ts";
import { evenFiles } from "../agent/even.ts";
import { makeWorld } from "../agent/world.ts";
import { hold, startWork } from "../spend/fixtures.ts";
import { type Client, startRealClient } from "./client.ts";

/** A real server beside a ledger of 40 tasks with 200 calls of the last ten days; this test is the second process on it. */
async function startWithPast(t: TestContext): Promise<{ client: Client; folder: string }> {
  const world = await makeWorld(t, { files: evenFiles });
  const folder = join(world.env.STEPLADDER_HOME ?? "", "data", "ledger");
  fillLedger({ folder, calls: 200, tasks: 40, until: Date.now(), days: 10, workspaces: [world.root, "/elsewhere"] });
  return { client: await startRealClient(t, { folder: world.root, env: world.env }), folder };
}

function openHere(t: TestContext, folder: string): Ledger {
  const options = { clock: () => new Date(), processId: process.pid, budgets: [], warnAt: 0.8 };
  const ledger = openLedger({ folder, ...options });
  t.after(() => ledger.close());
  return ledger;
}

function unknownCall(ledger: Ledger): string {
  const call = hold(ledger, startWork(ledger));
  ledger.settle(call, { kind: "unknown", because: "cut off", usage: undefined });
  return call;
}

test("the dashboard, the budgets, a search and an export answer from the ledger", async (t) => {
  const { client } = await startWithPast(t);
  const all = await client.request("stepladder/dashboard", {});
  assert.deepEqual([all.total.calls, all.total.tasks, all.tasks.length], [200, 40, 40]);
  assert.match(all.total.posted, /^[1-9]\d*$/);
  const here = await client.request("stepladder/dashboard", { workspace: client.folder });
  assert.deepEqual([here.total.calls, here.total.tasks], [100, 20]);
  const since = new Date(Date.now() - 3 * 86_400_000).toISOString();
  const late = await client.request("stepladder/dashboard", { since });
  assert.ok(late.total.calls > 0 && late.total.calls < 200);
  const budgets = await client.request("stepladder/budgets", {});
  assert.equal(budgets.budgets.find(({ window }) => window === "day")?.posted, budgets.today);
  const found = await client.request("stepladder/tasks", { search: "CASE 17" });
  assert.ok(found.tasks.length > 0 && found.tasks.every(({ prompt }) => /case .*17/.test(prompt)));
  const exported = await client.request("stepladder/export", { format: "csv", workspace: client.folder });
  assert.deepEqual([exported.calls, exported.text.trim().split("\r\n").length], [100, 101]);
  await assert.rejects(
    client.request("stepladder/dashboard", { workspace: "/elsewhere" }),
    /is not open in the editor/,
  );
});

test("a call whose cost never came is reconciled once, with what the bill says", async (t) => {
  const { client, folder } = await startWithPast(t);
  const call = unknownCall(openHere(t, folder));
  const before = await client.request("stepladder/dashboard", {});
  assert.ok(before.unknown.some((each) => each.call === call));
  await client.request("stepladder/reconcile", { call, cost: "1500000" });
  const after = await client.request("stepladder/dashboard", {});
  assert.ok(!after.unknown.some((each) => each.call === call));
  assert.equal(BigInt(after.total.posted) - BigInt(before.total.posted), 1_500_000n);
  await assert.rejects(client.request("stepladder/reconcile", { call, cost: "1" }), /Nothing was changed/);
  await assert.rejects(client.request("stepladder/reconcile", { call: "none", cost: "unbilled" }), /knows no none/);
});

test("what the router knows is told by kind, and forgotten on request; the ledger keeps it", async (t) => {
  const { client, folder } = await startWithPast(t);
  const ledger = openHere(t, folder);
  const work = startWork(ledger, { workspace: client.folder, model: "host/open" });
  ledger.endAttempt(work.attempt, {
    end: "claims-done",
    verdict: "proved",
    because: "",
    evidence: "[]",
    grounds: ["tests"],
  });
  ledger.endTask(work.task, "proved");
  let judged: unknown;
  const proved = async () => {
    const { kinds } = await client.request("stepladder/routes", {});
    const { grounds = [], checks } = kinds.find(({ kind }) => kind === "fix") ?? {};
    assert.ok((checks?.wrongAccepted ?? 0) > 0.02);
    judged = grounds.map(({ ground, results }) => [ground, results]);
    assert.ok(kinds.length > 5 && kinds.every(({ reason }) => reason !== ""));
    const models = kinds.find(({ kind }) => kind === "fix")?.models ?? [];
    return models.find(({ model }) => model === "host/open")?.proved;
  };
  assert.equal(await proved(), 1);
  assert.deepEqual(judged, [["tests", 1]]);
  assert.deepEqual(await client.request("stepladder/routes/forget", { model: "host/open", kind: "fix" }), {
    attempts: 1,
  });
  assert.equal(await proved(), 0);
  assert.deepEqual(judged, []);
  assert.equal((await client.request("stepladder/receipt", { task: work.task })).task, work.task);
  const unknown = client.request("stepladder/routes/forget", { model: "host/opne" });
  await assert.rejects(unknown, /No configured model is called host\/opne; did you mean host\/open\?/);
});

test("the editor is told when another process spends", async (t) => {
  const { client, folder } = await startWithPast(t);
  const before = await client.request("stepladder/budgets", {});
  const told = new Promise<BudgetsView>((resolve) => {
    client.connection.onNotification(spendChangedMethod, (budgets: BudgetsView) => {
      if (budgets.todayHeld !== before.todayHeld) resolve(budgets);
    });
  });
  const other = openHere(t, folder);
  hold(other, startWork(other, { workspace: "/elsewhere" }));
  assert.equal(BigInt((await told).todayHeld) - BigInt(before.todayHeld), 2_000_000n);
});

test("while another process holds the ledger it can be read, and a change fails with the next step", async (t) => {
  const { client, folder } = await startWithPast(t);
  const call = unknownCall(openHere(t, folder));
  const other = new DatabaseSync(join(folder, "ledger.sqlite"));
  t.after(() => other.close());
  other.exec("begin immediate");
  assert.equal((await client.request("stepladder/dashboard", {})).total.calls, 201);
  const reconciling = client.request("stepladder/reconcile", { call, cost: "unbilled" });
  await assert.rejects(reconciling, /locked for too long\. Close other Stepladder processes and try again\./);
  assert.equal((await client.request("stepladder/budgets", {})).atLimit, "stop");
  other.exec("rollback");
  await client.request("stepladder/reconcile", { call, cost: "unbilled" });
});
