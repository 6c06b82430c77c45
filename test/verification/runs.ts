import { compareRuns } from "../../server/verification/compare.ts";
import type { Checker, CheckerRun } from "../../server/verification/ports.ts";

export const checker = (sort: Checker["sort"] = "tests", from: Checker["from"] = "repository"): Checker => ({
  command: `npm run ${sort}`,
  sort,
  from,
  script: "x",
});

/** `+name` passed, `-name` failed, `~name` skipped. */
export function run(
  tests: string | undefined,
  more: Partial<CheckerRun> & { readonly code?: number } = {},
): CheckerRun {
  const states = { "+": "passed", "-": "failed", "~": "skipped" } as const;
  const entries = (tests ?? "").split(",").filter((entry) => entry !== "");
  const parsed = new Map(
    entries.map((entry) => [entry.slice(1), states[entry.startsWith("+") ? "+" : entry.startsWith("-") ? "-" : "~"]]),
  );
  const { code, ...rest } = more;
  const failed = entries.some((entry) => entry.startsWith("-"));
  return {
    checker: checker(),
    outcome: { kind: "exited", code: code ?? (failed ? 1 : 0), output: "", milliseconds: 1 },
    tests: tests === undefined ? undefined : parsed,
    findings: undefined,
    ...rest,
  };
}

export const lintRun = (findings: readonly string[]): CheckerRun =>
  run(undefined, { checker: checker("lint"), findings: new Set(findings), code: findings.length > 0 ? 1 : 0 });

export const compared = (before: CheckerRun, after: CheckerRun, deleted: readonly string[] = []) =>
  compareRuns(before, after, deleted);
