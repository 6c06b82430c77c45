import type { NanoUsd } from "../spend/money.ts";
import type { AmountAt } from "./amounts.ts";
import type { Budget, BudgetScope, BudgetWindow } from "./configuration.ts";
import { defaultBudgets } from "./defaults.ts";
import type { WrittenConfiguration, WrittenWindows } from "./schema.ts";

const windows: readonly BudgetWindow[] = ["task", "day", "week", "month"];

interface Limit {
  readonly scope: BudgetScope;
  readonly window: BudgetWindow;
  readonly limit: NanoUsd | "unlimited";
}

interface BudgetsWritten {
  readonly written: WrittenConfiguration;
  readonly amountAt: AmountAt;
}

/**
 * The limits of all layers, window by window; a later layer stands over an earlier one. A default cap holds wherever no layer
 * names either an amount or the word `unlimited`.
 */
export function buildBudgets(
  layers: readonly BudgetsWritten[],
  canonical: (folder: string) => string,
): readonly Budget[] {
  const limits = new Map<string, Limit>();
  for (const each of [...layers.flatMap((layer) => limitsOf(layer, canonical))]) limits.set(nameOf(each), each);
  const written = [...limits.values()].flatMap(({ scope, window, limit }) =>
    limit === "unlimited" ? [] : [{ scope, window, limit }],
  );
  const defaults = defaultBudgets.filter((each) => !limits.has(nameOf(each)));
  const [everything, workspaces] = [written.filter(isForEverything), written.filter((each) => !isForEverything(each))];
  return [...everything, ...defaults, ...workspaces];
}

function limitsOf({ written, amountAt }: BudgetsWritten, canonical: (folder: string) => string): readonly Limit[] {
  const { budgets } = written;
  const everything = { kind: "everything" } as const;
  if (budgets === "unlimited") return windows.map((window) => ({ scope: everything, window, limit: budgets }));
  const workspaces = Object.entries(budgets?.workspaces ?? {}).flatMap(([folder, limits]) =>
    windowsOf({ kind: "workspace", root: canonical(folder) }, limits, ["budgets", "workspaces", folder], amountAt),
  );
  return [...windowsOf(everything, budgets?.everything, ["budgets", "everything"], amountAt), ...workspaces];
}

function windowsOf(
  scope: BudgetScope,
  limits: WrittenWindows | undefined,
  path: (string | number)[],
  amountAt: AmountAt,
): readonly Limit[] {
  return windows.flatMap((window) => {
    const written = limits?.[window];
    const limit = written === "unlimited" ? written : amountAt([...path, window]);
    return written === undefined || limit === undefined ? [] : [{ scope, window, limit }];
  });
}

function isForEverything({ scope }: Pick<Limit, "scope">): boolean {
  return scope.kind === "everything";
}

function nameOf({ scope, window }: Pick<Limit, "scope" | "window">): string {
  return scope.kind === "everything" ? window : `${window} of ${scope.root}`;
}
