import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rounded } from "../support/statistics.ts";
import { levelsOf, type Outcome, tally } from "./outcomes.ts";

const file = fileURLToPath(new URL("../../server/routing/measured-checks.json", import.meta.url));

/** What the router starts from: how often verdicts were right and wrong for each kind of work, with source and day. */
export function writeErrorRates(outcomes: readonly Outcome[]): void {
  const byKind = [...Map.groupBy(outcomes, ({ candidate }) => candidate.task.kind)].toSorted(([a], [b]) =>
    a.localeCompare(b),
  );
  const kinds = Object.fromEntries(
    byKind.map(([kind, group]) => {
      const { right, wrong } = tally(group);
      return [kind, { right, wrong }];
    }),
  );
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
    kinds,
    levels,
  };
  writeFileSync(file, `${JSON.stringify(measured, null, 2)}\n`);
}
