import assert from "node:assert/strict";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { LedgerError, type LedgerFault } from "../../server/spend/ledger-error.ts";
import { setLedgerAside } from "../../server/spend/ledger-file.ts";
import { budget, hold, newCall, open, posted, startWork, temporaryFolder, usd } from "./fixtures.ts";

const onWindows = process.platform === "win32";

function fault(expected: LedgerFault): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof LedgerError, String(error));
    assert.equal(error.fault, expected);
    assert.match(error.message, /No paid call is made until then|STEPLADDER_HOME/);
    return true;
  };
}

test("the folder and the file are the user's alone", { skip: onWindows }, (t) => {
  const folder = join(temporaryFolder(t), "deep", "data");
  const ledger = open(t, { folder });
  hold(ledger, startWork(ledger));
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  for (const name of readdirSync(folder).filter((each) => each !== "processes")) {
    assert.equal(statSync(join(folder, name)).mode & 0o777, 0o600, name);
  }
});

test("what was written is there after the next start", (t) => {
  const folder = temporaryFolder(t);
  const first = open(t, { folder });
  const work = startWork(first);
  first.settle(hold(first, work), posted(500, 500));
  first.close();
  assert.equal(open(t, { folder }).receipt(work.task)?.total, "1000000");
});

for (const [what, destroy, expected] of [
  ["deleted", (path: string) => rmSync(path), "missing"],
  ["emptied", (path: string) => truncateSync(path, 0), "corrupt"],
  ["overwritten", (path: string) => writeFileSync(path, "x".repeat(8192)), "corrupt"],
  ["damaged in the middle", (path: string) => writeFileSync(path, damaged(readFileSync(path))), "corrupt"],
] as const) {
  test(`a ledger that was ${what} since its last use refuses to open, until the user sets it aside`, (t) => {
    const folder = temporaryFolder(t);
    const ledger = open(t, { folder });
    for (let i = 0; i < 200; i++) hold(ledger, startWork(ledger));
    ledger.close();
    destroy(ledger.path);
    assert.throws(() => open(t, { folder }), fault(expected));
    const aside = setLedgerAside(folder, new Date("2026-11-21T12:00:00Z"));
    assert.ok(aside.length > 0 && aside.every((file) => existsSync(file)));
    assert.equal(open(t, { folder }).tasks(10, undefined).length, 0);
  });
}

function damaged(content: Buffer): Buffer {
  return content.fill(0xff, 4096 * 3, content.length - 4096);
}

test("another ledger in the place of the one that was used is refused", (t) => {
  const folder = temporaryFolder(t);
  const other = temporaryFolder(t);
  for (const each of [folder, other]) open(t, { folder: each }).close();
  copyFileSync(join(other, "ledger.sqlite"), join(folder, "ledger.sqlite"));
  assert.throws(() => open(t, { folder }), fault("replaced"));
});

test("a ledger that is deleted while it runs stops paid calls", { skip: onWindows }, (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  hold(ledger, work);
  rmSync(ledger.path);
  assert.throws(() => ledger.reserve(newCall(work)), fault("missing"));
});

test("a ledger of the first version is brought to this one with all that it holds", (t) => {
  const folder = temporaryFolder(t);
  const first = open(t, { folder });
  const work = startWork(first);
  first.settle(hold(first, work), posted(1000, 0));
  const spent = first.spentBy(work.subtask);
  first.close();
  const database = new DatabaseSync(join(folder, "ledger.sqlite"));
  database.exec(
    "drop table edit_count; drop table endpoint_change; drop table audit; drop table forgetting; alter table task drop column judged_at; alter table attempt drop column grounds; alter table subtask drop column expected; pragma user_version = 1",
  );
  database.close();
  const second = open(t, { folder });
  assert.equal(second.spentBy(work.subtask), spent);
  assert.deepEqual(second.editRecords(), []);
});

test("a ledger of a newer version is refused", (t) => {
  const folder = temporaryFolder(t);
  open(t, { folder }).close();
  const database = new DatabaseSync(join(folder, "ledger.sqlite"));
  database.exec("pragma user_version = 99");
  database.close();
  assert.throws(() => open(t, { folder }), fault("newer"));
});

test("a ledger that another process keeps locked is an error in time, and nothing is held", (t) => {
  const ledger = open(t, { busyTimeout: 50 });
  const work = startWork(ledger);
  const other = new DatabaseSync(ledger.path);
  other.exec("begin immediate");
  assert.throws(() => ledger.reserve(newCall(work)), fault("locked"));
  other.exec("rollback");
  other.close();
  assert.equal(ledger.spentBy(work.subtask), 0n);
  assert.equal(ledger.reserve(newCall(work)).kind, "held");
});

test("a folder that can't be written to is refused with the way out", { skip: onWindows }, (t) => {
  const file = join(temporaryFolder(t), "file");
  writeFileSync(file, "");
  assert.throws(() => open(t, { folder: join(file, "data") }), fault("unusable"));
});

test("a folder that a service copies to other machines is refused", (t) => {
  const folder = join(temporaryFolder(t), "OneDrive - Company", "stepladder");
  assert.throws(() => open(t, { folder }), fault("place"));
  assert.equal(existsSync(join(folder, "ledger.sqlite")), false);
});

test("a full disk refuses a reservation, and reading goes on", (t) => {
  const ledger = open(t, { maxPages: 60, budgets: [budget("1000")] });
  const work = startWork(ledger);
  let held = 0;
  assert.throws(() => {
    for (; held < 5000; held++) hold(ledger, work, { purpose: "x".repeat(500) });
  }, fault("full"));
  assert.equal(ledger.spentBy(work.subtask), usd("0.002") * BigInt(held));
  assert.equal(ledger.receipt(work.task)?.subtasks[0]?.attempts[0]?.calls.length, held);
  assert.deepEqual(ledger.verifyBalances(), []);
});

test("a full disk at settlement keeps the hold, and settling again later is right", (t) => {
  const folder = temporaryFolder(t);
  const full = open(t, { folder, maxPages: 60 });
  const work = startWork(full);
  const call = hold(full, work);
  assert.throws(() => {
    for (let i = 0; i < 5000; i++) hold(full, work, { purpose: "x".repeat(500) });
  }, fault("full"));
  const settlement = { ...posted(500, 500), answeredBy: "m".repeat(20_000) };
  assert.throws(() => full.settle(call, settlement), fault("full"));
  const state = (ledger: typeof full) => ledger.receipt(work.task)?.subtasks[0]?.attempts[0]?.calls[0]?.state;
  assert.equal(state(full), "held");
  const roomy = open(t, { folder });
  assert.deepEqual(roomy.settle(call, settlement), { state: "posted", cost: usd("0.001") });
  assert.equal(state(roomy), "posted");
  assert.deepEqual(roomy.verifyBalances(), []);
});

test("the log beside the ledger stays small over thousands of writes, with readers in between", (t) => {
  const ledger = open(t);
  const reader = open(t, { folder: dirname(ledger.path) });
  const work = startWork(ledger);
  for (let i = 0; i < 600; i++) {
    ledger.settle(hold(ledger, work), posted(1, 1));
    if (i % 50 === 0) reader.receipt(work.task);
  }
  assert.ok(statSync(`${ledger.path}-wal`).size < 8 * 1024 * 1024 + 64 * 1024);
});

test("calls can't be deleted and a settled call can't be changed, not even by hand", (t) => {
  const ledger = open(t);
  const call = hold(ledger, startWork(ledger));
  ledger.settle(call, posted(500, 500));
  const database = new DatabaseSync(ledger.path);
  t.after(() => database.close());
  assert.throws(() => database.exec("delete from call"), /never deleted/);
  assert.throws(() => database.exec("update call set cost = 0"), /never changes/);
});

test("a sum that was tampered with is found", (t) => {
  const ledger = open(t);
  const work = startWork(ledger);
  hold(ledger, work);
  assert.deepEqual([ledger.verifyBalances(), ledger.verifyFile()], [[], []]);
  const database = new DatabaseSync(ledger.path);
  database.exec(
    "update balance set held = 0 where scope = 'everything'; update task set posted = 5; update subtask set held = 1; update attempt set held = 1",
  );
  database.close();
  assert.equal(ledger.verifyBalances().length, 5);
});

test("the folder may exist already and be open to others: it is closed", { skip: onWindows }, (t) => {
  const folder = join(temporaryFolder(t), "data");
  mkdirSync(folder, { mode: 0o755 });
  open(t, { folder });
  assert.equal(statSync(folder).mode & 0o777, 0o700);
});
