import assert from "node:assert/strict";
import { test } from "node:test";
import type { Kind } from "../../server/protocol/events.ts";
import type { Doubts } from "../../server/verification/doubts.ts";
import type { CheckerRun } from "../../server/verification/ports.ts";
import { conclude, findAim, refute } from "../../server/verification/verdict-rules.ts";
import { checker, compared, lintRun, run } from "./runs.ts";

const untouched = { tests: [], settings: [], code: [], silenced: [] };
const noDoubts: Doubts = { touched: untouched, notAgreed: [], scriptChanged: [], couldNotStart: [] };
type Pair = readonly [before: CheckerRun, after: CheckerRun];

function verdict(
  kind: Kind,
  prompt: string,
  pairs: readonly Pair[],
  doubts: Partial<Doubts> = {},
  problems = false,
): string {
  const aim = findAim(
    kind,
    prompt,
    pairs.map(([before]) => before),
    problems,
  );
  const comparisons = pairs.map(([before, after]) => compared(before, after));
  const refuted = comparisons.map((comparison) => refute(comparison, aim)).find((because) => because !== undefined);
  if (refuted !== undefined) return `refuted: ${refuted}`;
  const { kind: found, because } = conclude(comparisons, aim, { ...noDoubts, ...doubts });
  return `${found}: ${because}`;
}

const given = checker("tests", "task");
const timedOut: Partial<CheckerRun> = { outcome: { kind: "timed-out", output: "", milliseconds: 9 } };

const cases: readonly {
  name: string;
  kind: Kind;
  prompt: string;
  pairs: readonly Pair[];
  doubts?: Partial<Doubts>;
  expected: RegExp;
}[] = [
  {
    name: "a target fixed",
    kind: "fix",
    prompt: "fix dates",
    pairs: [[run("-date a,-csv b"), run("+date a,-csv b")]],
    expected: /^proved: 1 test that failed before passes now \(“date a”\)/,
  },
  {
    name: "another test than the target fixed",
    kind: "fix",
    prompt: "fix dates",
    pairs: [[run("-date a,-csv b"), run("-date a,+csv b")]],
    expected: /^refuted: .*still fails: “date a”/,
  },
  {
    name: "one of all candidates fixed",
    kind: "fix",
    prompt: "fix it",
    pairs: [[run("-date a,-csv b"), run("+date a,-csv b")]],
    expected: /^proved/,
  },
  {
    name: "none of all candidates fixed",
    kind: "fix",
    prompt: "fix it",
    pairs: [[run("-date a,-csv b"), run("-date a,-csv b")]],
    expected: /^refuted: None of the failing tests passes now/,
  },
  {
    name: "a fix where nothing was red",
    kind: "fix",
    prompt: "fix dates",
    pairs: [[run("+a"), run("+a")]],
    expected: /^unproved: .*none of them failed before/,
  },
  {
    name: "an edit that leaves a target red",
    kind: "edit",
    prompt: "add dates",
    pairs: [[run("-date a,-date b"), run("+date a,-date b")]],
    expected: /^unproved/,
  },
  {
    name: "a broken test",
    kind: "edit",
    prompt: "x",
    pairs: [[run("+a"), run("-a")]],
    expected: /^refuted: 1 test that passed before fails now: “a”/,
  },
  {
    name: "a new failing test",
    kind: "test",
    prompt: "x",
    pairs: [[run("+a"), run("+a,-b")]],
    expected: /^refuted: 1 new failure/,
  },
  {
    name: "a failing test gone",
    kind: "edit",
    prompt: "x",
    pairs: [[run("+a,-b"), run("+a")]],
    expected: /^refuted: .*gone or skipped/,
  },
  {
    name: "a passing test gone",
    kind: "refactor",
    prompt: "x",
    pairs: [[run("+a,+b"), run("+a")]],
    expected: /^unproved: .*gone or skipped: “b”/,
  },
  {
    name: "a new finding",
    kind: "edit",
    prompt: "x",
    pairs: [[lintRun(["a.ts: old"]), lintRun(["a.ts: old", "a.ts: new"])]],
    expected: /^refuted: 1 new finding of `npm run lint`: “a.ts: new”/,
  },
  {
    name: "findings that were there before",
    kind: "edit",
    prompt: "x",
    pairs: [[lintRun(["a.ts: old"]), lintRun(["a.ts: old"])]],
    expected: /^unproved/,
  },
  {
    name: "lint errors fixed",
    kind: "fix",
    prompt: "fix the lint errors",
    pairs: [[lintRun(["a.ts: x"]), lintRun([])]],
    expected: /^proved: 1 finding of `npm run lint` is gone/,
  },
  {
    name: "lint errors left",
    kind: "fix",
    prompt: "fix the lint errors",
    pairs: [[lintRun(["a.ts: x"]), lintRun(["a.ts: x"])]],
    expected: /^refuted: 1 finding/,
  },
  {
    name: "lint errors partly fixed",
    kind: "fix",
    prompt: "fix the lint errors",
    pairs: [[lintRun(["a.ts: x", "b.ts: y"]), lintRun(["a.ts: x"])]],
    expected: /^unproved/,
  },
  {
    name: "green turned red without being understood",
    kind: "edit",
    prompt: "x",
    pairs: [[run(undefined), run(undefined, { code: 1 })]],
    expected: /^refuted: .*passed before and fails now/,
  },
  {
    name: "red turned green without being understood",
    kind: "fix",
    prompt: "x",
    pairs: [[run(undefined, { code: 1 }), run(undefined)]],
    expected: /^proved: .*failed before and passes now/,
  },
  {
    name: "red stays red without being understood",
    kind: "fix",
    prompt: "x",
    pairs: [[run(undefined, { code: 1 }), run(undefined, { code: 1 })]],
    expected: /^unproved: .*still fails/,
  },
  {
    name: "a checker that hangs only now",
    kind: "edit",
    prompt: "x",
    pairs: [[run("+a"), run(undefined, timedOut)]],
    expected: /^refuted: .*time limit/,
  },
  {
    name: "a checker that hung before too",
    kind: "edit",
    prompt: "x",
    pairs: [[run(undefined, timedOut), run(undefined, timedOut)]],
    expected: /^unproved/,
  },
  {
    name: "a refactoring under a green suite",
    kind: "refactor",
    prompt: "x",
    pairs: [[run("+a"), run("+a")]],
    expected: /^proved: 1 test that passed before passes now/,
  },
  {
    name: "a refactoring under an empty suite",
    kind: "refactor",
    prompt: "x",
    pairs: [[run(""), run("")]],
    expected: /^unproved: .*no test ran/,
  },
  {
    name: "new tests",
    kind: "test",
    prompt: "x",
    pairs: [[run("+a"), run("+a,+b")]],
    expected: /^proved: 1 new test passes/,
  },
  { name: "no new tests", kind: "test", prompt: "x", pairs: [[run("+a"), run("+a")]], expected: /^unproved/ },
  {
    name: "the user's check green before and after",
    kind: "edit",
    prompt: "x",
    pairs: [[run(undefined, { checker: given }), run(undefined, { checker: given })]],
    expected: /^proved: .*it passed before too/,
  },
  {
    name: "the user's check still red",
    kind: "edit",
    prompt: "x",
    pairs: [[run(undefined, { checker: given, code: 1 }), run(undefined, { checker: given, code: 1 })]],
    expected: /^refuted: .*still fails/,
  },
  {
    name: "the user's check that runs no test",
    kind: "edit",
    prompt: "x",
    pairs: [[run("", { checker: given }), run("", { checker: given })]],
    expected: /^unproved/,
  },
  {
    name: "tests rewritten",
    kind: "fix",
    prompt: "x",
    pairs: [[run("-a"), run("+a")]],
    doubts: { touched: { ...untouched, tests: ["test/a.js"] } },
    expected: /^unproved: .*rewrote.*test\/a\.js/,
  },
  {
    name: "a script changed",
    kind: "fix",
    prompt: "x",
    pairs: [],
    doubts: { scriptChanged: [checker()] },
    expected: /^unproved: .*changed what `npm run tests` runs/,
  },
  {
    name: "not agreed",
    kind: "fix",
    prompt: "x",
    pairs: [],
    doubts: { notAgreed: [checker()] },
    expected: /^unproved: .*not agreed to\. Agree with `stepladder trust`/,
  },
  { name: "no check", kind: "fix", prompt: "x", pairs: [], expected: /^unproved: No check could run: none was found/ },
];

for (const { name, kind, prompt, pairs, doubts, expected } of cases) {
  test(`${kind}: ${name}`, () => assert.match(verdict(kind, prompt, pairs, doubts), expected));
}

test("a fix of what an editor reports is not measured by red tests that were there before", () => {
  const prompt = "Fix the problem in src/dates.js:4 that is reported beside this.";
  const stillRed: readonly Pair[] = [[run("-date a,-csv b"), run("-date a,-csv b")]];
  assert.match(verdict("fix", prompt, stillRed, {}, true), /^unproved: .*nothing new fails/);
  assert.match(verdict("fix", prompt, stillRed), /^refuted/);
  assert.match(verdict("fix", "fix the failing date test", stillRed, {}, true), /^refuted/);
  assert.match(verdict("fix", prompt, [[run("+date a"), run("-date a")]], {}, true), /^refuted/);
});
