import type { DatabaseSync } from "node:sqlite";
import { millisecondsPerQuarter } from "./ledger-schema.ts";
import { type NanoUsd, nano } from "./money.ts";
import { exactStatement } from "./rows.ts";
import type { Calendar } from "./windows.ts";

/** Calls reserved from `from` up to, not including, `to`; undefined is open. */
export interface ReportRange {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** What one attempt spent on one model within one quarter of an hour: the smallest part that any report needs. */
export interface Portion {
  readonly task: string;
  /** The task's. */
  readonly kind: string;
  /** The task's; `running` until it has ended. */
  readonly outcome: string;
  readonly model: string;
  readonly rung: string;
  /** The attempt's. */
  readonly verdict: string | null;
  /** The ledger's local calendar day, such as `2026-11-21`. */
  readonly day: string;
  readonly calls: bigint;
  readonly posted: NanoUsd;
  readonly held: NanoUsd;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
}

export type ReadPortions = (range: ReportRange, workspace: string | undefined) => readonly Portion[];

// The sums are made before the joins, so that 100,000 calls take one pass over one table.
const portionsSql = `
  with spent as (
    select attempt, model, reserved_at / ${millisecondsPerQuarter} as quarter, count(*) as calls,
      sum(counted_posted) as posted, sum(counted_held) as held,
      sum(coalesce(uncached, 0) + coalesce(cache_read, 0) + coalesce(cache_write, 0)) as input, sum(coalesce(output, 0)) as output
    from call where reserved_at >= ?1 and reserved_at < ?2 and (?3 is null or workspace = ?3)
    group by attempt, model, quarter)
  select task.id, task.kind, coalesce(task.outcome, 'running'), spent.model, attempt.rung, attempt.verdict,
    quarter, calls, spent.posted, spent.held, input, output
  from spent join attempt on attempt.id = spent.attempt join subtask on subtask.id = attempt.subtask join task on task.id = subtask.task
  order by quarter`;

type Columns = [string, string, string, string, string, string | null, bigint, bigint, bigint, bigint, bigint, bigint];

export function createPortions(database: DatabaseSync, calendar: Calendar): ReadPortions {
  const statement = exactStatement(database, portionsSql);
  statement.setReturnArrays(true);
  return (range, workspace) => {
    const [from, to] = boundsOf(range);
    const dayOf = daysInOrder(calendar);
    return (statement.all(from, to, workspace ?? null) as unknown as Columns[]).map((columns) => {
      const [task, kind, outcome, model, rung, verdict, quarter, calls, posted, held, inputTokens, outputTokens] =
        columns;
      const day = dayOf(Number(quarter) * millisecondsPerQuarter);
      const money = { posted: nano(posted), held: nano(held) };
      return { task, kind, outcome, model, rung, verdict, day, calls, ...money, inputTokens, outputTokens };
    });
  };
}

/** Milliseconds since the epoch: the first that counts, and the first that no longer does. */
export function boundsOf({ from, to }: ReportRange): readonly [number, number] {
  return [from?.getTime() ?? 0, to?.getTime() ?? Number.MAX_SAFE_INTEGER];
}

/** For times that ascend: asking the calendar for each of them would take longer than reading them. */
function daysInOrder(calendar: Calendar): (at: number) => string {
  let [day, end] = ["", Number.NEGATIVE_INFINITY];
  return (at) => {
    if (at >= end) [day, end] = [calendar.dayOf(at), calendar.endOf("day", at)];
    return day;
  };
}
