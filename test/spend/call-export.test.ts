import assert from "node:assert/strict";
import { test } from "node:test";
import { hold, open, posted, reportsOf, settableClock, startWork } from "./fixtures.ts";

const always = { from: undefined, to: undefined };

test("an export has one line per call, exact dollars, and no prompt", (t) => {
  const clock = settableClock("2026-11-21T10:00:00Z");
  const ledger = open(t, { clock: clock.now });
  const work = startWork(ledger, { workspace: "/a" });
  const call = hold(ledger, work);
  ledger.settle(call, posted(1000, 1, "0.001001"));
  const open_ = hold(ledger, work);
  const csv = reportsOf(ledger).exportCalls("csv", always, undefined);
  assert.equal(csv.calls, 2);
  const [head = "", first = "", second = "", end] = csv.text.split("\r\n");
  assert.equal(end, "");
  const cell = (line: string, name: string) => line.split(",")[head.split(",").indexOf(name)];
  assert.equal(cell(first, "call"), call);
  assert.equal(cell(first, "reserved_at"), "2026-11-21T10:00:00.000Z");
  assert.equal(cell(first, "posted_usd"), "0.001001");
  assert.equal(cell(first, "held_usd"), "0.00");
  assert.equal(cell(second, "call"), open_);
  assert.equal(cell(second, "settled_at"), "");
  assert.equal(cell(second, "held_usd"), "0.002");
  assert.doesNotMatch(csv.text, /fix it/);
  const json = JSON.parse(reportsOf(ledger).exportCalls("json", always, undefined).text);
  assert.deepEqual(
    json.map((row: Record<string, unknown>) => [row.call, row.posted_usd, row.output_tokens]),
    [
      [call, "0.001001", 1],
      [open_, "0.00", null],
    ],
  );
});

test("an export keeps to its period and folder; an empty one is still a table", (t) => {
  const clock = settableClock("2026-11-20T10:00:00Z");
  const ledger = open(t, { clock: clock.now });
  hold(ledger, startWork(ledger, { workspace: "/a" }));
  clock.set("2026-11-21T10:00:00Z");
  hold(ledger, startWork(ledger, { workspace: "/b" }));
  const since = { from: new Date("2026-11-21T00:00:00Z"), to: undefined };
  assert.equal(reportsOf(ledger).exportCalls("csv", since, undefined).calls, 1);
  assert.equal(reportsOf(ledger).exportCalls("csv", always, "/a").calls, 1);
  const nothing = { from: undefined, to: new Date("2026-01-01T00:00:00Z") };
  assert.match(reportsOf(ledger).exportCalls("csv", nothing, undefined).text, /^call,reserved_at,.*\r\n$/);
  assert.deepEqual(JSON.parse(reportsOf(ledger).exportCalls("json", nothing, undefined).text), []);
});
