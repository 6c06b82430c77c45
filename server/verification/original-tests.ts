import { type Comparison, compareRuns } from "./compare.ts";
import { listed, plural } from "./evidence.ts";
import type { CheckerRun } from "./ports.ts";
import type { Aim, Conclusion } from "./verdict-rules.ts";

/** What the tests and settings as they were before say of the new code. */
export type Originals =
  | { readonly kind: "fine" }
  /** What the task is about still fails, or other tests do that passed before. */
  | { readonly kind: "unmet" | "lost"; readonly because: string };

export function judgeOriginals(
  runs: readonly (readonly [before: CheckerRun, after: CheckerRun])[],
  aim: Aim,
  changed: readonly string[],
): Originals {
  const comparisons = runs.map(([before, after]) => compareRuns(before, after, []));
  const where = changed.join(", ");
  const unmet = unmetTargets(comparisons, aim);
  if (unmet.length > 0) {
    const because = `With ${where} as before, ${plural(unmet.length, "test")} that failed still ${unmet.length === 1 ? "does" : "do"}: ${listed(unmet)}.`;
    return { kind: "unmet", because };
  }
  const lost = comparisons.flatMap(({ broken, newFailing, passingSilenced }) => [
    ...broken,
    ...newFailing,
    ...passingSilenced,
  ]);
  const red = comparisons.find(({ exit }) => exit === "green-red" || exit === "now-timed-out");
  if (lost.length === 0 && red === undefined) return { kind: "fine" };
  const what =
    lost.length === 0
      ? `\`${red?.after.checker.command}\` fails`
      : `${plural(lost.length, "test")} that passed ${lost.length === 1 ? "does" : "do"} not: ${listed(lost)}`;
  return { kind: "lost", because: `With ${where} as before, ${what}. Look at these changes first.` };
}

/** When nothing in the prompt points to a test, one that passes now is enough. */
function unmetTargets(comparisons: readonly Comparison[], { tests }: Aim): readonly string[] {
  const left = comparisons.flatMap(({ stillFailing, failingSilenced, unclear }) => [
    ...stillFailing,
    ...failingSilenced,
    ...unclear,
  ]);
  const unmet = left.filter((name) => tests.names.has(name));
  return tests.from === "prompt" || unmet.length === tests.names.size ? unmet : [];
}

const aboutTests =
  /\b(?:update|adapt|adjust|change|rewrite|correct|replace|remove|delete|skip)\w*\b[^.]*\btests?\b|\btests?\b[^.]*\b(?:wrong|outdated|obsolete|flaky)\b|\bsnapshots?\b/i;

/** A fix of the code is none while the tests as they were still fail, unless the prompt is about these tests. */
export function concludeOriginals(originals: Originals, conclusion: Conclusion, aim: Aim, prompt: string): Conclusion {
  if (originals.kind === "fine") return conclusion;
  const refuted = originals.kind === "unmet" && aim.kind === "fix" && !aboutTests.test(prompt);
  return { kind: refuted ? "refuted" : "unproved", because: originals.because };
}
