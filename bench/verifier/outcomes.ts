import type { Verdict } from "../../server/verification/verdict.ts";
import type { Candidate } from "./candidates.ts";

/** One candidate with its truth and what verification said of it. */
export interface Outcome {
  readonly candidate: Candidate;
  readonly right: boolean;
  readonly verdict: Verdict;
  readonly seconds: number;
}

export interface Counts {
  readonly proved: number;
  readonly unproved: number;
  readonly refuted: number;
}

export interface Tally {
  readonly right: Counts;
  readonly wrong: Counts;
  /** Wrong ones that were proved, and right ones that were refuted, as shares. */
  readonly f: number;
  readonly g: number;
}

export function tally(outcomes: readonly Outcome[]): Tally {
  const counted = (right: boolean): Counts => {
    const of = (kind: Verdict["kind"]) =>
      outcomes.filter((outcome) => outcome.right === right && outcome.verdict.kind === kind).length;
    return { proved: of("proved"), unproved: of("unproved"), refuted: of("refuted") };
  };
  const [right, wrong] = [counted(true), counted(false)];
  return { right, wrong, f: share(wrong.proved, sum(wrong)), g: share(right.refuted, sum(right)) };
}

export const sum = ({ proved, unproved, refuted }: Counts): number => proved + unproved + refuted;

export const share = (part: number, whole: number): number => (whole === 0 ? 0 : part / whole);

export interface Level {
  readonly name: string;
  /** What is still accepted after this level and all before it, of all wrong candidates, and what was rejected of the right ones. */
  readonly f: number;
  readonly g: number;
  /** Mean of those that reached it. */
  readonly seconds: number;
  readonly reached: number;
}

/** Checks that belong to one level; commands of a project's own are told by what they are. */
const levels: readonly (readonly [name: string, includes: (check: string) => boolean])[] = [
  ["edited", (check) => check === "files edited"],
  ["parses", (check) => check === "files parse"],
  ["types", (check) => /\btypes\b|\btsc\b/.test(check)],
  ["tests", (check) => /\btest\b|pytest|unittest/.test(check)],
  ["original tests", (check) => check === "original tests"],
  ["tests notice faults", (check) => check === "tests notice faults"],
];

/** How often each level, with all before it, is wrong. The last line is the verdict itself. */
export function levelsOf(outcomes: readonly Outcome[]): readonly Level[] {
  const wrong = outcomes.filter(({ right }) => !right);
  const right = outcomes.filter((outcome) => outcome.right);
  const found = levels.map(([name], index): Level => {
    const stopped = ({ verdict }: Outcome) => stoppedAt(verdict) <= index;
    const reached = outcomes.flatMap(({ verdict }) => {
      const spent = verdict.evidence.filter(({ check }) => levels[index]?.[1](check));
      return spent.length === 0 ? [] : [spent.reduce((all, { milliseconds }) => all + milliseconds, 0) / 1000];
    });
    return {
      name,
      f: share(wrong.filter((outcome) => !stopped(outcome)).length, wrong.length),
      g: share(right.filter(stopped).length, right.length),
      seconds: share(
        reached.reduce((all, one) => all + one, 0),
        reached.length,
      ),
      reached: reached.length,
    };
  });
  const { f, g } = tally(outcomes);
  const seconds = share(
    outcomes.reduce((all, one) => all + one.seconds, 0),
    outcomes.length,
  );
  return [...found, { name: "verdict", f, g, seconds, reached: outcomes.length }];
}

/** The level whose check refuted an attempt; the last one when only all together did. */
function stoppedAt({ kind, evidence }: Verdict): number {
  if (kind !== "refuted") return Number.POSITIVE_INFINITY;
  const failed = evidence.findLast(({ outcome }) => outcome === "failed" || outcome === "timed-out");
  const level = levels.findIndex(([, includes]) => failed !== undefined && includes(failed.check));
  return level === -1 ? levels.findIndex(([name]) => name === "tests") : level;
}
