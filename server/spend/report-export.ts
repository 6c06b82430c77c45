import { toCsv } from "./csv.ts";
import type { SpendFigures } from "./figures.ts";
import { type NanoUsd, usdText } from "./money.ts";
import type { SpendReport } from "./report.ts";

const columns = [
  "cost_per_completed_task_usd",
  "completed_tasks",
  "tasks",
  "calls",
  "posted_usd",
  "held_usd",
  "refuted_usd",
  "input_tokens",
  "output_tokens",
] as const;

/** One line per group and a last line `total`; amounts are exact decimal dollars. */
export function reportToCsv(report: SpendReport): string {
  const header = [report.by, ...(report.by === "task" ? ["prompt"] : []), ...columns];
  const groups = report.groups.map((group) => [
    group.key,
    ...(report.by === "task" ? [group.label] : []),
    ...valuesOf(group),
  ]);
  const total = ["total", ...(report.by === "task" ? [""] : []), ...valuesOf(report.total)];
  return toCsv([header, ...groups, total]);
}

/** The same as JSON with one object per group; amounts are decimal strings of dollars, so that no reader rounds them. */
export function reportToJson(report: SpendReport): string {
  const { by, workspace, from, to } = report;
  const groups = report.groups.map((group) => ({ key: group.key, label: group.label, ...namedValues(group) }));
  return JSON.stringify({ by, workspace, from, to, total: namedValues(report.total), groups }, null, 2);
}

function namedValues(figures: SpendFigures): Readonly<Record<string, string | number | undefined>> {
  return {
    costPerCompletedTaskUsd: optionalUsd(figures.costPerCompletedTask),
    completedTasks: figures.completedTasks,
    tasks: figures.tasks,
    calls: figures.calls,
    postedUsd: usdText(figures.posted),
    heldUsd: usdText(figures.held),
    refutedUsd: usdText(figures.refuted),
    inputTokens: figures.inputTokens,
    outputTokens: figures.outputTokens,
  };
}

function valuesOf(figures: SpendFigures): readonly string[] {
  return [
    optionalUsd(figures.costPerCompletedTask) ?? "",
    String(figures.completedTasks),
    String(figures.tasks),
    String(figures.calls),
    usdText(figures.posted),
    usdText(figures.held),
    usdText(figures.refuted),
    String(figures.inputTokens),
    String(figures.outputTokens),
  ];
}

function optionalUsd(amount: NanoUsd | undefined): string | undefined {
  return amount === undefined ? undefined : usdText(amount);
}
