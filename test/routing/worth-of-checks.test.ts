import assert from "node:assert/strict";
import test from "node:test";
import { newCheckErrors } from "../../server/routing/check-errors.ts";
import { mapWorth, worthOfChecks, worthOfReview } from "../../server/routing/worth-of-checks.ts";

const stakes = { worth: 0.5, next: { cost: 0.1, right: 0.8 } };
const withChecks = (f: number) => ({ ...newCheckErrors("fix", { f, g: 0.05 }), rates: { f, g: 0.05 } });
const good = withChecks(0.1);

test("a review pays where a result is likely wrong, and not where good checks have proved it", () => {
  const { unproved, proved } = worthOfChecks(0.65, good, stakes);
  assert.ok(unproved > 0.02 && unproved < 0.15, String(unproved));
  assert.equal(proved, 0);
});

test("the oftener checks accept wrong results, the more a review of what they proved may cost", () => {
  const worths = [0.1, 0.5, 0.8].map((f) => worthOfChecks(0.4, withChecks(f), stakes).proved);
  assert.deepEqual(
    worths,
    worths.toSorted((a, b) => a - b),
  );
  assert.ok((worths[0] ?? 1) < 0.01);
  assert.ok((worths.at(-1) ?? 0) > 0.05);
});

test("no check pays when the attempt after it costs more than a right result is worth", () => {
  const dear = { worth: 0.5, next: { cost: 0.6, right: 0.8 } };
  assert.ok(amountsOf(worthOfChecks(0.3, good, dear)).every((amount) => amount === 0));
});

test("where nothing is at stake no check may cost anything", () => {
  const nothing = { worth: 0, next: { cost: 0, right: 0.8 } };
  assert.ok(amountsOf(worthOfChecks(0.5, good, nothing)).every((amount) => amount === 0));
});

test("the less a result has passed, the more a review of it may cost", () => {
  const worth = worthOfChecks(0.6, good, stakes);
  const [looks, unbroken] = (["looks", "unbroken"] as const).map((ground) =>
    worthOfReview(worth, { kind: "unproved", grounds: [ground] }),
  );
  assert.ok((looks ?? 0) > (unbroken ?? 0) && (unbroken ?? 0) > 0, `${looks} ${unbroken}`);
  assert.equal(worthOfReview(worth, { kind: "proved", grounds: ["given-check"] }), 0);
});

test("what tests left open has not passed them, and where nobody knows on what a verdict stands the usual worth holds", () => {
  const worth = worthOfChecks(0.6, good, stakes);
  assert.equal(worthOfReview(worth, { kind: "unproved", grounds: ["tests"] }), worth.unproved);
  assert.equal(worthOfReview(worth, { kind: "unproved" }), worth.unproved);
  assert.equal(worthOfReview(worth, { kind: "proved" }), worth.proved);
});

function amountsOf(worth: ReturnType<typeof worthOfChecks>): readonly number[] {
  const found: number[] = [];
  mapWorth(worth, (amount) => found.push(amount));
  assert.ok(found.length > 3);
  return found;
}
