import { groupOf } from "./output/report.ts";
import type { CheckerRun, TestFailure } from "./ports.ts";

/** Which failing tests, or findings, a task is about. */
export interface Targets {
  readonly names: ReadonlySet<string>;
  /** `prompt`: they share words with it, so each of them must pass. `all`: nothing points to one, so one is enough. */
  readonly from: "prompt" | "all";
}

const stopWords = new Set(
  (
    "a about add after again all also an and any are as assert at be because before being bug but by can case change check code " +
    "correct could describe do does done each error expect expected fail failed failing fails failure file fix fixed for from function " +
    "get give green has have if implement in into is issue it its js jsx load make mjs module must new no not now of on one only or other " +
    "our pass passed passes passing please problem py red repair return returns run running rb should so some spec src still suite test " +
    "tests that the their them then there these they this to ts tsx unit up use uses using value values was we were what when where which " +
    "while why will with without work working works would wrong you your"
  ).split(" "),
);

/**
 * The failing names that the prompt speaks of: those whose name or file shares words with it. A name that the prompt quotes
 * in full stands alone, and a name that shares much less than the best one is not meant.
 */
export function chooseTargets(
  prompt: string,
  failing: readonly string[],
  failures: ReadonlyMap<string, TestFailure> = new Map(),
): Targets {
  const quoted = failing.filter((name) => quotes(prompt, name));
  if (quoted.length > 0) return { names: new Set(quoted), from: "prompt" };
  const wanted = words(prompt);
  const scored = failing.map((name) => ({ name, score: shared(wanted, name, fileOf(name, failures)) }));
  const best = Math.max(0, ...scored.map((entry) => entry.score));
  if (best === 0) return { names: new Set(failing), from: "all" };
  const enough = Math.max(1, Math.ceil(best / 3));
  return { names: new Set(scored.filter((entry) => entry.score >= enough).map((entry) => entry.name)), from: "prompt" };
}

/** What a failing name's own failure is known as: reporters that list failures at the end leave the suites out. */
export function failureOf(name: string, failures: CheckerRun["failures"]): TestFailure | undefined {
  return failures?.get(name) ?? failures?.get(name.split(" > ").at(-1) ?? name);
}

/** The file that a test stands in, when its name or its failure tells. */
export function fileOf(name: string, failures: CheckerRun["failures"]): string | undefined {
  const fromName = /^([^\s:>]+\.\w+)(?:::| > )/.exec(name)?.[1];
  return failureOf(name, failures)?.file ?? groupOf(name) ?? fromName;
}

function quotes(prompt: string, name: string): boolean {
  const own = name.split(/ > |::/).at(-1) ?? name;
  return own.length >= 8 && /[\s_]/.test(own) && prompt.toLowerCase().includes(own.toLowerCase());
}

function shared(wanted: ReadonlySet<string>, name: string, file: string | undefined): number {
  const own = words(`${name} ${file ?? ""}`);
  let score = 0;
  for (const word of own) if (wanted.has(word)) score++;
  return score;
}

/** Stems of the words that say something, split at camel case, underscores and punctuation. */
export function words(text: string): ReadonlySet<string> {
  const split = text.replace(/(\p{Ll}|\d)(\p{Lu})/gu, "$1 $2").toLowerCase();
  const found = split.match(/[\p{L}\p{N}]+/gu) ?? [];
  return new Set(found.filter((word) => word.length > 1 && !stopWords.has(word)).map(stem));
}

/** Light: plurals and the commonest verb endings. Wrong stems do no harm as long as both sides get the same one. */
export function stem(word: string): string {
  if (word.length <= 3) return word;
  for (const [ending, replacement] of endings) {
    if (word.endsWith(ending) && word.length - ending.length >= 3)
      return undouble(word.slice(0, -ending.length) + replacement);
  }
  return undouble(word);
}

const endings: readonly (readonly [string, string])[] = [
  ["ations", ""],
  ["ation", ""],
  ["ings", ""],
  ["ing", ""],
  ["ies", "y"],
  ["ers", ""],
  ["er", ""],
  ["ed", ""],
  ["es", ""],
  ["s", ""],
  ["e", ""],
];

const undouble = (word: string): string =>
  (/([bdgmnprt])\1$/.test(word) ? word.slice(0, -1) : word).replace(/(?<=\w{3})e$/, "");
