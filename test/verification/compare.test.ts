import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { compared, lintRun, run } from "./runs.ts";

test("each test is sorted by its state before and after", () => {
  const found = compared(run("-a,+b,-c,+d,-e,+f,-g"), run("+a,-b,-c,+d,~e,~f,+new,-fresh"));
  assert.deepEqual(found.fixed, ["a"]);
  assert.deepEqual(found.broken, ["b"]);
  assert.deepEqual(found.stillFailing, ["c"]);
  assert.deepEqual(found.failingSilenced, ["e", "g"]);
  assert.deepEqual(found.passingSilenced, ["f"]);
  assert.deepEqual(found.newPassing, ["new"]);
  assert.deepEqual(found.newFailing, ["fresh"]);
});

test("findings are compared as sets", () => {
  const found = compared(lintRun(["a.ts: x", "a.ts: y"]), lintRun(["a.ts: y", "b.ts: z"]));
  assert.deepEqual(
    [found.newFindings, found.goneFindings, found.stillFindings],
    [["b.ts: z"], ["a.ts: x"], ["a.ts: y"]],
  );
});

test("names that only failures have are settled by the summaries", () => {
  const before = run("-a,-b", { complete: false, counts: { passed: 5, failed: 2, skipped: 0 } });
  const after = (tests: string, passed: number, failed: number) =>
    compared(before, run(tests, { complete: false, counts: { passed, failed, skipped: 0 } }));
  assert.deepEqual(after("-b", 6, 1).fixed, ["a"]);
  assert.deepEqual(after("-b", 5, 1).unclear, ["a"], "no more tests pass, so it may be deleted");
  assert.equal(after("-b", 5, 1).fewer, 1);
  assert.deepEqual(after("-b", 6, 3).unclear, ["a"], "not every failure is named");
});

test("a file that did not load is fixed when its tests run, and not when it is gone", () => {
  const before = run("+x,-dates.test.js (does not load)");
  assert.deepEqual(compared(before, run("+x,+a")).fixed, ["dates.test.js (does not load)"]);
  assert.equal(compared(before, run("+x")).failingSilenced.length, 1);
  assert.equal(compared(before, run("+x,+a"), ["dates.test.js"]).failingSilenced.length, 1);
  const partly = compared(before, run("+x,+a,-b"));
  assert.deepEqual([partly.stillFailing, partly.newFailing], [["b"], []]);
});

test("failures that an early stop hid are not new", () => {
  const before = run("-t/a.py (does not load)", { interrupted: true });
  const found = compared(before, run("+t/a.py::x,-t/b.py::y"));
  assert.deepEqual([found.newFailing, found.broken, found.stillFailing, found.fixed.length], [[], [], [], 1]);
});

test("in incomplete output a failure without its suite is the one that was known with it", () => {
  const after = run("-works", { complete: false, counts: { passed: 1, failed: 1, skipped: 0 } });
  const found = compared(run("-suite > works,+b"), after);
  assert.deepEqual([found.stillFailing, found.newFailing], [["suite > works"], []]);
});

test("the same run compared with itself shows no change", () => {
  const tests = fc.uniqueArray(fc.tuple(fc.constantFrom("+", "-", "~"), fc.stringMatching(/^[a-z]{1,4}$/)), {
    selector: ([, name]) => name,
  });
  fc.assert(
    fc.property(tests, (entries) => {
      const same = run(entries.map((entry) => entry.join("")).join(","));
      const { fixed, broken, newFailing, newPassing, failingSilenced, passingSilenced, unclear } = compared(same, same);
      assert.deepEqual([fixed, broken, newFailing, newPassing, failingSilenced, passingSilenced, unclear].flat(), []);
    }),
  );
});
