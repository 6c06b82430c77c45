import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import type { Benchmark } from "./benchmark.ts";
import { BadInput, numberIn } from "./support/bad-input.ts";
import { randomFrom, shuffled } from "./support/random.ts";
import { rounded } from "./support/statistics.ts";
import { candidatesOf } from "./verifier/candidates.ts";
import { type Prepared, prepare, verifyCandidate } from "./verifier/drive.ts";
import { writeErrorRates } from "./verifier/error-rates.ts";
import { levelsOf, type Outcome, tally } from "./verifier/outcomes.ts";
import { describe, tampered } from "./verifier/report.ts";
import { loadProjects } from "./verifier/tasks.ts";
import { isRight } from "./verifier/truth.ts";
import { whyNotHere } from "./verifier/workshop.ts";

const usage = "Usage: npm run bench -- verifier [--n N] [--seed S] [--only WORDS] [--minutes 60] [--write] [--json]";
const options = {
  n: { type: "string", default: "1000000" },
  seed: { type: "string", default: "1" },
  only: { type: "string" },
  minutes: { type: "string", default: "60" },
  write: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
} as const;

/**
 * `--n N` takes a sample of the candidates (another one with `--seed S`), `--only WORDS` those of projects or tasks with one of these words in their name.
 * After `--minutes M` it ends with what it has, which is a sample too. `--write` keeps the error rates for the router.
 */
export const bench: Benchmark = {
  name: "verifier",
  async run({ args }) {
    const started = performance.now();
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(130)); // ends what runs
    const { values } = parseArgs({ args: [...args], options });
    const number = (text: string) => numberIn(text, 1_000_000, usage);
    const limits = {
      most: number(values.n),
      until: started + 60_000 * number(values.minutes),
      seed: number(values.seed),
    };
    const only = values.only?.split(",");
    const projects = loadProjects();
    const notHere = projects.flatMap((project) => {
      const because = whyNotHere(project);
      return because === undefined ? [] : [`${project.name} was left out: ${because}.`];
    });
    const here = projects.filter((project) => whyNotHere(project) === undefined);
    const tasks = here.flatMap((project) => project.tasks.map((task) => ({ project, task })));
    const chosen = tasks.filter(
      ({ project, task }) => only === undefined || only.some((word) => `${project.name}/${task.name}`.includes(word)),
    );
    const outcomes = await measure(chosen, limits);
    if (outcomes.length === 0) throw new BadInput(`No candidate was left to verify.\n${usage}`);
    if (values.write) writeErrorRates(outcomes);
    const strong = outcomes.filter(({ candidate }) => !candidate.project.weak);
    const { f, g } = tally(strong);
    return {
      text: describe(outcomes, notHere, (performance.now() - started) / 1000),
      json: {
        candidates: outcomes.length,
        f: rounded(f, 4),
        g: rounded(g, 4),
        tamperedAccepted: tampered(outcomes).length,
        levels: levelsOf(strong).map((level) => ({
          name: level.name,
          f: rounded(level.f, 4),
          g: rounded(level.g, 4),
          seconds: rounded(level.seconds, 3),
        })),
      },
    };
  },
};

type Chosen = readonly Parameters<typeof prepare>[];

async function measure(
  chosen: readonly { readonly project: Chosen[number][0]; readonly task: Chosen[number][1] }[],
  { most, seed, until }: { readonly most: number; readonly seed: number; readonly until: number },
): Promise<readonly Outcome[]> {
  const all = (await Promise.all(chosen.map(({ project, task }) => candidatesOf(project, task)))).flat();
  const work = shuffled(all, randomFrom(seed)).slice(0, most);
  const prepared = new Map<object, Promise<Prepared>>();
  const outcomes: Outcome[] = [];
  const one = async () => {
    for (let next = work.shift(); next !== undefined && performance.now() < until; next = work.shift()) {
      const candidate = next;
      const { project, task } = candidate;
      const known = prepared.get(task) ?? prepare(project, task);
      prepared.set(task, known);
      const ready = await known;
      const begun = performance.now();
      const verdict = await verifyCandidate(ready, candidate);
      const seconds = (performance.now() - begun) / 1000;
      outcomes.push({ candidate, verdict, seconds, right: await isRight(candidate) });
      if (outcomes.length % 50 === 0) console.error(`${outcomes.length} of ${outcomes.length + work.length} …`);
    }
  };
  await Promise.all(Array.from({ length: Math.min(4, availableParallelism()) }, one));
  for (const ready of await Promise.all(prepared.values())) ready.repository[Symbol.dispose]();
  return outcomes;
}
