import assert from "node:assert/strict";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fillLedger } from "../../bench/support/large-ledger.ts";
import { LedgerError } from "../../server/spend/ledger-error.ts";
import { ReportThread } from "../../server/spend/report-thread.ts";
import { flatPrice, hold, open, posted, reportsOf, startWork, temporaryFolder, usd } from "./fixtures.ts";

const always = { from: undefined, to: undefined };
const frontier = { model: "host/frontier", price: flatPrice("5", "25") };

function threadOn(t: TestContext, path: string, idleMs?: number): ReportThread {
  const thread = new ReportThread({ path, timeZone: "UTC", busyTimeout: 1_000 }, idleMs);
  t.after(() => thread.close());
  return thread;
}

test("another thread reads the same reports, and what was written a moment before", async (t) => {
  const ledger = open(t);
  const work = startWork(ledger, { workspace: "/a" });
  ledger.settle(hold(ledger, work), posted(1_000, 1));
  const here = reportsOf(ledger);
  const [report, overview, exported] = await Promise.all([
    ledger.reports.spendReport("model", always, "/a"),
    ledger.reports.overview(always, undefined, frontier),
    ledger.reports.exportCalls("csv", always, undefined),
  ]);
  assert.deepEqual(report, here.spendReport("model", always, "/a"));
  assert.deepEqual(overview, here.overview(always, undefined, frontier));
  assert.deepEqual(exported, here.exportCalls("csv", always, undefined));
  ledger.settle(hold(ledger, work), posted(2_000, 0));
  const { total } = await ledger.reports.spendReport("day", always, undefined);
  assert.equal(total.posted, usd("0.003001"));
});

test("a report over many calls does not hold up the thread that asks for it", async (t) => {
  const folder = join(temporaryFolder(t), "ledger");
  fillLedger({ folder, calls: 40_000, tasks: 4_000, until: Date.now(), days: 90, workspaces: ["/a"] });
  const ledger = open(t, { folder });
  await ledger.reports.spendReport("day", { from: new Date(), to: undefined }, undefined);
  const started = performance.now();
  reportsOf(ledger).overview(always, undefined, frontier);
  const alone = performance.now() - started;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  await ledger.reports.overview(always, undefined, frontier);
  delay.disable();
  assert.ok(delay.max / 1e6 < alone / 2, `${delay.max / 1e6} ms were lost, of ${alone} ms that the report takes`);
});

test("the thread ends when nothing is asked of it, and starts again", async (t) => {
  const ledger = open(t);
  const thread = threadOn(t, ledger.path, 20);
  assert.equal(thread.running, false);
  await thread.spendReport("day", always, undefined);
  assert.equal(thread.running, true);
  while (thread.running) await sleep(10);
  assert.equal((await thread.spendReport("day", always, undefined)).total.calls, 0);
});

test("a ledger that can't be read is told with its next step, also when it is closed in the middle", async (t) => {
  const ledger = open(t);
  const missing = threadOn(t, join(temporaryFolder(t), "ledger.sqlite"));
  await assert.rejects(
    missing.overview(always, undefined, undefined),
    (error) => error instanceof LedgerError && error.fault === "unusable" && /stepladder doctor/.test(error.message),
  );
  const asked = ledger.reports.overview(always, undefined, undefined);
  ledger.close();
  await assert.rejects(asked, /closed before its report was read/);
});
