/** The settings below `stepladder.` that go to the server under the name that they have in the configuration file. */
const sameName = [
  "preference",
  "autoRun",
  "localOnly",
  "warnAt",
  "atLimit",
  "endpoints",
  "rungs",
  "pins",
  "exclude",
  "checks",
  "limits",
  "review",
  "testFirst",
  "audits",
] as const;
const windows = ["task", "day", "week", "month"] as const;

/** Every setting that the server is told. */
export const settingNames: readonly string[] = [
  ...sameName,
  ...windows.map((window) => `budgets.${window}`),
  "budgets.folders",
];

/**
 * The user's settings in the shape of the configuration file. `userValue` gives what the user has set, or undefined; a
 * workspace's values never come in here. What has the wrong type is passed on as it is: the server names the setting.
 */
export function configurationOf(userValue: (name: string) => unknown): Readonly<Record<string, unknown>> {
  const budgets = present({
    everything: withAmounts(present(valuesOf(windows, (window) => userValue(`budgets.${window}`)))),
    workspaces: mapped(userValue("budgets.folders"), withAmounts),
  });
  return present({ ...valuesOf(sameName, userValue), budgets }) ?? {};
}

function withAmounts(limits: unknown): unknown {
  // An empty field of the settings page is null.
  return mapped(limits, (amount) => (amount === null ? "unlimited" : amount));
}

function valuesOf(names: readonly string[], value: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}

/** What is set; undefined when nothing is. */
function present(values: Record<string, unknown>): Record<string, unknown> | undefined {
  const set = Object.entries(values).filter(([, value]) => value !== undefined);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}

function mapped(value: unknown, each: (value: unknown) => unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, each(item)]));
}
