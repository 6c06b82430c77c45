import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { parseOutput } from "../../../server/verification/output/parse-output.ts";
import { stableName } from "../../../server/verification/output/stable-name.ts";
import type { Checker } from "../../../server/verification/ports.ts";

const checker = (sort: Checker["sort"]): Checker => ({ command: "x", script: "x", from: "repository", sort });
const read = (name: string) => readFileSync(join(import.meta.dirname, "fixtures", `${name}.txt`), "utf8");
const names = (tests: ReadonlyMap<string, string> | undefined, state: string) =>
  [...(tests ?? [])].filter(([, value]) => value === state).map(([name]) => name);

interface Expected {
  readonly passed: readonly string[];
  readonly failed: readonly string[];
  readonly skipped: readonly string[];
}

const nodeSample: Expected = {
  passed: [
    "adds numbers",
    "suite A > inner passes",
    "suite A > deep > inner passes",
    "green suite > inner passes",
    "green suite > inner passes (2)",
    "nested parent > sub ok",
    "adds numbers (2)",
  ],
  failed: ["parses dates # hash", "suite A > inner fails", "nested parent > sub bad", "b.test.mjs (does not load)"],
  skipped: ["skipped one", "todo one"],
};
const jestFailed = ["jest/sum.test.js > sum > fails here", "jest/bad.test.js (does not load)"];
const vitestFailed = ["vitest/sum.test.mjs > sum > fails here", "vitest/bad.test.mjs (does not load)"];
const unittestFailed = [
  "test_a.DateTest.test_err",
  "test_b (does not load)",
  "test_a.DateTest.test_bad",
  "test_a.DateTest.test_sub (i=1)",
];

/** Real output of each runner on a sample with passing, failing, skipped and unloadable tests. */
const complete: Readonly<Record<string, Expected>> = {
  "node20-tap": nodeSample,
  "node24-tap": nodeSample,
  "jest-verbose": {
    passed: [
      "jest/sum.test.js > top level",
      "jest/sum.test.js > sum > adds numbers",
      "jest/sum.test.js > sum > deep > works",
      "jest/ok.test.js > fine",
    ],
    failed: jestFailed,
    skipped: ["jest/sum.test.js > sum > skipped"],
  },
  "vitest-verbose": {
    passed: [
      "vitest/sum.test.mjs > sum > adds numbers",
      "vitest/sum.test.mjs > sum > deep > works",
      "vitest/sum.test.mjs > top level",
      "vitest/ok.test.mjs > fine",
    ],
    failed: vitestFailed,
    skipped: ["vitest/sum.test.mjs > sum > skipped"],
  },
  mocha: {
    passed: ["top level", "sum > adds numbers", "sum > deep > adds numbers", "sum > deep > slow"],
    failed: ["sum > fails here"],
    skipped: ["sum > skipped"],
  },
  ava: { passed: ["a > one passes", "b > in b"], failed: ["a > two fails"], skipped: ["a > three", "a > four"] },
  "unittest-v": {
    passed: ["test_a.DateTest.test_doc", "test_a.DateTest.test_ok"],
    failed: unittestFailed,
    skipped: ["test_a.DateTest.test_skip"],
  },
  cargo: {
    passed: ["src/lib.rs > tests::adds"],
    failed: ["src/lib.rs > tests::fails"],
    skipped: ["src/lib.rs > tests::ign"],
  },
};

for (const [fixture, expected] of Object.entries(complete)) {
  test(`${fixture}: every test is named with its suites and its state`, () => {
    const understood = parseOutput(checker("tests"), read(fixture).replaceAll("/project/", ""));
    assert.equal(understood?.complete, true);
    for (const state of ["passed", "failed", "skipped"] as const) {
      assert.deepEqual(names(understood?.tests, state).toSorted(), [...expected[state]].toSorted(), state);
    }
  });
}

/** Reporters that name failures only, and Node's spec output in which a test printed a line that looks like a result. */
const failuresOnly: Readonly<Record<string, { failed: readonly string[]; passed: number }>> = {
  "node20-spec": { failed: nodeSample.failed, passed: 7 },
  "node24-spec": { failed: nodeSample.failed, passed: 7 },
  jest: { failed: jestFailed, passed: 4 },
  vitest: { failed: vitestFailed, passed: 4 },
  unittest: { failed: unittestFailed, passed: 2 },
  "pytest-plain": {
    failed: [
      "t/test_a.py::DateTest::test_bad",
      "t/test_a.py::DateTest::test_err",
      "t/test_a.py::DateTest::test_sub (i=1)",
    ],
    passed: 3,
  },
};

for (const [fixture, expected] of Object.entries(failuresOnly)) {
  test(`${fixture}: failures are named, passed tests only counted`, () => {
    const understood = parseOutput(checker("tests"), read(fixture).replaceAll("/project/", ""));
    assert.equal(understood?.complete, false);
    assert.deepEqual(names(understood?.tests, "failed").toSorted(), [...expected.failed].toSorted());
    assert.deepEqual(names(understood?.tests, "passed"), []);
    assert.equal(understood?.counts?.passed, expected.passed);
  });
}

test("failures carry their file and message", () => {
  const spec = parseOutput(checker("tests"), read("node24-spec"))?.failures?.get("parses dates # hash");
  assert.equal(spec?.file, "a.test.mjs");
  assert.match(spec?.message ?? "", /1 !== 2/);
  const tap = parseOutput(checker("tests"), read("node20-tap"))?.failures?.get("suite A > inner fails");
  assert.match(tap?.message ?? "", /strictly deep-equal/);
  const jest = parseOutput(checker("tests"), read("jest"))?.failures?.get("jest/sum.test.js > sum > fails here");
  assert.match(jest?.message ?? "", /Expected: 2/);
});

test("pytest that stops while collecting says that tests were hidden", () => {
  const understood = parseOutput(checker("tests"), read("pytest"));
  assert.deepEqual(names(understood?.tests, "failed"), ["t/test_b.py (does not load)"]);
  assert.equal(understood?.interrupted, true);
});

test("pytest's short summary names passed tests, also with parameters", () => {
  const output =
    "F..\n===== short test summary info =====\nPASSED t/a.py::test_x[1 - 2]\nPASSED t/a.py::test_y\nFAILED t/a.py::test_z - assert 1 == 2\n1 failed, 2 passed in 0.10s\n";
  const understood = parseOutput(checker("tests"), output);
  assert.equal(understood?.complete, true);
  assert.deepEqual(names(understood?.tests, "passed").length, 2);
});

test("go names tests by package, and a parent of subtests is no test of its own", () => {
  const output = [
    "=== RUN   TestDates",
    "    --- PASS: TestDates/leap (0.00s)",
    "    --- FAIL: TestDates/month (0.01s)",
    "        dates_test.go:12: got 4, want 5",
    "--- FAIL: TestDates (0.01s)",
    "FAIL",
    "FAIL\texample.com/dates\t0.012s",
    "--- PASS: TestSlug (0.00s)",
    "PASS",
    "ok  \texample.com/slug\t(cached)",
    "FAIL\texample.com/broken [build failed]",
    "FAIL",
  ].join("\n");
  const understood = parseOutput(checker("tests"), output);
  assert.deepEqual(names(understood?.tests, "failed"), [
    "example.com/dates > TestDates/month",
    "example.com/broken (suite)",
  ]);
  assert.deepEqual(names(understood?.tests, "passed"), [
    "example.com/dates > TestDates/leap",
    "example.com/slug > TestSlug",
  ]);
  assert.equal(parseOutput(checker("tests"), "ok  \texample.com/slug\t0.01s\n")?.complete, false);
});

test("PHPUnit and RSpec name their failures and count the rest", () => {
  const php =
    "There was 1 failure:\n\n1) DateTest::testMonth\nFailed asserting that 4 matches 5.\n\n/project/tests/DateTest.php:12\n\nFAILURES!\nTests: 3, Assertions: 3, Failures: 1, Skipped: 1.\n";
  const phpunit = parseOutput(checker("tests"), php);
  assert.deepEqual(
    [names(phpunit?.tests, "failed"), phpunit?.counts],
    [["DateTest::testMonth"], { passed: 1, failed: 1, skipped: 1 }],
  );
  assert.deepEqual(parseOutput(checker("tests"), "OK (3 tests, 5 assertions)\n")?.counts, {
    passed: 3,
    failed: 0,
    skipped: 0,
  });
  const ruby =
    "Failures:\n\n  1) Dates reads the month\n     Failure/Error: expect(4).to eq(5)\n\nFinished in 0.01 seconds\n4 examples, 1 failure, 1 pending\n\nFailed examples:\n\nrspec ./spec/dates_spec.rb:3 # Dates reads the month\n";
  const rspec = parseOutput(checker("tests"), ruby);
  assert.deepEqual(
    [names(rspec?.tests, "failed"), rspec?.counts],
    [["Dates reads the month"], { passed: 2, failed: 1, skipped: 1 }],
  );
  assert.match(rspec?.failures?.get("Dates reads the month")?.message ?? "", /expect\(4\)/);
});

const typeErrors = [
  "ts/x.ts: TS2304: Cannot find name 'foo'.",
  "ts/x.ts: TS2322: Type 'number' is not assignable to type 'string'.",
  "ts/x.ts: TS2322: Type 'number' is not assignable to type 'string'. (2)",
  "ts/x.ts: TS2322: Type 'string' is not assignable to type 'number'.",
];
const ruffFindings = [
  "l.py: F401 `os` imported but unused",
  "l.py: F821 Undefined name `b`",
  "l.py: I001 Import block is un-sorted or un-formatted",
];
const findings: Readonly<Record<string, readonly string[]>> = {
  tsc5: typeErrors,
  "tsc5-pretty": typeErrors,
  tsc7: typeErrors,
  ruff: ruffFindings,
  "ruff-concise": ruffFindings,
  mypy: [
    'l.py: error: Incompatible types in assignment (expression has type "str", variable has type "int") [assignment]',
  ],
  "cargo-check": ["src/lib.rs: error[E0308]: mismatched types"],
  eslint: [
    "lint/x.js: 'a' is assigned a value but never used no-unused-vars",
    "lint/x.js: 'b' is not defined no-undef",
    "lint/x.js: Expected '===' and instead saw '==' eqeqeq",
  ],
};

for (const [fixture, expected] of Object.entries(findings)) {
  test(`${fixture}: findings have a path and a message but no position`, () => {
    const understood = parseOutput(checker("lint"), read(fixture).replaceAll("/project/", ""));
    assert.deepEqual([...(understood?.findings ?? [])].toSorted(), [...expected].toSorted());
  });
}

test("Biome's findings name the rule, and a cut list is not given at all", () => {
  const output = read("biome-check");
  const found = [...(parseOutput(checker("lint"), output)?.findings ?? [])];
  assert.equal(found.length, 6);
  assert.ok(
    found.includes("y.ts: lint/suspicious/noDoubleEquals Using == may be unsafe if you are relying on type coercion."),
  );
  const cut = `${output}\nThe number of diagnostics exceeds the limit allowed. Use --max-diagnostics to increase it.\n`;
  assert.equal(parseOutput(checker("lint"), cut), undefined);
});

test("trimmed output claims no passed test and no findings", () => {
  const understood = parseOutput(checker("tests"), read("node24-tap"), true);
  assert.equal(understood?.complete, false);
  assert.deepEqual(names(understood?.tests, "passed"), []);
  assert.equal(understood?.counts?.passed, 7);
  assert.equal(parseOutput(checker("types"), read("tsc7"), true), undefined);
});

test("output of an unknown tool is not understood", () => {
  assert.equal(parseOutput(checker("tests"), "all good\n5 things happened\n"), undefined);
  assert.equal(parseOutput(checker("tests"), ""), undefined);
});

test("names are the same in the next run", () => {
  assert.equal(stableName("works (5 ms)"), "works");
  assert.equal(
    stableName("object at 0x7fdbd0b15f90 in /tmp/abc-123/file.txt on 127.0.0.1:45123"),
    "object at 0x… in <temp>/file.txt on 127.0.0.1:<port>",
  );
  assert.equal(stableName("/tmp/x1/a/index.js"), "<temp>/a/index.js");
});

test("no output makes a parser throw, and a name is always stable", () => {
  const fixtures = Object.keys({ ...complete, ...failuresOnly, ...findings }).map((name) => read(name).split("\n"));
  const lines = fc.array(fc.oneof(fc.string(), ...fixtures.map((known) => fc.constantFrom(...known))), {
    maxLength: 40,
  });
  fc.assert(
    fc.property(lines, (given) => void parseOutput(checker("tests"), given.join("\n"))),
    { numRuns: 150 },
  );
  fc.assert(
    fc.property(fc.string(), (text) => assert.equal(stableName(stableName(text)), stableName(text))),
    { numRuns: 150 },
  );
});
