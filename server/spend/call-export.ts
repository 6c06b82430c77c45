import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import { toCsv } from "./csv.ts";
import { nano, usdText } from "./money.ts";
import { boundsOf, type ReportRange } from "./portions.ts";
import { exactStatement, isoTime } from "./rows.ts";

export interface ExportedCalls {
  readonly text: string;
  readonly calls: number;
}

export type ExportCalls = (format: "csv" | "json", range: ReportRange, workspace: string | undefined) => ExportedCalls;

/**
 * Every call of a period, oldest first, as a table that a bill can be checked against. It holds figures, names and places,
 * and neither prompts nor what a host wrote: whatever secret a user typed stays in the ledger.
 */
const exportSql = `
  select call.id as call, call.reserved_at, call.settled_at, call.reconciled_at, call.task, task.kind, coalesce(task.outcome, 'running') as outcome,
    call.workspace, subtask.kind as subtask_kind, attempt.number as attempt_number, attempt.rung, attempt.verdict, call.model, call.endpoint,
    call.answered_by, call.purpose, call.state, call.counted_posted as posted_usd, call.counted_held as held_usd, call.computed as computed_usd,
    call.reported as reported_usd, call.uncached as uncached_input_tokens, call.cache_read as cache_read_tokens,
    call.cache_write as cache_write_tokens, call.output as output_tokens, call.reasoning as reasoning_tokens, price.source as price_source
  from call join task on task.id = call.task join subtask on subtask.id = call.subtask join attempt on attempt.id = call.attempt
    join price on price.id = call.price
  where call.reserved_at >= ?1 and call.reserved_at < ?2 and (?3 is null or call.workspace = ?3)
  order by call.reserved_at, call.rowid`;

export function createCallExport(database: DatabaseSync): ExportCalls {
  const statement = exactStatement(database, exportSql);
  statement.setReturnArrays(true);
  const columns = statement.columns().map(({ name }) => ({ name, shown: formOf(name) }));
  return (format, range, workspace) => {
    const rows = statement.all(
      ...boundsOf(range),
      workspace ?? null,
    ) as unknown as readonly (readonly SQLOutputValue[])[];
    const values = rows.map((row) => columns.map(({ shown }, index) => shown(row[index] ?? null)));
    const names = columns.map(({ name }) => name);
    return { text: format === "csv" ? csvOf(names, values) : jsonOf(names, values), calls: rows.length };
  };
}

type Shown = string | number | null;

function csvOf(names: readonly string[], rows: readonly (readonly Shown[])[]): string {
  return toCsv([names, ...rows.map((row) => row.map((value) => value?.toString() ?? ""))]);
}

function jsonOf(names: readonly string[], rows: readonly (readonly Shown[])[]): string {
  const lines = rows.map((row) => JSON.stringify(Object.fromEntries(names.map((name, index) => [name, row[index]]))));
  return lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n`;
}

/** Money is a decimal string of dollars, so that no reader rounds it; a time is ISO; what is not known is null. */
function formOf(column: string): (value: SQLOutputValue) => Shown {
  const ofNumber: (value: bigint) => Shown = column.endsWith("_usd")
    ? (value) => usdText(nano(value))
    : column.endsWith("_at")
      ? (value) => isoTime(Number(value))
      : Number;
  return (value) => (typeof value === "bigint" ? ofNumber(value) : typeof value === "string" ? value : null);
}
