import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import type { Ground } from "../../server/protocol/grounds.ts";
import type { Ledger } from "../../server/spend/ledger.ts";
import { createPastWork } from "../../server/spend/past-work.ts";
import type { AttemptRecord } from "../../server/spend/spend.ts";
import { hold, open, posted, startWork } from "./fixtures.ts";

function judged(
  ledger: Ledger,
  verdict: NonNullable<AttemptRecord["verdict"]>,
  grounds: readonly Ground[] | undefined,
) {
  const work = startWork(ledger);
  ledger.settle(hold(ledger, work), posted(1000, 0));
  ledger.endAttempt(work.attempt, { end: "claims-done", verdict, because: "", evidence: "[]", grounds });
  ledger.endSubtask(work.subtask, verdict);
  ledger.endTask(work.task, verdict);
  return work;
}

test("an outcome tells on what its verdict stands, in order, and nothing where nobody kept it", (t) => {
  const ledger = open(t);
  judged(ledger, "unproved", ["unbroken", "review"]);
  judged(ledger, "proved", undefined);
  assert.deepEqual(
    ledger.outcomes(10).map(({ grounds }) => grounds),
    [undefined, ["unbroken", "review"]],
  );
  const database = new DatabaseSync(ledger.path);
  t.after(() => database.close());
  const past = createPastWork(database)
    .pastTasks()
    .map(({ subtasks }) => subtasks[0]?.attempts[0]?.grounds);
  assert.deepEqual(past, [["unbroken", "review"], undefined]);
});

test("what nothing could prove stands on the user's word once it is kept or taken back; what was proved does not", (t) => {
  const ledger = open(t);
  const [kept, undone, proved] = (["unproved", "unproved", "proved"] as const).map((verdict) =>
    judged(ledger, verdict, verdict === "proved" ? ["tests"] : ["looks"]),
  );
  ledger.markKept(kept?.task ?? "");
  ledger.markUndone(undone?.task ?? "");
  ledger.markUndone(proved?.task ?? "");
  assert.deepEqual(
    ledger.outcomes(10).map(({ verdict, grounds, later }) => [verdict, grounds, later]),
    [
      ["refuted", ["tests"], "undone"],
      ["refuted", ["looks", "user"], undefined],
      ["proved", ["looks", "user"], undefined],
    ],
  );
});

test("grounds that this version does not know count as not known", (t) => {
  const ledger = open(t);
  judged(ledger, "proved", ["tests"]);
  const database = new DatabaseSync(ledger.path);
  database.exec("update attempt set grounds = 'tests oracle'");
  database.close();
  assert.equal(ledger.outcomes(1)[0]?.grounds, undefined);
});
