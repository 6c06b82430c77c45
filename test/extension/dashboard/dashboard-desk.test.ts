import assert from "node:assert/strict";
import { test } from "node:test";
import { checkMessage } from "../../../extension/dashboard/check-message.ts";
import { createDashboardDesk, type DashboardPorts } from "../../../extension/dashboard/dashboard-desk.ts";
import type { ToPage } from "../../../media/spend-dashboard/messages.ts";

/** A desk whose server answers from a table. */
function openDesk(answers: Readonly<Record<string, unknown>>) {
  const sent: ToPage[] = [];
  const asked: (readonly [string, unknown])[] = [];
  const done: string[] = [];
  const request = (async (method: string, params: unknown) => {
    asked.push([method, params]);
    const answer = answers[method];
    if (answer instanceof Error) throw answer;
    return answer ?? {};
  }) as DashboardPorts["request"];
  const note = (what: string) => async () => void done.push(what);
  const desk = createDashboardDesk({
    ...{ request, now: () => new Date(2026, 10, 21, 12), tellFolders: () => void done.push("folders") },
    send: (message) => void sent.push(message),
    editor: {
      save: async (format, { period }) => void done.push(`save ${format} ${period.kind}`),
      ...{ setBudget: note("set budget"), newTask: note("new task"), forgetRoutes: note("forget") },
      showTask: async (task) => void done.push(`show ${task}`),
      sentence: (error) => (error instanceof Error ? error.message : "?"),
    },
  });
  return { desk, sent, asked, done };
}

test("a load asks for the period in times and answers under its own number, also when it fails", async () => {
  const good = openDesk({ "stepladder/dashboard": { total: 1 } });
  await good.desk({ type: "load", id: 7, wanted: { period: { kind: "today" }, folder: "/a" } });
  assert.deepEqual(good.asked, [
    ["stepladder/dashboard", { since: new Date(2026, 10, 21).toISOString(), workspace: "/a" }],
    ["stepladder/routes", { workspace: "/a" }],
  ]);
  assert.deepEqual(good.sent, [
    { type: "dashboard", id: 7, view: { total: 1 } },
    { type: "routes", view: {} },
  ]);
  const gone = new Error("The ledger is gone.");
  const bad = openDesk({ "stepladder/dashboard": gone, "stepladder/routes": gone });
  await bad.desk({ type: "load", id: 8, wanted: { period: { kind: "all" } } });
  assert.deepEqual(bad.asked, [
    ["stepladder/dashboard", {}],
    ["stepladder/routes", {}],
  ]);
  assert.deepEqual(bad.sent, [
    { type: "dashboard-failed", id: 8, message: "The ledger is gone." },
    { type: "routes-failed", message: "The ledger is gone." },
  ]);
});

test("after something was forgotten what the router knows is told again, for the same folder", async () => {
  const { desk, sent, asked, done } = openDesk({ "stepladder/routes": { kinds: [] } });
  await desk({ type: "load", id: 1, wanted: { period: { kind: "all" }, folder: "/a" } });
  await desk({ type: "forget-routes" });
  assert.deepEqual(done, ["forget"]);
  assert.deepEqual(asked.at(-1), ["stepladder/routes", { workspace: "/a" }]);
  assert.deepEqual(sent.at(-1), { type: "routes", view: { kinds: [] } });
});

test("a receipt and a settled call are answered by name, their failures at the same place", async () => {
  const good = openDesk({ "stepladder/receipt": { task: "t" } });
  await good.desk({ type: "open-receipt", task: "t" });
  await good.desk({ type: "reconcile", call: "c", cost: "unbilled" });
  assert.deepEqual(good.sent, [
    { type: "receipt", task: "t", receipt: { task: "t" } },
    { type: "reconciled", call: "c" },
  ]);
  const bad = openDesk({ "stepladder/receipt": new Error("No."), "stepladder/reconcile": new Error("Known.") });
  await bad.desk({ type: "open-receipt", task: "t" });
  await bad.desk({ type: "reconcile", call: "c", cost: "5" });
  assert.deepEqual(bad.sent, [
    { type: "receipt-failed", task: "t", message: "No." },
    { type: "reconcile-failed", call: "c", message: "Known." },
  ]);
});

test("what the editor has to do is done by the editor", async () => {
  const { desk, done } = openDesk({});
  await desk({ type: "ready" });
  await desk({ type: "export", format: "csv", wanted: { period: { kind: "month" } } });
  await desk({ type: "set-budget" });
  await desk({ type: "new-task" });
  await desk({ type: "open-task", task: "t" });
  assert.deepEqual(done, ["folders", "save csv month", "set budget", "new task", "show t"]);
});

test("what is no message of the page is not taken for one", () => {
  const custom = { kind: "custom", from: "2026-11-01", to: "2026-11-21" };
  assert.ok(checkMessage({ type: "load", id: 1, wanted: { period: custom } }));
  const wrong = [
    undefined,
    "ready",
    { type: "ready", more: 1 },
    { type: "load", id: 1, wanted: { period: { ...custom, to: "tomorrow" } } },
    { type: "load", id: 1.5, wanted: { period: custom } },
    { type: "export", format: "exe", wanted: { period: custom } },
    { type: "reconcile", call: "c", cost: "-1" },
    { type: "reconcile", call: "", cost: "1" },
  ];
  for (const value of wrong) assert.equal(checkMessage(value), undefined, JSON.stringify(value));
});
