import assert from "node:assert/strict";
import { test } from "node:test";
import { evaluate, namesIn } from "../src/evaluate.ts";
import { tokenize } from "../src/tokens.ts";

test("tokenize", () => {
  assert.deepEqual(tokenize("ab>=1.25e-1"), [
    { kind: "name", name: "ab", at: 0 },
    { kind: "sign", sign: ">=", at: 2 },
    { kind: "number", value: 0.125, at: 4 },
  ]);
  assert.deepEqual(tokenize(""), []);
  assert.deepEqual(tokenize("1e+2 X_9  ").map((token) => token.at), [0, 5]);
  assert.deepEqual(tokenize("1E2").map((token) => token.kind === "number" && token.value), [100]);
  assert.deepEqual(tokenize("a==b!=c<d>e%f,?:").map((token) => (token.kind === "sign" ? token.sign : "")).join(" "), " ==  !=  <  >  %  , ? :");
  assert.throws(() => tokenize("#"), /unexpected # at 0/);
  assert.throws(() => tokenize("a = 1"), /unexpected = at 1/);
  assert.throws(() => tokenize("a $"), Error);
});
test("order", () => {
  const cases: Record<string, number> = {
    "1 + 2 * 3 - 4 / 2": 5, "2 ** 2 ** 3 * 2": 512, "-3 ** 2 + 1": -8, "2 ** -1": 0.5, "--2": 2, "-(1 + 2)": -3,
    "1 < 2 == 1": 1, "3 > 2 > 1": 0, "10 % 4 * 3": 6, "2 * 10 % 4": 0, "8 / 2 * 4": 16, "1 - 2 + 3": 2, "-2 * -3": 6,
    "1 + 1 == 2 ? 7 : 8": 7, "(1 ? 2 : 3) + 1": 3, "0 ? 1 : 2 + 3": 5, "1 ? 0 ? 1 : 2 : 3": 2, "5 != 5": 0, "5 != 4": 1, "-7 % -3": -1, "7 % -3": -2,
    "-7 % 3": 2, "6 % 3": 0, "1 <= 1": 1, "2 <= 1": 0, "1 >= 2": 0, "2 > 1": 1, "1 > 1": 0, "1 < 1": 0, "0.5 ? 1 : 2": 1, "-1 ? 1 : 2": 1,
    "max(-1, -2)": -1, "min(3)": 3, "sum(1)": 1, "abs(2)": 2, "max(1 ? 2 : 3, 1)": 2, "sum(1,(2),-3)": 0, "2 * (3 + (4 - 1))": 12, "2 == 2 != 0": 1,
  };
  for (const [text, value] of Object.entries(cases)) assert.equal(evaluate(text), value, text);
});
test("errors", () => {
  const cases: [string, RegExp][] = [
    ["", /unexpected end/], ["()", /unexpected \) at 1/], ["1 ? 2", /: expected/], ["max(1", /\) expected/], ["max(1,)", /unexpected \) at 6/], ["max(,1)", /unexpected , at 4/],
    ["1 / (2 - 2)", /division by zero/], ["5 % 0", /division by zero/], ["a b", /unexpected rest at 2/], ["abs()", /abs needs 1 or more/], ["min()", /min needs 1 or more/],
    ["constructor(1)", /unknown function: constructor/], ["constructor", /unknown name: constructor/], ["1 +* 2", /unexpected \* at 3/], ["2 -", /unexpected end/], ["1)", /unexpected rest at 1/],
  ];
  for (const [text, message] of cases) assert.throws(() => evaluate(text), message, text);
});
test("values", () => {
  assert.equal(evaluate("a - b", { a: 0, b: 3 }), -3);
  assert.equal(evaluate("x ? 1 : y", { x: 1 }), 1);
  assert.equal(evaluate("x ? y : 1", { x: 0 }), 1);
  assert.throws(() => evaluate("x ? 1 : y", { x: 0 }), /unknown name: y/);
});
test("namesIn", () => {
  assert.deepEqual(namesIn("c ? b : a"), ["a", "b", "c"]);
  assert.deepEqual(namesIn("max(x, min(y, -z)) ** (w == 1 ? v : u)"), ["u", "v", "w", "x", "y", "z"]);
  assert.deepEqual(namesIn("max + max(1)"), ["max"]);
  assert.deepEqual(namesIn("a+a+A"), ["A", "a"]);
});
