import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, namesIn } from "../src/evaluate.ts";

test("evaluate keeps the order of operations", () => {
  assert.equal(evaluate("2 + 3 * 4"), 14);
  assert.equal(evaluate("(2 + 3) * 4"), 20);
  assert.equal(evaluate("1 + 2 < 4"), 1);
});

test("evaluate goes from left to right", () => {
  assert.equal(evaluate("10 - 3 - 2"), 5);
  assert.equal(evaluate("24 / 4 / 2"), 3);
});

test("evaluate takes powers from right to left", () => {
  assert.equal(evaluate("2 ** 3 ** 2"), 512);
  assert.equal(evaluate("2 * 3 ** 2"), 18);
});

test("evaluate takes a minus in front", () => {
  assert.equal(evaluate("-2 ** 2"), -4);
  assert.equal(evaluate("3 - -2"), 5);
  assert.equal(evaluate("-2 * 3 + 1"), -5);
});

test("evaluate knows remainders that are never negative for positive divisors", () => {
  assert.equal(evaluate("7 % 3"), 1);
  assert.equal(evaluate("-7 % 3"), 2);
});

test("evaluate refuses to divide by zero", () => {
  assert.throws(() => evaluate("1 / 0"), /division by zero/);
  assert.throws(() => evaluate("1 % 0"), /division by zero/);
});

test("evaluate chooses", () => {
  assert.equal(evaluate("1 < 2 ? 10 : 20"), 10);
  assert.equal(evaluate("0 ? 1 : 0 ? 2 : 3"), 3);
  assert.equal(evaluate("1 ? 2 : 1 / 0"), 2);
});

test("evaluate compares", () => {
  assert.deepEqual(["2 == 2", "2 != 2", "2 >= 2", "2 > 2", "1 <= 0"].map((text) => evaluate(text)), [1, 0, 1, 0, 0]);
});

test("evaluate calls functions", () => {
  assert.equal(evaluate("max(1, 5, 3) - min(4, 2)"), 3);
  assert.equal(evaluate("sum()"), 0);
  assert.equal(evaluate("abs(-3) + sum(1, 2, 3)"), 9);
});

test("evaluate refuses unknown functions and missing arguments", () => {
  assert.throws(() => evaluate("foo(1)"), /unknown function: foo/);
  assert.throws(() => evaluate("toString(1)"), /unknown function: toString/);
  assert.throws(() => evaluate("max()"), /max needs 1 or more/);
});

test("evaluate uses values", () => {
  assert.equal(evaluate("a * b", { a: 6, b: 7 }), 42);
  assert.throws(() => evaluate("a"), /unknown name: a/);
  assert.throws(() => evaluate("toString"), /unknown name: toString/);
});

test("evaluate refuses formulas that are not whole", () => {
  assert.throws(() => evaluate("1 +"), /unexpected end/);
  assert.throws(() => evaluate("(1"), /\) expected/);
  assert.throws(() => evaluate("1 2"), /unexpected rest at 2/);
  assert.throws(() => evaluate("* 2"), /unexpected \* at 0/);
});

test("namesIn lists each name once", () => {
  assert.deepEqual(namesIn("b + a * b - max(c, 1)"), ["a", "b", "c"]);
  assert.deepEqual(namesIn("x ? -y : z"), ["x", "y", "z"]);
  assert.deepEqual(namesIn("1"), []);
});
