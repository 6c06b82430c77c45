import type { AmountAt } from "./amounts.ts";
import type { Budget, BudgetScope, BudgetWindow } from "./configuration.ts";
import { defaultBudgets } from "./defaults.ts";
import type { WrittenConfiguration, WrittenWindows } from "./schema.ts";

const windows: readonly BudgetWindow[] = ["task", "day", "week", "month"];

/** A default cap holds wherever the file names neither an amount nor the word `unlimited`. */
export function buildBudgets(
  { budgets }: WrittenConfiguration,
  amountAt: AmountAt,
  canonical: (folder: string) => string,
): readonly Budget[] {
  if (budgets === "unlimited") return [];
  const everything = { kind: "everything" } as const;
  const written = budgetsOf(everything, budgets?.everything, ["budgets", "everything"], amountAt);
  const defaults = defaultBudgets.filter(({ window }) => budgets?.everything?.[window] === undefined);
  const workspaces = Object.entries(budgets?.workspaces ?? {}).flatMap(([folder, limits]) =>
    budgetsOf({ kind: "workspace", root: canonical(folder) }, limits, ["budgets", "workspaces", folder], amountAt),
  );
  return [...written, ...defaults, ...workspaces];
}

function budgetsOf(
  scope: BudgetScope,
  limits: WrittenWindows | undefined,
  path: (string | number)[],
  amountAt: AmountAt,
): readonly Budget[] {
  return windows.flatMap((window) => {
    const limit = limits?.[window] === undefined ? undefined : amountAt([...path, window]);
    return limit === undefined ? [] : [{ scope, window, limit }];
  });
}
