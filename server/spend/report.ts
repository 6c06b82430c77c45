import type { DatabaseSync } from "node:sqlite";
import { byKey, dearestFirst, type FigureGroup, figuresOf, groupFigures, type SpendFigures } from "./figures.ts";
import type { ReadPortions, ReportRange } from "./portions.ts";

export type ReportBy = "day" | "model" | "rung" | "kind" | "task" | "outcome";

export interface SpendReport {
  readonly by: ReportBy;
  readonly workspace: string | undefined;
  /** ISO times. */
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly total: SpendFigures;
  /** Days in order; everything else dearest first. `label` says more than `key` where there is more to say. */
  readonly groups: readonly (FigureGroup & { readonly label: string })[];
}

export type ReadReport = (by: ReportBy, range: ReportRange, workspace: string | undefined) => SpendReport;

export function createReports(database: DatabaseSync, readPortions: ReadPortions): ReadReport {
  const prompt = database.prepare("select prompt from task where id = ?");
  const labelOf = (task: string) => String(prompt.get(task)?.prompt ?? "");
  return (by, range, workspace) => {
    const portions = readPortions(range, workspace);
    const groups = groupFigures(portions, (portion) => portion[by]);
    return {
      by,
      workspace,
      from: range.from?.toISOString(),
      to: range.to?.toISOString(),
      total: figuresOf(portions),
      groups: groups
        .toSorted(by === "day" ? byKey : dearestFirst)
        .map((group) => ({ ...group, label: by === "task" ? labelOf(group.key) : group.key })),
    };
  };
}
