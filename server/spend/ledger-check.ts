import type { DatabaseSync } from "node:sqlite";

/** Each finds rows whose kept sums differ from the calls themselves. */
const comparisons: ReadonlyMap<string, string> = new Map([
  [
    "the balance of a time bucket",
    `with counted as (
       select 'everything' as scope, 'quarter' as span, reserved_at / 900000 as bucket, sum(counted_posted) as posted, sum(counted_held) as held from call group by 3
       union all select 'everything', 'day', reserved_at / 86400000, sum(counted_posted), sum(counted_held) from call group by 3
       union all select 'workspace ' || workspace, 'quarter', reserved_at / 900000, sum(counted_posted), sum(counted_held) from call group by 1, 3
       union all select 'workspace ' || workspace, 'day', reserved_at / 86400000, sum(counted_posted), sum(counted_held) from call group by 1, 3)
     select scope || ' ' || span || ' ' || bucket as name from (
       select * from counted except select scope, span, bucket, posted, held from balance)
     union select scope || ' ' || span || ' ' || bucket from (
       select scope, span, bucket, posted, held from balance except select * from counted)`,
  ],
  [
    "the sum of a task",
    `select task.id as name from task left join call on call.task = task.id group by task.id
     having task.posted <> coalesce(sum(counted_posted), 0) or task.held <> coalesce(sum(counted_held), 0)`,
  ],
  [
    "the sum of an attempt",
    `select attempt.id as name from attempt left join call on call.attempt = attempt.id group by attempt.id
     having attempt.posted <> coalesce(sum(counted_posted), 0) or attempt.held <> coalesce(sum(counted_held), 0)`,
  ],
  [
    "the sum of a subtask",
    `select subtask.id as name from subtask join ancestry on ancestry.ancestor = subtask.id
       left join call on call.subtask = ancestry.subtask group by subtask.id
     having subtask.posted <> coalesce(sum(counted_posted), 0) or subtask.held <> coalesce(sum(counted_held), 0)`,
  ],
]);

/** Every kept sum that differs from its calls, as a sentence; none when the ledger adds up. Reads all calls. */
export function findWrongBalances(database: DatabaseSync): readonly string[] {
  return [...comparisons].flatMap(([what, sql]) =>
    database
      .prepare(sql)
      .all()
      .map((row) => `The ledger does not add up: ${what} (${String(row.name)}) differs from its calls.`),
  );
}

/** SQLite's own check of the file, as sentences; none when it is sound. Reads the whole file. */
export function findDamage(database: DatabaseSync): readonly string[] {
  return database
    .prepare("pragma quick_check")
    .all()
    .map((row) => String(row.quick_check))
    .filter((finding) => finding !== "ok")
    .map((finding) => `The ledger's file is damaged: ${finding}.`);
}
