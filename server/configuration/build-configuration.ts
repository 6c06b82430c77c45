import type { AmountAt } from "./amounts.ts";
import { buildBudgets } from "./build-budgets.ts";
import { buildPins, defaultRungs } from "./build-rungs.ts";
import { buildServed } from "./build-served.ts";
import type { AttemptLimits, Configuration } from "./configuration.ts";
import { defaultLimits, defaultWarnAt } from "./defaults.ts";
import type { WrittenConfiguration } from "./schema.ts";

/** Everything about the file that its text does not hold. */
export interface FileFacts {
  readonly file: string;
  /** ISO date; the user's own prices carry it. */
  readonly asOf: string;
  /** The canonical form of an absolute folder, or undefined when there is no such folder. */
  readonly canonicalRoot: (folder: string) => string | undefined;
}

/** A checked file becomes a configuration; nothing can fail any more. */
export function buildConfiguration(written: WrittenConfiguration, amountAt: AmountAt, facts: FileFacts): Configuration {
  const { served, prices } = buildServed(written, amountAt, facts.asOf);
  const rungs = written.rungs ?? defaultRungs(served);
  const canonical = (folder: string): string => facts.canonicalRoot(folder) ?? folder;
  return {
    file: facts.file,
    origin: "file",
    served,
    prices,
    rungs,
    budgets: buildBudgets(written, amountAt, canonical),
    atLimit: written.atLimit ?? "ask",
    warnAt: written.warnAt ?? defaultWarnAt,
    preference: written.preference ?? "balanced",
    localOnly: written.localOnly ?? [],
    autoRun: (written.autoRun ?? []).map((line) => line.trim()),
    checks: new Map(
      Object.entries(written.checks ?? {}).map(([root, lines]) => [
        root === "*" ? root : canonical(root),
        lines.map((line) => line.trim()),
      ]),
    ),
    pins: buildPins(written, rungs),
    limits: buildLimits(written),
  };
}

function buildLimits({ limits }: WrittenConfiguration): AttemptLimits {
  return {
    steps: limits?.steps ?? defaultLimits.steps,
    milliseconds: limits?.minutes === undefined ? defaultLimits.milliseconds : limits.minutes * 60_000,
    tokens: limits?.tokens ?? defaultLimits.tokens,
    maxOutputTokens: limits?.maxOutputTokens ?? defaultLimits.maxOutputTokens,
  };
}
