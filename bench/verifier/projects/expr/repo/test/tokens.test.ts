import assert from "node:assert/strict";
import { test } from "node:test";
import { tokenize } from "../src/tokens.ts";

const plain = (text: string) => tokenize(text).map((token) => (token.kind === "number" ? token.value : token.kind === "name" ? token.name : token.sign));

test("tokenize reads numbers, names and signs", () => {
  assert.deepEqual(plain("1.5 + a_1*(2e3-b)"), [1.5, "+", "a_1", "*", "(", 2000, "-", "b", ")"]);
});

test("tokenize reads signs of two characters", () => {
  assert.deepEqual(plain("a<=b**c"), ["a", "<=", "b", "**", "c"]);
});

test("tokenize tells places", () => {
  assert.deepEqual(tokenize(" a +1").map(({ at }) => at), [1, 3, 4]);
});

test("tokenize refuses what it does not know", () => {
  assert.throws(() => tokenize("1 $ 2"), /unexpected \$ at 1/);
});

test("tokenize takes white space alone", () => {
  assert.deepEqual(plain("  \n "), []);
});
