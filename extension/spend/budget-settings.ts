export const budgetWindows = ["day", "task", "week", "month"] as const;
export type BudgetWindow = (typeof budgetWindows)[number];

/** A budget that can be set: `folder` is a full path, undefined for everything. */
export interface BudgetChoice {
  readonly folder: string | undefined;
  readonly window: BudgetWindow;
}

export type FolderBudgets = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The setting `budgets.folders` with one limit changed; undefined removes it, and a folder without any goes too. */
export function withFolderBudget(
  before: unknown,
  { folder, window }: { readonly folder: string; readonly window: BudgetWindow },
  usd: number | undefined,
): FolderBudgets | undefined {
  const { [folder]: old, ...others } = isRecord(before) ? (before as FolderBudgets) : {};
  const { [window]: _, ...rest } = isRecord(old) ? old : {};
  const changed = usd === undefined ? rest : { ...rest, [window]: usd };
  const all = Object.keys(changed).length === 0 ? others : { ...others, [folder]: changed };
  return Object.keys(all).length === 0 ? undefined : all;
}

/** The limit in the settings, in dollars; undefined when there is none. */
export function limitIn(value: unknown, path: readonly string[]): number | undefined {
  const found = path.reduce<unknown>((at, name) => (isRecord(at) ? at[name] : undefined), value);
  return typeof found === "number" && found >= 0 ? found : undefined;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
