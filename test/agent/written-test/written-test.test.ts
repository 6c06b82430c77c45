import assert from "node:assert/strict";
import test from "node:test";
import { passesNow, whyUseless } from "../../../server/agent/written-test/written-test.ts";
import type { Comparison } from "../../../server/verification/compare.ts";
import { compareRuns } from "../../../server/verification/compare.ts";
import type { CheckerRun } from "../../../server/verification/ports.ts";

type Tests = Readonly<Record<string, "passed" | "failed" | "skipped">>;

function run(tests: Tests | undefined, code = Object.values(tests ?? {}).includes("failed") ? 1 : 0): CheckerRun {
  return {
    checker: { command: "npm test", sort: "tests", from: "repository", script: "node --test" },
    outcome: { kind: "exited", code, output: "", milliseconds: 1 },
    tests: tests && new Map(Object.entries(tests)),
    findings: undefined,
  };
}
const compared = (before: CheckerRun, after: CheckerRun): Comparison => compareRuns(before, after, []);

const old = run({ a: "passed" });

test("a test is of use only when it alone fails on the old code", () => {
  assert.equal(whyUseless(compared(old, run({ a: "passed", b: "failed" }))), undefined);
  assert.match(whyUseless(compared(old, run({ a: "passed", b: "passed" }))) ?? "", /shows nothing/);
  assert.match(whyUseless(compared(old, run({ a: "failed", b: "failed" }))) ?? "", /breaks tests/);
  assert.match(whyUseless(compared(old, run({ b: "failed" }))) ?? "", /breaks tests/);
  const hangs: CheckerRun = { ...old, outcome: { kind: "timed-out", output: "", milliseconds: 9 } };
  assert.match(whyUseless(compared(old, hangs)) ?? "", /do not end/);
});

test("where the runner names no tests its exit code tells", () => {
  const [green, red] = [run(undefined, 0), run(undefined, 1)];
  assert.equal(whyUseless(compared(green, red)), undefined);
  assert.match(whyUseless(compared(green, green)) ?? "", /shows nothing/);
  assert.equal(passesNow({ failing: [] }, compared(red, green)), true);
  assert.equal(passesNow({ failing: [] }, compared(red, red)), false);
});

test("it counts only when all of it passes and nothing else got worse", () => {
  const before = run({ a: "passed", b: "failed", c: "failed" });
  const failing = ["b", "c"];
  const after = (tests: Tests) => passesNow({ failing }, compared(before, run(tests)));
  assert.equal(after({ a: "passed", b: "passed", c: "passed" }), true);
  assert.equal(after({ a: "passed", b: "passed", c: "failed" }), false);
  assert.equal(after({ a: "passed", b: "passed", c: "skipped" }), false);
  assert.equal(after({ a: "passed", b: "passed" }), false);
  assert.equal(after({ a: "failed", b: "passed", c: "passed" }), false);
  assert.equal(after({ b: "passed", c: "passed" }), false);
  assert.equal(after({ a: "passed", b: "passed", c: "passed", d: "failed" }), false);
});
