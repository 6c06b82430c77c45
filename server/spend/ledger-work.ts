import type { DatabaseSync } from "node:sqlite";
import { type NanoUsd, nano, noMoney } from "./money.ts";
import { exactStatement, moneyIn } from "./rows.ts";
import type { AttemptRecord, Audit, EndpointChange, NewAttempt, NewSubtask, NewTask } from "./spend.ts";
import { createLeadingTransaction, type Transaction } from "./transaction.ts";

/** The records of tasks, subtasks and attempts: what calls belong to. `now` is milliseconds since the epoch. */
export interface LedgerWork {
  startTask(task: NewTask, owner: { readonly name: string; readonly pid: number }, now: number): void;
  startSubtask(subtask: NewSubtask, now: number): void;
  startAttempt(attempt: NewAttempt, now: number): void;
  changeEndpoint(attempt: string, change: EndpointChange, now: number): void;
  endAttempt(attempt: string, end: AttemptRecord, now: number): void;
  endSubtask(subtask: string, verdict: string | undefined, now: number): void;
  endTask(task: string, outcome: string, now: number): void;
  markUndone(task: string, now: number): void;
  markKept(task: string, now: number): void;
  recordAudit(attempt: string, audit: Audit, now: number): void;
  spentOn(purpose: string, since: number): { readonly purpose: NanoUsd; readonly all: NanoUsd };
  /** Posted plus held of one subtask and all below it. */
  spentBy(subtask: string): NanoUsd;
}

/** What starts becomes durable with its first hold: before that nothing is spent or changed for it. */
export function createWork(database: DatabaseSync, transaction: Transaction): LedgerWork {
  const leading = createLeadingTransaction(database, transaction);
  const addTask = database.prepare(
    "insert into task (id, prompt, kind, workspace, preference, started_at, owner, pid) values (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const addAttempt = database.prepare(
    "insert into attempt (id, subtask, number, model, rung, started_at) values (?, ?, ?, ?, ?, ?)",
  );
  const changeEndpoint = database.prepare(
    "insert into endpoint_change (attempt, from_model, to_model, because, changed_at) values (?, ?, ?, ?, ?)",
  );
  const endAttempt = database.prepare(
    "update attempt set ended_at = ?, ending = ?, verdict = ?, because = ?, evidence = ?, grounds = ? where id = ? and ended_at is null",
  );
  const addEdits = database.prepare("insert into edit_count (attempt, format, placed, failed) values (?, ?, ?, ?)");
  const endSubtask = database.prepare("update subtask set ended_at = ?, verdict = ? where id = ? and ended_at is null");
  const endTask = database.prepare("update task set ended_at = ?, outcome = ? where id = ? and ended_at is null");
  const markUndone = database.prepare(
    "update task set outcome = 'undone', judged_at = ? where id = ? and ended_at is not null and outcome <> 'undone'",
  );
  const markKept = database.prepare(
    "update task set outcome = 'kept', judged_at = ? where id = ? and outcome = 'unproved'",
  );
  const addAudit = database.prepare(
    "insert or ignore into audit (attempt, auditor, finding, because, audited_at) values (?, ?, ?, ?, ?)",
  );
  const spentOn = exactStatement(
    database,
    `select coalesce(sum(counted_posted + counted_held), 0) as whole,
       coalesce(sum(case when purpose = ? then counted_posted + counted_held else 0 end), 0) as part
     from call where reserved_at >= ?`,
  );
  const sums = exactStatement(database, "select posted, held from subtask where id = ?");
  const addSubtask = createSubtaskRecord(database);

  return {
    startTask(task, owner, now) {
      const { task: id, prompt, kind, workspace, preference } = task;
      leading(() => addTask.run(id, prompt, kind, workspace, preference, now, owner.name, owner.pid));
    },
    startSubtask: (subtask, now) => leading(() => addSubtask(subtask, now)),
    startAttempt({ attempt, subtask, number, model, rung }, now) {
      leading(() => addAttempt.run(attempt, subtask, number, model, rung, now));
    },
    changeEndpoint(attempt, { from, to, because }, now) {
      transaction(() => changeEndpoint.run(attempt, from, to, because, now));
    },
    endAttempt(attempt, { end, verdict, because, evidence, grounds, edits = [] }, now) {
      const stands = grounds?.join(" ") ?? null;
      transaction(() => {
        if (endAttempt.run(now, end, verdict ?? null, because, evidence, stands, attempt).changes === 0) return;
        for (const { format, placed, failed } of edits) addEdits.run(attempt, format, placed, failed);
      });
    },
    endSubtask(subtask, verdict, now) {
      transaction(() => endSubtask.run(now, verdict ?? null, subtask));
    },
    endTask(task, outcome, now) {
      transaction(() => endTask.run(now, outcome, task));
    },
    markKept(task, now) {
      transaction(() => markKept.run(now, task));
    },
    markUndone(task, now) {
      transaction(() => markUndone.run(now, task));
    },
    recordAudit(attempt, { auditor, finding, because }, now) {
      transaction(() => addAudit.run(attempt, auditor, finding, because, now));
    },
    spentOn(purpose, since) {
      const row = spentOn.get(purpose, since);
      return row === undefined
        ? { purpose: noMoney, all: noMoney }
        : { purpose: moneyIn(row, "part"), all: moneyIn(row, "whole") };
    },
    spentBy(subtask) {
      const row = sums.get(subtask);
      return row === undefined ? noMoney : nano(moneyIn(row, "posted") + moneyIn(row, "held"));
    },
  };
}

/** A child's limit is cut to what its ancestors have left when it starts; later they are checked at every call anyway. */
function createSubtaskRecord(database: DatabaseSync): (subtask: NewSubtask, now: number) => void {
  const add = database.prepare(
    "insert into subtask (id, task, parent, kind, title, because, spend_limit, expected, started_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const addSelf = database.prepare("insert into ancestry (subtask, ancestor) values (?, ?)");
  const inherit = database.prepare(
    "insert into ancestry (subtask, ancestor) select ?, ancestor from ancestry where subtask = ?",
  );
  const ancestorsLeft = exactStatement(
    database,
    `select min(max(spend_limit - posted - held, 0)) as least from ancestry join subtask on subtask.id = ancestry.ancestor
     where ancestry.subtask = ? and spend_limit is not null`,
  );
  return ({ subtask, task, parent, kind, title, because, limit, expected }, now) => {
    const row = parent === undefined ? undefined : ancestorsLeft.get(parent);
    const most = typeof row?.least === "bigint" ? row.least : undefined;
    const cut = limit !== undefined && most !== undefined && most < limit ? most : limit;
    add.run(subtask, task, parent ?? null, kind, title, because, cut ?? null, expected ?? null, now);
    addSelf.run(subtask, subtask);
    if (parent !== undefined) inherit.run(subtask, parent);
  };
}
