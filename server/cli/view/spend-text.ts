import type { Grouping, SpendReport, SpendRow } from "../../body.ts";
import { toCsv } from "../../spend/csv.ts";
import { usdText } from "../../spend/money.ts";
import { exactUsd, roughUsd } from "../usd.ts";
import { visibleLine } from "../visible-text.ts";
import { alignRows } from "./table.ts";

export function spendLines(by: Grouping, report: SpendReport): readonly string[] {
  if (report.rows.length === 0) return ["Nothing was spent in this time.", ...unknownLines(report)];
  const head = [by, "per completed task", "tasks", "completed", "calls", "spent", "held"];
  const rows = [head, ...report.rows.map(cells), cells({ ...report.total, key: "total" })];
  return [...alignRows(rows, ["left", "right", "right", "right", "right", "right", "right"]), ...unknownLines(report)];
}

function cells(row: SpendRow): readonly string[] {
  return [
    visibleLine(row.key),
    row.costPerCompleted === undefined ? "none" : roughUsd(row.costPerCompleted),
    String(row.tasks),
    String(row.completed),
    String(row.calls),
    exactUsd(row.posted),
    row.held > 0n ? exactUsd(row.held) : "",
  ];
}

function unknownLines(report: SpendReport): readonly string[] {
  if (report.unknown.length === 0) return [];
  const rows = report.unknown.map(({ call, at, model, held }) => [
    call,
    at,
    visibleLine(model),
    `${exactUsd(held)} held`,
  ]);
  return [
    "",
    "Calls whose true cost never came. Look them up in the provider's bill, then: stepladder spend --reconcile CALL=USD",
    ...alignRows(rows, ["left", "left", "left", "right"]).map((line) => `  ${line}`),
  ];
}

/** One row per group, money in dollars with every digit. */
export function spendCsv(by: Grouping, report: SpendReport): string {
  const head = [
    by,
    "cost_per_completed_usd",
    "tasks",
    "completed",
    "calls",
    "spent_usd",
    "held_usd",
    "input_tokens",
    "output_tokens",
  ];
  const rows = report.rows.map((row) => [
    row.key,
    row.costPerCompleted === undefined ? "" : usdText(row.costPerCompleted),
    ...[row.tasks, row.completed, row.calls].map(String),
    ...[usdText(row.posted), usdText(row.held)],
    ...[row.inputTokens, row.outputTokens].map(String),
  ]);
  return toCsv([head, ...rows]);
}
