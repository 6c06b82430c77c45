/**
 * `node scripts/build-priors.ts FOLDER [OUT]`: measured results per model and kind, from files of per-task outcomes. What
 * goes into the project are figures per model, never a task.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { fitCosts } from "./priors/fit-costs.ts";
import { fitDifficulty } from "./priors/fit-difficulty.ts";

const files = [
  { file: "swe-bench.json", kind: "fix", work: "fix an issue in a Python repository (SWE-bench Verified)" },
  { file: "swt-bench.json", kind: "test", work: "write a test that reproduces an issue (SWT-bench)" },
] as const;

const sources = [
  "OpenHands/openhands-index-results at 3015ac612e7196f428e6e8a3948965d32d9a3331 (2026-06-30), results/*/instance_results/*.json",
];

const optionalNumber = z.number().nullish();
const outcomesFile = z.object({
  models: z.array(
    z.object({
      id: z.string(),
      scaffold: z.string().nullish(),
      price_in: optionalNumber,
      price_out: optionalNumber,
      price_cache_read: optionalNumber,
      run_date: z.string().nullish(),
    }),
  ),
  tasks: z.array(z.object({ r: z.array(optionalNumber), c: z.array(optionalNumber) })),
});

type Outcomes = z.infer<typeof outcomesFile>;
type Model = Outcomes["models"][number];

/** Runs of other agents say less about ours than one agent's runs say about all models. */
const scaffold = "OpenHands";
const leastRun = 0.8;

/** Tokens of the usual attempt, as `typicalUsage` has them for editing kinds, in US dollars at list price. */
function listed({ price_in, price_out, price_cache_read }: Model): number | null {
  if (typeof price_in !== "number" || typeof price_out !== "number") return null;
  return rounded((30_000 * price_in + 90_000 * (price_cache_read ?? price_in) + 5_000 * price_out) / 1e6);
}

const rounded = (value: number) => Number(value.toPrecision(4));

function measure(path: string, work: string) {
  const { models, tasks } = outcomesFile.parse(JSON.parse(readFileSync(path, "utf8")));
  const ran = (index: number) => tasks.filter(({ r }) => typeof r[index] === "number").length;
  const chosen = models.flatMap((model, index) =>
    model.scaffold === scaffold && ran(index) >= leastRun * tasks.length ? [{ model, index }] : [],
  );
  const results = tasks.map(({ r }) => chosen.map(({ index }) => r[index] ?? null));
  const costs = tasks.map(({ c }) => chosen.map(({ index }) => c[index] || null));
  const difficulty = fitDifficulty(results);
  const cost = fitCosts(costs, difficulty.memberships);
  const dates = chosen.flatMap(({ model }) => model.run_date ?? []).toSorted();
  return {
    work,
    tasks: tasks.length,
    ran: `${dates[0]} to ${dates.at(-1)}`,
    levels: difficulty.levels.map(rounded),
    shares: difficulty.shares.map(rounded),
    dearer: cost.shifts.map(rounded),
    models: chosen.map(({ model, index }, place) => ({
      name: model.id,
      ran: model.run_date ?? null,
      tasks: ran(index),
      resolved: rounded(tasks.filter(({ r }) => r[index] === 1).length / ran(index)),
      ability: rounded(difficulty.abilities[place] ?? 0),
      steepness: rounded(difficulty.steepnesses[place] ?? 1),
      logCost: rounded(cost.logMeans[place] ?? 0),
      costSlope: rounded(cost.slopes[place] ?? 1),
      logSpread: rounded(cost.logSpreads[place] ?? 0),
      listed: listed(model),
    })),
  };
}

const [folder, out = fileURLToPath(new URL("../server/routing/measured.json", import.meta.url))] =
  process.argv.slice(2);
if (folder === undefined) {
  console.error("Usage: node scripts/build-priors.ts FOLDER [OUT]\nFOLDER holds swe-bench.json and swt-bench.json.");
  process.exit(2);
}
const kinds = Object.fromEntries(files.map(({ file, kind, work }) => [kind, measure(join(folder, file), work)]));
writeFileSync(out, `${JSON.stringify({ sources, agent: scaffold, kinds }, null, 2)}\n`);
console.log(
  `${out}: ${Object.values(kinds)
    .map(({ models, tasks }) => `${models.length} models on ${tasks} tasks`)
    .join("; ")}`,
);
