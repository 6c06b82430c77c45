import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { type TestContext, test } from "node:test";
import { createLeadingTransaction, createTransaction } from "../../server/spend/transaction.ts";
import { temporaryFolder } from "./fixtures.ts";

const full = 2;
const normal = 1;

function setUp(t: TestContext) {
  const path = join(temporaryFolder(t), "numbers.sqlite");
  const database = new DatabaseSync(path);
  t.after(() => database.close());
  database.exec("pragma journal_mode = wal; pragma synchronous = full; create table number (value integer)");
  const transaction = createTransaction(database);
  return {
    path,
    leading: createLeadingTransaction(database, transaction),
    transaction,
    add: (value: number) => database.prepare("insert into number values (?)").run(value),
    sync: () => database.prepare("pragma synchronous").get()?.synchronous,
  };
}

test("only the leading transaction itself goes without a sync, also when it fails", (t) => {
  const { leading, transaction, sync, add } = setUp(t);
  assert.equal(leading(sync), normal);
  assert.equal(transaction(sync), full);
  const fail = () => {
    add(1);
    throw new Error("on purpose");
  };
  assert.throws(() => leading(fail), /on purpose/);
  assert.equal(sync(), full);
});

test("what a leading transaction wrote is there for others at once, and none of it when it failed", (t) => {
  const { path, leading, add } = setUp(t);
  leading(() => add(1));
  assert.throws(() =>
    leading(() => {
      add(2);
      throw new Error("on purpose");
    }),
  );
  const other = new DatabaseSync(path, { readOnly: true });
  t.after(() => other.close());
  assert.deepEqual(
    other
      .prepare("select value from number")
      .all()
      .map(({ value }) => value),
    [1],
  );
});
