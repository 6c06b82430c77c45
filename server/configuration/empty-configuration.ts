import type { Configuration } from "./configuration.ts";
import { defaultBudgets, defaultLimits, defaultScrutiny, defaultWarnAt } from "./defaults.ts";

/** What holds while the user's own configuration has a mistake: no model, so that nothing can be spent or sent. */
export function emptyConfiguration(file: string): Configuration {
  return {
    file,
    origin: "file",
    served: [],
    prices: new Map(),
    rungs: [],
    budgets: defaultBudgets,
    atLimit: "stop",
    warnAt: defaultWarnAt,
    preference: "balanced",
    localOnly: [],
    autoRun: [],
    checks: new Map(),
    excluded: new Set(),
    ...defaultScrutiny,
    pins: new Map(),
    limits: defaultLimits,
  };
}
