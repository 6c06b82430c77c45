import type { DatabaseSync } from "node:sqlite";
import type { Usage } from "../models/usage.ts";
import type { Kind } from "../protocol/events.ts";
import { isCompleted } from "./figures.ts";
import { forgotten } from "./forgetting.ts";
import { countedVerdict, groundsIn } from "./ledger-queries.ts";
import { type NanoUsd, nano } from "./money.ts";
import type { PastAttempt, PastSubtask, PastTask } from "./past-task.ts";
import { costOf, type KnownPrice } from "./price.ts";
import { exactStatement, isoTime, moneyIn, numberIn, optionalTextIn, type Row, textIn } from "./rows.ts";
import { type AttemptOutcome, endedAtCap } from "./spend.ts";

export interface PastWork {
  /** Every ended task that made an attempt, oldest first. */
  pastTasks(): readonly PastTask[];
  /** What each attempt costs when its calls have these prices; a call without one, or whose tokens nobody knows, costs what it did. */
  repriced(priceOf: (model: string) => KnownPrice | undefined): ReadonlyMap<string, NanoUsd>;
}

const attemptsSql = `
  select attempt.id, attempt.subtask, subtask.task, subtask.parent is null as root, subtask.kind, task.workspace, task.outcome,
    task.started_at, task.posted + task.held as task_cost, attempt.model, attempt.posted + attempt.held as cost, attempt.ending,
    attempt.ended_at, attempt.verdict as said, ${countedVerdict} as verdict, attempt.grounds, ${forgotten("subtask.kind")} as forgotten
  from task join subtask on subtask.task = task.id join attempt on attempt.subtask = subtask.id
  where task.ended_at is not null and attempt.ended_at is not null
  order by task.started_at, task.rowid, subtask.rowid, attempt.number`;

const callsSql = `
  select attempt, model, counted_posted + counted_held as cost, uncached, cache_read, cache_write, cache_write_1h, output, reasoning
  from call where counted_posted + counted_held > 0 or uncached is not null`;

export function createPastWork(database: DatabaseSync): PastWork {
  const attempts = exactStatement(database, attemptsSql);
  const calls = exactStatement(database, callsSql);
  return {
    pastTasks: () => {
      const rows: readonly Row[] = attempts.all();
      return [...Map.groupBy(rows, (row) => textIn(row, "task")).values()].flatMap(taskIn);
    },
    repriced(priceOf) {
      const sums = new Map<string, bigint>();
      for (const row of calls.iterate()) {
        const price = row.uncached === null ? undefined : priceOf(textIn(row, "model"));
        const cost = price === undefined ? moneyIn(row, "cost") : costOf(price, usageIn(row));
        const attempt = textIn(row, "attempt");
        sums.set(attempt, (sums.get(attempt) ?? 0n) + cost);
      }
      return new Map([...sums].map(([attempt, cost]) => [attempt, nano(cost)]));
    },
  };
}

function taskIn(rows: readonly Row[]): readonly PastTask[] {
  const [first] = rows;
  if (first === undefined) return [];
  return [
    {
      task: textIn(first, "task"),
      workspace: textIn(first, "workspace"),
      startedAt: isoTime(numberIn(first, "started_at")),
      completed: isCompleted(optionalTextIn(first, "outcome") ?? ""),
      cost: moneyIn(first, "task_cost"),
      subtasks: [...Map.groupBy(rows, (row) => textIn(row, "subtask")).values()].flatMap(subtaskIn),
    },
  ];
}

function subtaskIn(rows: readonly Row[]): readonly PastSubtask[] {
  const [first] = rows;
  if (first === undefined) return [];
  const kind = textIn(first, "kind") as Kind;
  return [
    { subtask: textIn(first, "subtask"), root: numberIn(first, "root") === 1, kind, attempts: rows.map(attemptIn) },
  ];
}

function attemptIn(row: Row): PastAttempt {
  const verdict = optionalTextIn(row, "verdict") as AttemptOutcome["verdict"];
  const ending = optionalTextIn(row, "ending");
  const answered = verdict === undefined && ending === "claims-done";
  return {
    attempt: textIn(row, "id"),
    model: textIn(row, "model"),
    verdict,
    grounds: verdict && groundsIn(row),
    ends: answered || ["proved", "unproved"].includes(optionalTextIn(row, "said") ?? ""),
    answered,
    cost: moneyIn(row, "cost"),
    cutShort: ending === endedAtCap,
    endedAt: isoTime(numberIn(row, "ended_at")),
    forgotten: numberIn(row, "forgotten") === 1,
  };
}

function usageIn(row: Row): Usage {
  const tokens = (column: string) => Number(row[column] ?? 0);
  return {
    uncached: tokens("uncached"),
    cacheRead: tokens("cache_read"),
    cacheWrite: tokens("cache_write"),
    cacheWrite1h: tokens("cache_write_1h"),
    output: tokens("output"),
    reasoning: tokens("reasoning"),
  };
}
