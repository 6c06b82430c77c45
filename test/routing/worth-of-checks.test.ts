import assert from "node:assert/strict";
import test from "node:test";
import { worthOfChecks } from "../../server/routing/worth-of-checks.ts";

const stakes = { worth: 0.5, next: { cost: 0.1, right: 0.8 } };
const good = { f: 0.1, g: 0.05 };

test("a review pays where a result is likely wrong, and not where good checks have proved it", () => {
  const { unproved, proved } = worthOfChecks(0.65, good, stakes);
  assert.ok(unproved > 0.02 && unproved < 0.15, String(unproved));
  assert.equal(proved, 0);
});

test("the oftener checks accept wrong results, the more a review of what they proved may cost", () => {
  const worths = [0.1, 0.5, 0.8].map((f) => worthOfChecks(0.4, { f, g: 0.05 }, stakes).proved);
  assert.deepEqual(
    worths,
    worths.toSorted((a, b) => a - b),
  );
  assert.ok((worths[0] ?? 1) < 0.01);
  assert.ok((worths.at(-1) ?? 0) > 0.05);
});

test("no check pays when the attempt after it costs more than a right result is worth", () => {
  const dear = { worth: 0.5, next: { cost: 0.6, right: 0.8 } };
  assert.deepEqual(worthOfChecks(0.3, good, dear), { unproved: 0, proved: 0, test: 0 });
});

test("where nothing is at stake no check may cost anything", () => {
  assert.deepEqual(worthOfChecks(0.5, good, { worth: 0, next: { cost: 0, right: 0.8 } }), {
    unproved: 0,
    proved: 0,
    test: 0,
  });
});
