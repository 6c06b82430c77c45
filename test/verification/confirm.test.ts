import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { type Files, play, type Scenario } from "./real-runner.ts";

const broken = "export const fee = (age, member) => (age < 18 ? 5 : 10);\nexport const half = (sum) => sum / 2;\n";
const fixed = broken.replace("(age < 18 ? 5 : 10)", "(age < 18 || member ? 5 : 10)");
const tests = `import assert from "node:assert/strict";
import { test } from "node:test";
import { fee, half } from "../src/fee.js";
test("members pay less", () => {
  assert.equal(fee(30, true), 5);
  assert.equal(fee(30, false), 10);
});
test("children pay less", () => {
  assert.equal(fee(17, false), 5);
  assert.equal(fee(18, false), 10);
});
`;
const files: Files = { "package.json": '{"type":"module"}', "src/fee.js": broken, "test/fee.test.js": tests };
const parts = { configuredChecks: new Map([["*", [`${process.execPath} --test --test-isolation=none`]]]) };
const fix = (attempt: Scenario["attempt"]): Scenario => ({
  files,
  attempt,
  kind: "fix",
  prompt: "members should pay less; fix the failing test",
  parts,
});

test("a proof rests on tests that notice faults in the change, and the user's files stay as they are meanwhile", async (t) => {
  const { TMPDIR } = process.env;
  const own = mkdtempSync(join(tmpdir(), "stepladder-own-"));
  process.env.TMPDIR = own;
  t.after(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    rmSync(own, { recursive: true, force: true });
  });
  const { verdict, started, root } = await play(t, fix({ "src/fee.js": fixed }));
  assert.equal(verdict.kind, "proved", verdict.because);
  assert.equal(started.at(-1), "tests notice faults");
  assert.match(verdict.evidence.at(-1)?.summary ?? "", /notice \d of \d small faults/);
  assert.deepEqual(
    readdirSync(own).filter((name) => name.startsWith("stepladder-check-")),
    [],
  );
  assert.equal(readFileSync(join(root, "src/fee.js"), "utf8"), fixed);
});

test("tests that would hardly notice a mistake prove no refactoring", async (t) => {
  const weak = {
    ...files,
    "src/fee.js": fixed,
    "test/fee.test.js": tests.replace(/ {2}assert.*\n/g, "  fee(1, true);\n"),
  };
  const attempt = {
    "src/fee.js": fixed.replace("(age < 18 || member ? 5 : 10)", "{ if (age < 19 || member) return 5; return 10; }"),
  };
  const { verdict } = await play(t, { files: weak, attempt, kind: "refactor", prompt: "refactor fee", parts });
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /would hardly notice a mistake\. The tests notice 0 of \d.*src\/fee\.js:1/);
});

const named = `${fixed}export const label = (age) => String(half(age));\nexport const name = (person) => String(person);\n`;
const labels = `${tests.replace("fee, half", "fee, half, label, name")}test("labels", () => {\n  assert.equal(label(20), "10");\n  name(1);\n});\n`;
const refactor = (attempt: Scenario["attempt"]): Scenario => ({
  ...fix(attempt),
  files: { ...files, "src/fee.js": named, "test/fee.test.js": labels },
  kind: "refactor",
  prompt: "simplify it",
});

test("a refactoring of lines that offer no other fault is proved when the tests notice that their values are gone", async (t) => {
  const { verdict } = await play(
    t,
    refactor({ "src/fee.js": named.replace("String(half(age))", "half(age).toString()") }),
  );
  assert.equal(verdict.kind, "proved", verdict.because);
  assert.match(verdict.evidence.at(-1)?.summary ?? "", /notice 2 of 2 small faults/);
  const unseen = await play(t, refactor({ "src/fee.js": named.replace("String(person)", "person.toString()") }));
  assert.equal(unseen.verdict.kind, "unproved", unseen.verdict.because);
  assert.match(unseen.verdict.because, /but not src\/fee\.js:4: undefined for/);
});

for (const [name, before, after] of [
  ["that only takes lines away", `if (0) half();\n${named}`, named],
  ["of remarks", named, `// The fee.\n${named}`],
] as const) {
  test(`a refactoring ${name} is not proved, because nothing shows that tests would notice a mistake`, async (t) => {
    const scenario = refactor({ "src/fee.js": after });
    const { verdict } = await play(t, { ...scenario, files: { ...scenario.files, "src/fee.js": before } });
    assert.equal(verdict.kind, "unproved");
    assert.match(verdict.because, /no fault could be tried in the changed lines/);
  });
}

for (const [name, attempt] of [
  ["returns before it asserts", { "test/fee.test.js": tests.replace('less", () => {', 'less", () => {\n  return;') }],
  [
    "catches what it asserts",
    {
      "test/fee.test.js": tests.replace(
        "  assert.equal(fee(30, true), 5);",
        "  try {\n  assert.equal(fee(30, true), 5);\n  } catch {}",
      ),
    },
  ],
  ["is gone with its file", { "test/fee.test.js": undefined, "src/fee.js": `${broken}\n` }],
] as const) {
  test(`a failing test that ${name} is run as it was, and the fix is refuted`, async (t) => {
    const { verdict } = await play(t, fix(attempt));
    assert.equal(verdict.kind, "refuted", verdict.because);
  });
}

test("a test that the task wants changed may change, and the verdict leaves it to the user", async (t) => {
  const attempt = { "test/fee.test.js": tests.replace("fee(30, true), 5", "fee(30, true), 10") };
  const { verdict } = await play(t, {
    ...fix(attempt),
    prompt: "the test 'members pay less' is outdated, correct the test",
  });
  assert.equal(verdict.kind, "unproved", verdict.because);
  assert.match(verdict.because, /test\/fee\.test\.js/);
});

test("a fix that breaks a test and deletes it is not proved, and the test is named", async (t) => {
  const attempt = {
    "src/fee.js": fixed.replace("age < 18", "age < 8"),
    "test/fee.test.js": tests.replace(/test\("children[\s\S]*$/, ""),
  };
  const { verdict } = await play(t, fix(attempt));
  assert.notEqual(verdict.kind, "proved");
  assert.match(verdict.because, /children pay less/);
});

test("code that ends the run well does not pass for passing tests", async (t) => {
  const { verdict } = await play(t, fix({ "src/fee.js": `${broken}process.exit(0);\n` }));
  assert.equal(verdict.kind, "refuted");
  assert.match(verdict.because, /ends well, but 2 tests that ran before do not run any more/);
});

test("new settings of what starts the checks leave the verdict to the user", async (t) => {
  const { verdict } = await play(t, fix({ "src/fee.js": fixed, ".npmrc": "script-shell=/bin/true\n" }));
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /rewrote what they check with \(\.npmrc\)/);
});

test("a checker that was told to look away leaves the verdict to the user", async (t) => {
  const { verdict } = await play(t, fix({ "src/fee.js": `// @ts-nocheck\n${fixed}` }));
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /told them to look away in src\/fee\.js/);
});

const halfTest = (body: string) => ({
  "test/half.test.js": tests.replace(/test\([\s\S]*$/, `test("half of a sum", () => {\n  ${body}\n});\n`),
});
const write: Scenario = {
  ...fix({}),
  files: { ...files, "src/fee.js": fixed },
  kind: "test",
  prompt: "write a test for half",
};

test("written tests are proved by noticing faults in what they test", async (t) => {
  const good = await play(t, { ...write, attempt: halfTest("assert.equal(half(8), 4);") });
  assert.equal(good.verdict.kind, "proved", good.verdict.because);
  const empty = await play(t, { ...write, attempt: halfTest("half(8); assert.ok(true);") });
  assert.equal(empty.verdict.kind, "unproved");
  assert.match(empty.verdict.because, /would hardly notice a mistake/);
});

test("a check that the user gave with the task is enough by itself", async (t) => {
  const checks = [`${process.execPath} --test --test-isolation=none`];
  const files: Files = { ...write.files, "test/fee.test.js": tests.replace(/test\("children[\s\S]*$/, "") };
  const attempt = { "src/fee.js": fixed.replace("sum / 2", "sum * 0.5 + 1") };
  const { verdict, started } = await play(t, { files, attempt, kind: "edit", prompt: "change half", checks });
  assert.equal(verdict.kind, "proved", verdict.because);
  assert.ok(!started.includes("tests notice faults"));
});

test("written tests that come with changed code leave the verdict to the user", async (t) => {
  const attempt = { ...halfTest("assert.equal(half(8), 2);"), "src/fee.js": fixed.replace("sum / 2", "sum / 4") };
  const { verdict } = await play(t, { ...write, attempt });
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /also changed what they test \(src\/fee\.js\)/);
});

test("code that reaches beyond itself is not run with faults in it", async (t) => {
  const reaching = `import { rmSync } from "node:fs";\nexport const forget = (file) => rmSync(file);\n${fixed}`;
  const { verdict, started } = await play(t, fix({ "src/fee.js": reaching }));
  assert.equal(verdict.kind, "proved", verdict.because);
  assert.ok(!started.includes("tests notice faults"));
});

test("code that recognises the tests' own values is not proved, and they are named", async (t) => {
  const known = tests.replace("fee(30, true), 5", "fee(345, true), 5");
  const scenario = { ...fix({ "src/fee.js": broken.replace("age < 18", "age < 18 || age === 345") }) };
  const { verdict, started } = await play(t, { ...scenario, files: { ...files, "test/fee.test.js": known } });
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /recognises “345” one by one, as the tests have them/);
  assert.equal(started.at(-1), "not by heart");
});

test("new tests of code in which no fault can be tried leave the verdict to the user", async (t) => {
  const reaching = `import { rmSync } from "node:fs";\nexport const forget = (file) => rmSync(file);\n${fixed}`;
  const attempt = halfTest("assert.equal(half(8), 4);");
  const { verdict } = await play(t, { ...write, files: { ...write.files, "src/fee.js": reaching }, attempt });
  assert.equal(verdict.kind, "unproved");
  assert.match(verdict.because, /no fault could be tried in what the new tests are about/);
});
