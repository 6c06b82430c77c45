import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type TestContext, test } from "node:test";
import { type Ledger, openLedger } from "../../server/spend/ledger.ts";
import { budget, hold, newCall, open, posted, reportsOf, startWork, temporaryFolder, usd } from "./fixtures.ts";

interface Child {
  readonly process: ChildProcess;
  /** The next line of its output. */
  line(): Promise<string>;
  readonly ended: Promise<unknown>;
}

function start(t: TestContext, script: string, ...args: readonly string[]): Child {
  const file = join(import.meta.dirname, "processes", script);
  const child = spawn(process.execPath, [file, ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = once(child, "close");
  t.after(() => child.kill("SIGKILL"));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return { process: child, ended, line: async () => String((await lines.next()).value) };
}

function deliveredIn(file: string): readonly string[] {
  return existsSync(file)
    ? readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line.length === 36)
    : [];
}

function callsIn(ledger: Ledger): ReadonlySet<string> {
  const receipts = ledger.tasks(1000, undefined).map(({ task }) => ledger.receipt(task));
  const attempts = receipts.flatMap((receipt) => receipt?.subtasks.flatMap((subtask) => subtask.attempts) ?? []);
  return new Set(attempts.flatMap((attempt) => attempt.calls.map(({ call }) => call)));
}

test("eight processes on one budget never overspend it together", { timeout: 60_000 }, async (t) => {
  const folder = temporaryFolder(t);
  const delivered = join(folder, "delivered");
  const children = Array.from({ length: 8 }, () => start(t, "spender.ts", folder, "0.03", "40", delivered));
  const seen = await Promise.all(
    children.map(async (child) => {
      assert.equal(await child.line(), "ready");
      return JSON.parse(await child.line()) as { held: number; refused: number; overspent: number };
    }),
  );
  const total = (what: "held" | "refused" | "overspent") => seen.reduce((sum, each) => sum + each[what], 0);
  assert.equal(total("overspent"), 0);
  assert.equal(total("held") + total("refused"), 320);
  assert.ok(total("refused") > 0, "the budget should have been reached");
  const ledger = open(t, { folder });
  const figures = reportsOf(ledger).spendReport("day", { from: undefined, to: undefined }, undefined).total;
  assert.equal(figures.calls, total("held"));
  assert.ok(figures.posted <= usd("0.03"));
  assert.equal(figures.held, 0n);
  assert.deepEqual([ledger.verifyBalances(), ledger.verifyFile()], [[], []]);
});

test("after kills at any moment every delivered call is in the ledger and held or posted", {
  timeout: 120_000,
}, async (t) => {
  const folder = temporaryFolder(t);
  const delivered = join(folder, "delivered");
  for (let round = 0; round < 5; round++) {
    const children = Array.from({ length: 3 }, () => start(t, "spender.ts", folder, "1000", "1000000", delivered));
    for (const [index, child] of children.entries()) {
      assert.equal(await child.line(), "ready");
      await new Promise((resolve) => setTimeout(resolve, (round * 13 + index * 7) % 40));
      child.process.kill("SIGKILL");
      await child.ended;
    }
  }
  const ledger = open(t, { folder });
  const ids = deliveredIn(delivered);
  const known = callsIn(ledger);
  assert.ok(ids.length > 15);
  assert.deepEqual(
    ids.filter((id) => !known.has(id)),
    [],
  );
  assert.equal(ledger.markInterrupted().length, 15);
  assert.ok(ledger.callsToCheck(100).every((call) => call.state === "unknown"));
  assert.deepEqual([ledger.verifyBalances(), ledger.verifyFile()], [[], []]);
});

test("a dead process's task is marked interrupted and its held call unknown; a live one's is left alone", async (t) => {
  const folder = temporaryFolder(t);
  const ledger = open(t, { folder, budgets: [budget("1")] });
  const own = startWork(ledger);
  const ownCall = hold(ledger, own);
  const child = start(t, "task-holder.ts", folder);
  const task = await child.line();
  assert.deepEqual(ledger.markInterrupted(), []);
  assert.equal(ledger.receipt(task)?.outcome, "running");
  child.process.kill("SIGKILL");
  await child.ended;
  assert.deepEqual(ledger.markInterrupted(), [task]);
  assert.deepEqual(ledger.markInterrupted(), []);
  const receipt = ledger.receipt(task);
  assert.deepEqual([receipt?.outcome, receipt?.held], ["interrupted", "2000000"]);
  assert.equal(receipt?.subtasks[0]?.attempts[0]?.end, "interrupted");
  assert.equal(receipt?.subtasks[0]?.attempts[0]?.calls[0]?.state, "unknown");
  assert.equal(ledger.settle(ownCall, posted(500, 500)).state, "posted");
});

test("a process that ended without a crash but with an open task is dead too", async (t) => {
  const folder = temporaryFolder(t);
  const child = start(t, "task-holder.ts", folder);
  const task = await child.line();
  child.process.stdin?.end();
  await child.ended;
  assert.deepEqual(open(t, { folder }).markInterrupted(), [task]);
});

test("two ledgers in one process see each other's tasks as alive", (t) => {
  const folder = temporaryFolder(t);
  const one = open(t, { folder });
  const other = open(t, { folder });
  startWork(one);
  assert.deepEqual(other.markInterrupted(), []);
  one.close();
  assert.equal(other.markInterrupted().length, 1);
});

test("a task whose mark of presence was deleted counts as alive while its process runs", async (t) => {
  const folder = temporaryFolder(t);
  const child = start(t, "task-holder.ts", folder);
  await child.line();
  const ledger = open(t, { folder });
  for (const name of readdirSync(join(folder, "processes"))) rmSync(join(folder, "processes", name));
  assert.deepEqual(ledger.markInterrupted(), []);
});

test("a process that closed with nothing open leaves no mark behind", (t) => {
  const folder = temporaryFolder(t);
  const ledger = openLedger({ folder, clock: () => new Date(), processId: process.pid, budgets: [], warnAt: 1 });
  const work = startWork(ledger);
  ledger.settle(hold(ledger, work), posted(1, 1));
  ledger.endTask(work.task, "proved");
  ledger.close();
  assert.deepEqual(readdirSync(join(folder, "processes")), []);
});

test("many processes may start on an empty folder at once", { timeout: 60_000 }, async (t) => {
  const folder = temporaryFolder(t);
  const delivered = join(folder, "delivered");
  writeFileSync(delivered, "");
  const children = Array.from({ length: 4 }, () => start(t, "spender.ts", folder, "1", "1", delivered));
  for (const child of children) {
    await child.line();
    assert.match(await child.line(), /"held":1/);
  }
  const ledger = open(t, { folder });
  assert.equal(callsIn(ledger).size, 4);
  assert.equal(ledger.reserve(newCall(startWork(ledger))).kind, "held");
});
