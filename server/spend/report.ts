import type { DatabaseSync } from "node:sqlite";
import { millisecondsPerQuarter } from "./ledger-schema.ts";
import { type NanoUsd, nano, noMoney } from "./money.ts";
import { exactStatement, moneyIn, numberIn, optionalTextIn, type Row, textIn } from "./rows.ts";
import type { Calendar } from "./windows.ts";

export type ReportBy = "day" | "model" | "rung" | "kind" | "task" | "outcome";

/** Calls reserved from `from` up to, not including, `to`; undefined is open. */
export interface ReportRange {
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** What a report tells of a group of calls, and of all of them. */
export interface SpendFigures {
  /** Posted spend, failed and unfinished tasks included, per task that was proved or answered; undefined when there is none. */
  readonly costPerCompletedTask: NanoUsd | undefined;
  readonly completedTasks: number;
  readonly tasks: number;
  readonly calls: number;
  readonly posted: NanoUsd;
  readonly held: NanoUsd;
  /** The part of `posted` that went into attempts that were refuted. */
  readonly refuted: NanoUsd;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface SpendReport {
  readonly by: ReportBy;
  readonly workspace: string | undefined;
  /** ISO times. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly total: SpendFigures;
  /** Days in order; everything else dearest first. `label` says more than `key` where there is more to say. */
  readonly groups: readonly (SpendFigures & { readonly key: string; readonly label: string })[];
}

export type ReadReport = (by: ReportBy, range: ReportRange, workspace: string | undefined) => SpendReport;

const grouped = `
  select call.task, task.prompt, task.kind, coalesce(task.outcome, 'running') as outcome, call.model, attempt.rung,
    attempt.verdict, call.reserved_at / ${millisecondsPerQuarter} as quarter, count(*) as calls,
    sum(counted_posted) as posted, sum(counted_held) as held,
    sum(coalesce(uncached, 0) + coalesce(cache_read, 0) + coalesce(cache_write, 0)) as input, sum(coalesce(output, 0)) as output
  from call join task on task.id = call.task join attempt on attempt.id = call.attempt
  where reserved_at >= ?1 and reserved_at < ?2 and (?3 is null or call.workspace = ?3)
  group by call.task, call.model, attempt.id, quarter`;

const completed: ReadonlySet<string> = new Set(["proved", "answered", "kept"]);

export function createReports(database: DatabaseSync, calendar: Calendar): ReadReport {
  const statement = exactStatement(database, grouped);
  return (by, range, workspace) => {
    const rows = statement.all(
      range.from?.getTime() ?? 0,
      range.to?.getTime() ?? Number.MAX_SAFE_INTEGER,
      workspace ?? null,
    );
    const groups = [...Map.groupBy(rows, (row) => keyOf(by, row, calendar))].map(([key, members]) => ({
      key,
      label: by === "task" ? labelOfTask(members) : key,
      ...figuresOf(members),
    }));
    return {
      by,
      workspace,
      from: range.from?.toISOString(),
      to: range.to?.toISOString(),
      total: figuresOf(rows),
      groups: groups.sort(by === "day" ? byKey : dearestFirst),
    };
  };
}

function keyOf(by: ReportBy, row: Row, calendar: Calendar): string {
  switch (by) {
    case "day":
      return calendar.dayOf(numberIn(row, "quarter") * millisecondsPerQuarter);
    case "model":
    case "rung":
    case "kind":
    case "task":
    case "outcome":
      return textIn(row, by);
  }
}

function labelOfTask(rows: readonly Row[]): string {
  const [first] = rows;
  return first === undefined ? "" : textIn(first, "prompt");
}

function figuresOf(rows: readonly Row[]): SpendFigures {
  const total = (column: string, of: readonly Row[] = rows) => {
    let amount: NanoUsd = noMoney;
    for (const row of of) amount = nano(amount + moneyIn(row, column));
    return amount;
  };
  const done = rows.filter((row) => completed.has(textIn(row, "outcome")));
  const completedTasks = new Set(done.map((row) => textIn(row, "task"))).size;
  const posted = total("posted");
  const refuted = rows.filter((row) => optionalTextIn(row, "verdict") === "refuted");
  return {
    costPerCompletedTask: completedTasks === 0 ? undefined : nano(posted / BigInt(completedTasks)),
    completedTasks,
    tasks: new Set(rows.map((row) => textIn(row, "task"))).size,
    calls: Number(total("calls")),
    posted,
    held: total("held"),
    refuted: total("posted", refuted),
    inputTokens: Number(total("input")),
    outputTokens: Number(total("output")),
  };
}

type Group = SpendReport["groups"][number];

function byKey(a: Group, b: Group): number {
  return a.key < b.key ? -1 : 1;
}

function dearestFirst(a: Group, b: Group): number {
  if (a.posted === b.posted) return byKey(a, b);
  return a.posted > b.posted ? -1 : 1;
}
