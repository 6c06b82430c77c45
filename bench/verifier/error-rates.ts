import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rounded } from "../support/statistics.ts";
import { levelsOf, type Outcome, tally } from "./outcomes.ts";

const file = fileURLToPath(new URL("../../server/routing/measured-checks.json", import.meta.url));

/** What the router starts from: how often verdicts were right and wrong by kind of work and by what they stand on, with source and day. */
export function writeErrorRates(outcomes: readonly Outcome[]): void {
  const levels = levelsOf(outcomes).map(({ name, f, g, seconds }) => ({
    name,
    f: rounded(f, 4),
    g: rounded(g, 4),
    seconds: rounded(seconds, 2),
  }));
  const measured = {
    source: "npm run bench -- verifier --write",
    measuredOn: new Date().toISOString().slice(0, 10),
    candidates: outcomes.length,
    kinds: talliedBy(outcomes, kindOf, (group) => talliedBy(group, groundOf, countsOf)),
    levels,
  };
  writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
}

function kindOf({ candidate }: Outcome): string {
  return candidate.task.kind;
}

function talliedBy<Tallied>(
  outcomes: readonly Outcome[],
  by: (outcome: Outcome) => string,
  tallied: (group: readonly Outcome[]) => Tallied,
): Readonly<Record<string, Tallied>> {
  const groups = [...Map.groupBy(outcomes, by)].toSorted(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(groups.map(([name, group]) => [name, tallied(group)]));
}

function countsOf(outcomes: readonly Outcome[]) {
  const { right, wrong } = tally(outcomes);
  return { right, wrong };
}

/** Verification names one ground, and always does for work that edits. */
function groundOf({ verdict }: Outcome): string {
  return verdict.grounds?.[0] ?? "looks";
}
