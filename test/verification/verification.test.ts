import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { createAgreements } from "../../server/verification/agreements.ts";
import { boundScript } from "../../server/verification/discover.ts";
import type { Checker } from "../../server/verification/ports.ts";
import { createVerification } from "../../server/verification/verification.ts";
import { collect, type Files, play, runCommand, temporaryFolder, writeFiles } from "./real-runner.ts";

const node = process.execPath;
process.env.PATH = `${dirname(node)}:${process.env.PATH}`; // so that `npm test` finds this very Node

const manifest = (scripts: Record<string, string>) => JSON.stringify({ name: "sample", type: "module", scripts });
const brokenDates = `export const isLeap = (year) => year % 4 === 0;\nexport const month = (date) => date.slice(4, 6);\nexport const upper = (text) => text;\n`;
const halfDates = brokenDates.replace("year % 4 === 0", "year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)");
const goodDates = halfDates.replace("slice(4, 6)", "slice(5, 7)");
const dateTests = `import { test } from "node:test";
import assert from "node:assert/strict";
import { isLeap, month, upper } from "../src/dates.js";
test("date: 1900 is no leap year", () => assert.equal(isLeap(1900), false));
test("date: the month is read", () => assert.equal(month("2024-05-01"), "05"));
test("date: 2024 is a leap year", () => assert.deepEqual([2024, 2000, 2023].map(isLeap), [true, true, false]));
`;
const textTests = dateTests.replace(
  /test\([\s\S]*$/,
  'test("letters are put in capitals", () => assert.equal(upper("a"), "A"));\n',
);
const repository: Files = {
  "package.json": manifest({ test: `${node} --test` }),
  "src/dates.js": brokenDates,
  "test/dates.test.js": dateTests,
  "test/letters.test.js": textTests,
};
/** Found scripts start through npm, which takes most of a test's time; so most tests configure the command behind it. */
const parts = { configuredChecks: new Map([["*", [`${node} --test --test-isolation=none`]]]) };
const fixDates = { kind: "fix", prompt: "fix the failing date tests", parts } as const;

test("a fix is proved by the tests that failed before, and an unrelated failure is not blamed on it", async (t) => {
  const { verdict, baseline } = await play(t, {
    files: repository,
    attempt: { "src/dates.js": goodDates },
    ...fixDates,
  });
  assert.equal(verdict.kind, "proved", verdict.because);
  assert.match(verdict.because, /2 tests that failed before pass now/);
  assert.match(verdict.because, /1 other test failed before/);
  assert.equal(baseline.runs[0]?.tests?.get("letters are put in capitals"), "failed");
});

test("a fix of one of two tests that the prompt speaks of is refuted, and the verdict names the other", async (t) => {
  const { verdict } = await play(t, { files: repository, attempt: { "src/dates.js": halfDates }, ...fixDates });
  assert.equal(verdict.kind, "refuted");
  assert.match(verdict.because, /still fails: “date: the month is read”/);
  assert.match(
    verdict.evidence.at(-1)?.detail ?? "",
    /✖ date: the month is read \(test\/dates\.test\.js\)[\s\S]*Expected values/,
  );
});

test("an attempt that breaks a test is refuted", async (t) => {
  const attempt = { "src/dates.js": goodDates.replace("year % 4 === 0 &&", "false &&") };
  const { verdict } = await play(t, { files: repository, attempt, ...fixDates });
  assert.equal(verdict.kind, "refuted");
  assert.match(verdict.because, /1 test that passed before fails now: “date: 2024 is a leap year”/);
});

test("a failing test that was deleted is no fix", async (t) => {
  const shorter = dateTests
    .split("\n")
    .filter((line) => !/1900|month is read/.test(line))
    .join("\n");
  const { verdict } = await play(t, { files: repository, attempt: { "test/dates.test.js": shorter }, ...fixDates });
  assert.equal(verdict.kind, "refuted");
  assert.match(verdict.because, /2 tests that failed before are gone or skipped/);
});

test("a failing test that is skipped now is no fix", async (t) => {
  const skipping = dateTests.replace('test("date: the', 'test.skip("date: the');
  const attempt = { "src/dates.js": halfDates, "test/dates.test.js": skipping };
  const { verdict } = await play(t, { files: repository, attempt, ...fixDates });
  assert.equal(verdict.kind, "refuted");
  assert.match(verdict.because, /gone or skipped/);
});

test("tests that pass because the attempt rewrote them are run as they were, and refute it", async (t) => {
  const easier = dateTests.replace("isLeap(1900), false", "isLeap(1900), true").replace('"05")', '"-0")');
  const { verdict } = await play(t, { files: repository, attempt: { "test/dates.test.js": easier }, ...fixDates });
  assert.equal(verdict.kind, "refuted");
  assert.match(verdict.because, /With test\/dates\.test\.js as before, 2 tests that failed still do/);
});

test("a syntax error refutes before any test runs", async (t) => {
  const { verdict, started } = await play(t, {
    files: repository,
    attempt: { "src/dates.js": `${goodDates}export const x = (;\n` },
    ...fixDates,
  });
  assert.equal(verdict.kind, "refuted");
  assert.match(verdict.because, /syntax error: src\/dates\.js:4/);
  assert.deepEqual(started, ["files edited", "files parse"]);
});

test("an attempt that edits nothing is refuted", async (t) => {
  const nothing = await play(t, { files: repository, attempt: {}, ...fixDates });
  assert.deepEqual([nothing.verdict.kind, nothing.verdict.because], ["refuted", "Nothing was edited."]);
  const same = await play(t, { files: repository, attempt: { "src/dates.js": brokenDates }, ...fixDates });
  assert.equal(same.verdict.kind, "refuted");
});

test("a checker that hangs is stopped and named, and so is one that hangs only after the attempt", async (t) => {
  const always = await play(t, {
    files: { "package.json": manifest({ test: "sleep 60" }), "a.js": "1;\n" },
    attempt: { "a.js": "2;\n" },
    kind: "edit",
    prompt: "change it",
    parts: { limits: { checkerMs: 300 } },
  });
  assert.equal(always.baselineEvidence[0]?.outcome, "timed-out");
  assert.match(always.baselineEvidence[0]?.summary ?? "", /npm test.*time limit/);
  assert.equal(always.verdict.kind, "unproved");
  const later = await play(t, {
    files: { "wait.js": "", "package.json": manifest({ lint: `${node} wait.js` }) },
    attempt: { "wait.js": "setTimeout(() => {}, 60_000);\n" },
    kind: "edit",
    prompt: "change it",
    parts: { limits: { checkerMs: 1_500 } },
  });
  assert.equal(later.verdict.kind, "refuted");
  assert.match(later.verdict.because, /did not end within its time limit/);
});

test("a checker that floods is trimmed, and its failures are still compared", async (t) => {
  const noisy = `${dateTests}for (let i = 0; i < 20_000; i++) console.log("noise " + i);\n`;
  const files = { ...repository, "test/dates.test.js": noisy };
  const limits = { outputBytes: 20_000 };
  const fixed = await play(t, {
    files,
    attempt: { "src/dates.js": goodDates },
    ...fixDates,
    parts: { ...parts, limits },
  });
  assert.equal(fixed.verdict.kind, "proved", fixed.verdict.because);
  const half = await play(t, {
    files,
    attempt: { "src/dates.js": halfDates },
    ...fixDates,
    parts: { ...parts, limits },
  });
  assert.equal(half.verdict.kind, "refuted", half.verdict.because);
  assert.ok(fixed.verdict.evidence.every((entry) => entry.detail.length <= 5_000));
  assert.equal(fixed.baseline.runs[0]?.complete, false);
});

test("without any check the verdict is unproved and says how to get one", async (t) => {
  const { verdict } = await play(t, {
    files: { "a.js": "1;\n" },
    attempt: { "a.js": "2;\n" },
    kind: "edit",
    prompt: "make it two",
  });
  assert.deepEqual(
    [verdict.kind, verdict.because],
    [
      "unproved",
      "No check could run: none was found in this folder. Name one in the setting `checks`, or with `--check`.",
    ],
  );
});

test("a checker that was not agreed to does not run, and the verdict names `stepladder trust`", async (t) => {
  const { verdict, started } = await play(t, {
    files: repository,
    attempt: { "src/dates.js": goodDates },
    ...fixDates,
    parts: {},
    agree: false,
  });
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /`npm test` was found but not agreed to.*stepladder trust/);
  assert.ok(!started.includes("npm test"));
  assert.equal(verdict.evidence.at(-1)?.outcome, "skipped");
});

test("a script that the attempt changed does not run, whoever named the checker", async (t) => {
  const attempt = { "src/dates.js": goodDates, "package.json": manifest({ test: "touch ran-unasked" }) };
  for (const checks of [[], ["npm test"]]) {
    const { verdict, root } = await play(t, {
      files: repository,
      attempt,
      ...fixDates,
      parts: {},
      checks,
      agree: checks.length === 0,
    });
    assert.equal(verdict.kind, "unproved");
    assert.match(verdict.because, /changed what `npm test` runs/);
    await assert.rejects(import("node:fs/promises").then((fs) => fs.stat(join(root, "ran-unasked"))));
  }
});

test("a changed script runs again once it is agreed to", async (t) => {
  const root = temporaryFolder(t);
  const agreements = createAgreements(join(temporaryFolder(t), "agreements.json"));
  writeFiles(root, { "package.json": manifest({ test: "exit 1" }), "a.js": "1;\n" });
  const verification = createVerification({ runCommand, agreements });
  const signal = new AbortController().signal;
  const { result: baseline } = await collect(
    verification.baseline(root, await verification.discover(root), [], signal),
  );
  writeFileSync(join(root, "package.json"), manifest({ test: "exit 0" }));
  const request = {
    root,
    kind: "fix",
    prompt: "fix it",
    changed: ["package.json"],
    before: new Map(),
    baseline,
  } as const;
  assert.equal((await collect(verification.verify(request, signal))).result.kind, "unproved");
  const now: Checker = {
    command: "npm test",
    sort: "tests",
    from: "repository",
    script: await boundScript(root, "npm test"),
  };
  agreements.add(root, [now]);
  const { result } = await collect(verification.verify(request, signal));
  assert.deepEqual([result.kind, result.because], ["proved", "`npm test` failed before and passes now."]);
});

test("a check given with the task is the acceptance test: green proves, red refutes", async (t) => {
  const files = { "a.js": "export const a = 1;\n", "accept.cjs": "" };
  const check = `${node} -e "import('./a.js').then((m) => process.exit(m.a === 2 ? 0 : 1))"`;
  const base = { files, kind: "edit", prompt: "make a two", checks: [check] } as const;
  const right = await play(t, { ...base, attempt: { "a.js": "export const a = 2;\n" } });
  assert.equal(right.verdict.kind, "proved", right.verdict.because);
  const wrong = await play(t, { ...base, attempt: { "a.js": "export const a = 3;\n" } });
  assert.equal(wrong.verdict.kind, "refuted");
  assert.match(wrong.verdict.because, /still fails/);
  const green = await play(t, { ...base, checks: ["true"], attempt: { "a.js": "export const a = 3;\n" } });
  assert.match(green.verdict.because, /it passed before too/);
});

test("a refactoring is proved by a suite that is green before and after", async (t) => {
  const files = { ...repository, "src/dates.js": goodDates.replace("=> text;", "=> text.toUpperCase();") };
  const attempt = { "src/dates.js": files["src/dates.js"].replace("(text) => text.", "(letters) => letters.") };
  const { verdict } = await play(t, { files, attempt, kind: "refactor", prompt: "tidy the dates module", parts });
  assert.equal(verdict.kind, "proved", verdict.because);
  const edit = await play(t, { files, attempt, kind: "edit", prompt: "rename a parameter", parts });
  assert.match(edit.verdict.because, /none of them failed before/);
  const fewer = { ...attempt, "test/letters.test.js": "" };
  const less = await play(t, { files, attempt: fewer, kind: "refactor", prompt: "tidy the dates module", parts });
  assert.equal(less.verdict.kind, "unproved");
  assert.match(less.verdict.because, /1 test that passed before is gone/);
});

test("new tests prove work of the kind test", async (t) => {
  const files = { ...repository, "src/dates.js": goodDates };
  const attempt = {
    "test/dates.test.js": `${dateTests}test("date: 2000 is a leap year", () => assert.equal(isLeap(2000), true));\n`,
  };
  const { verdict } = await play(t, { files, attempt, kind: "test", prompt: "cover the year 2000", parts });
  assert.equal(verdict.kind, "proved", verdict.because);
});

test("a test file that did not load before and runs now is fixed", async (t) => {
  const files = { ...repository, "src/dates.js": "export const isLeap = 1;\n" };
  const attempt = { "src/dates.js": goodDates.replace("=> text;", "=> text.toUpperCase();") };
  const { verdict } = await play(t, { files, attempt, ...fixDates });
  assert.equal(verdict.kind, "proved", verdict.because);
  const deleted = await play(t, { files, attempt: { "test/dates.test.js": undefined }, ...fixDates });
  assert.equal(deleted.verdict.kind, "refuted", deleted.verdict.because);
  const partly = await play(t, { files, attempt: { "src/dates.js": brokenDates }, ...fixDates });
  assert.equal(partly.verdict.kind, "refuted", partly.verdict.because);
});

test("python's unittest is compared test by test", async (t) => {
  const module = "def month(date):\n    return date[4:6]\n\ndef year(date):\n    return date[:4]\n";
  const files = {
    "dates.py": module,
    "tests/__init__.py": "",
    "tests/test_dates.py":
      "import unittest\nfrom dates import month, year\n\nclass DateTest(unittest.TestCase):\n    def test_month(self):\n        self.assertEqual(month('2024-05-01'), '05')\n\n    def test_year(self):\n        self.assertEqual(year('2024-05-01'), '2024')\n",
  };
  const fixed = await play(t, {
    files,
    attempt: { "dates.py": module.replace("4:6", "5:7") },
    kind: "fix",
    prompt: "test_month fails",
  });
  assert.equal(fixed.verdict.kind, "proved", fixed.verdict.because);
  const worse = await play(t, {
    files,
    attempt: { "dates.py": module.replace("4:6", "5:7").replace(":4]", ":3]") },
    kind: "fix",
    prompt: "test_month fails",
  });
  assert.equal(worse.verdict.kind, "refuted");
  assert.match(worse.verdict.because, /tests\.test_dates\.DateTest\.test_year/);
});

test("cancelling ends the checks without a refutation", async (t) => {
  const root = temporaryFolder(t);
  writeFiles(root, { "package.json": manifest({ test: "sleep 60" }), "a.js": "1;\n" });
  const verification = createVerification({ runCommand });
  const controller = new AbortController();
  const checks = verification.baseline(root, await verification.discover(root), [], controller.signal);
  await checks.next();
  const rest = checks.next();
  controller.abort();
  assert.deepEqual((await rest).value, { runs: [], notAgreed: [] });
});

test("a checker whose program is missing is skipped with the next step", async (t) => {
  const { verdict } = await play(t, {
    files: { "a.js": "1;\n" },
    attempt: { "a.js": "2;\n" },
    kind: "edit",
    prompt: "x",
    checks: ["no-such-program-here"],
  });
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /could not start. Install what it needs/);
});

test("kinds that end in an answer have nothing to check", async (t) => {
  const { verdict, started } = await play(t, { files: repository, attempt: {}, kind: "explain", prompt: "why" });
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /^Nothing to check: /);
  assert.deepEqual(started, []);
});
