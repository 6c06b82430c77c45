import type { Ground } from "../protocol/grounds.ts";
import { isGreen } from "./compare.ts";
import { executedTests } from "./output/parse-output.ts";
import type { CheckerRun, VerifyRequest } from "./ports.ts";
import type { Evidence } from "./verdict.ts";
import { findAim } from "./verdict-rules.ts";

type Asked = Pick<VerifyRequest, "kind" | "prompt" | "problems" | "baseline">;

/**
 * The strongest check that was there for a result, whatever it said: a result that fails an early check would have met it too.
 * So how often a ground is wrong can be counted over all results that it stands for.
 */
export function groundOf({ kind, prompt, problems, baseline }: Asked, evidence: readonly Evidence[]): Ground {
  const left = new Set(evidence.flatMap(({ check, outcome }) => (outcome === "skipped" ? [check] : [])));
  const runs = baseline.runs.filter(({ checker }) => !left.has(checker.command));
  if (runs.some(({ checker }) => checker.from === "task")) return "given-check";
  const { tests, findings } = findAim(kind, prompt, runs, problems);
  const withTests = runs.filter(hasTests);
  switch (kind) {
    case "fix":
      if (tests.names.size > 0 || (!problems && withTests.some((run) => !isGreen(run)))) return "tests";
      if (findings.names.size > 0) return "findings";
      break;
    case "test":
      if (withTests.length > 0) return "tests";
      break;
    case "refactor":
      if (withTests.some((run) => isGreen(run) && executedTests(run) > 0)) return "tests";
      break;
    default:
      if (tests.names.size > 0 && tests.from === "prompt") return "tests";
  }
  return withTests.length > 0 ? "unbroken" : "looks";
}

function hasTests(run: CheckerRun): boolean {
  return run.checker.sort === "tests" || executedTests(run) > 0;
}

/** With one more that had a say after those before it had let the result pass; unknown as long as the first is. */
export function andOn(grounds: readonly Ground[] | undefined, ground: Ground): readonly Ground[] | undefined {
  return grounds && [...grounds, ground];
}
