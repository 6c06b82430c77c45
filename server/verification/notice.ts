import { changedLines } from "../workspace/edits/line-diff.ts";
import type { ChangedFile } from "./changed-file.ts";
import { compareRuns, isGreen } from "./compare.ts";
import { plural } from "./evidence.ts";
import { isYardstick } from "./measure.ts";
import { linesOfFunctions, type Mutant, mutantsOf } from "./mutants.ts";
import type { CheckerRun } from "./ports.ts";

const mostMutants = 6;
const mostFilesLookedInto = 300;

/** Code that reaches beyond itself is not tried out with faults in it. */
const reachesOut =
  /\b(?:child_process|execa|shelljs|rimraf|fs-extra|nodemailer|subprocess|shutil|smtplib|socket|requests|httpx|urllib|paramiko|boto3|psycopg\w*|sqlalchemy|mysql\w*|mongodb|redis|sqlite3?|pg)\b|["'](?:node:)?(?:fs|net|http|https|http2|dgram)(?:\/promises)?["']|\b(?:fetch|unlink|rmdir|rmtree|rmSync|exec|spawn|system)\s*\(|\bos\.(?:remove|kill|rename|exec)|\b(?:Deno|Bun)\./;

/** Small faults in the lines that the attempt wrote. */
export async function mutantsOfChange(files: readonly ChangedFile[]): Promise<readonly Mutant[]> {
  const code = files.filter(
    ({ path, after }) => after !== undefined && !isYardstick(path, []) && !reachesOut.test(after),
  );
  const each = Math.max(2, Math.ceil(mostMutants / Math.max(1, code.length)));
  const found = await Promise.all(
    code.map(({ path, before = "", after = "" }) => {
      const lines = changedLines(before, after);
      return mutantsOf(path, after, (line) => lines.has(line), each);
    }),
  );
  return found.flat().slice(0, mostMutants);
}

/**
 * Small faults in the functions that new tests are about: those that the prompt names, or else those that the tests call.
 * Written tests have to notice them, because tests that can't fail prove nothing.
 */
export async function mutantsForTests(
  prompt: string,
  files: readonly ChangedFile[],
  paths: readonly string[],
  read: (path: string) => Promise<string | undefined>,
): Promise<readonly Mutant[]> {
  const added = files.flatMap(({ before = "", after = "" }) => {
    const fresh = changedLines(before, after);
    return after.split("\n").filter((_, line) => fresh.has(line));
  });
  const code = paths.filter((path) => !isYardstick(path, [])).slice(0, mostFilesLookedInto);
  for (const words of [prompt, added.join("\n")]) {
    const names = new Set(words.match(/[A-Za-z_]\w{2,}/g) ?? []);
    const found: Mutant[] = [];
    for (const path of code) {
      const text = await read(path);
      if (text === undefined || reachesOut.test(text)) continue;
      const lines = await linesOfFunctions(path, text, names);
      if (lines.size > 0) found.push(...(await mutantsOf(path, text, (line) => lines.has(line), mostMutants)));
    }
    if (found.length > 0) return found.slice(0, mostMutants);
  }
  return [];
}

/** Whether a run with a fault shows it: a test that passed does not any more. Where some are named, only these count. */
export function notices(healthy: CheckerRun, faulty: CheckerRun, named: readonly string[]): boolean {
  if (faulty.outcome.kind === "timed-out") return true;
  const { broken, newFailing, passingSilenced } = compareRuns(healthy, faulty, []);
  const lost = [...broken, ...passingSilenced];
  if (named.length > 0 && faulty.tests !== undefined) return lost.some((name) => named.includes(name));
  return lost.length + newFailing.length > 0 || (isGreen(healthy) && !isGreen(faulty));
}

export interface Noticed {
  readonly tried: number;
  readonly unnoticed: readonly Mutant[];
}

/** Some faults change nothing that anybody could see, so not every one has to be noticed. */
export const mayGoUnnoticed = (faults: number, where: "change" | "tests"): number =>
  Math.floor(faults * (where === "tests" ? 0.5 : 0.25));

export function describeNoticed({ tried, unnoticed }: Noticed): { summary: string; detail: string } {
  const noticed = tried - unnoticed.length;
  const places = unnoticed.map(({ path, line, change }) => `${path}:${line}: ${change}`);
  return {
    summary: `The tests notice ${noticed} of ${plural(tried, "small fault")} in it${places.length === 0 ? "" : `, but not ${places[0]}`}.`,
    detail: places.join("\n"),
  };
}
