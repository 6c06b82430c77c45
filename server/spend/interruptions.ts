import type { DatabaseSync } from "node:sqlite";
import type { Presence } from "./process-presence.ts";
import { exactStatement, numberIn, textIn } from "./rows.ts";
import type { Transaction } from "./transaction.ts";

/**
 * Marks what dead processes left behind: their open tasks become `interrupted`, and their held calls unknown, since nobody
 * will settle them. Returns the tasks that were open. A process that lives is never touched.
 */
export type MarkInterrupted = (now: number) => readonly string[];

const unfinished = `
  select owner, pid from task where ended_at is null
  union select owner, pid from task where id in (select task from call where state = 'held')`;

export function createMarkInterrupted(
  database: DatabaseSync,
  transaction: Transaction,
  presence: Presence,
): MarkInterrupted {
  const owners = exactStatement(database, unfinished);
  const mark = createMark(database);
  return (now) => {
    const dead = owners
      .all()
      .map((row) => ({ owner: textIn(row, "owner"), pid: numberIn(row, "pid") }))
      .filter(({ owner, pid }) => !presence.isAlive(owner, pid));
    if (dead.length === 0) return [];
    const tasks = transaction(() => dead.flatMap(({ owner }) => mark(owner, now)));
    for (const { owner } of dead) presence.forget(owner);
    return tasks;
  };
}

function createMark(database: DatabaseSync): (owner: string, now: number) => readonly string[] {
  const open = exactStatement(database, "select id from task where owner = ? and ended_at is null");
  const calls = database.prepare(
    `update call set state = 'unknown', because = 'the process ended before the reply was recorded', settled_at = ?
     where state = 'held' and task in (select id from task where owner = ?)`,
  );
  const attempts = database.prepare(
    `update attempt set ended_at = ?, ending = 'interrupted', because = 'the process ended'
     where ended_at is null and subtask in (select id from subtask where task = ?)`,
  );
  const subtasks = database.prepare("update subtask set ended_at = ? where ended_at is null and task = ?");
  const task = database.prepare("update task set ended_at = ?, outcome = 'interrupted' where id = ?");
  return (owner, now) => {
    const ids = open.all(owner).map((row) => textIn(row, "id"));
    calls.run(now, owner);
    for (const id of ids) {
      attempts.run(now, id);
      subtasks.run(now, id);
      task.run(now, id);
    }
    return ids;
  };
}

/** Whether a process left nothing open, so that its mark of presence may go with it. */
export function hasOpenWork(database: DatabaseSync, owner: string): boolean {
  const row = database
    .prepare(
      `select exists (select 1 from task where owner = ?1 and ended_at is null)
         or exists (select 1 from call join task on task.id = call.task where call.state = 'held' and task.owner = ?1) as open`,
    )
    .get(owner);
  return row?.open === 1;
}
