import assert from "node:assert/strict";
import { test } from "node:test";
import { linesOfFunctions, mutantsOf } from "../../server/verification/mutants.ts";

const everywhere = () => true;
const changes = async (path: string, text: string, isMeant: (line: number) => boolean = everywhere) =>
  (await mutantsOf(path, text, isMeant, 50)).map(({ line, change }) => `${line}: ${change}`).toSorted();

test("comparisons, arithmetic, logic, constants and statements get a fault each", async () => {
  const text = "if (a < b && c) {\n  log(1);\n}\nreturn a + 2;\n";
  assert.deepEqual(await changes("a.js", text), [
    "1: `<=` for `<`",
    "1: `||` for `&&`",
    "1: never when `(a < b && c)`",
    "2: 2 for 1",
    "2: without `log(1);`",
    "4: 3 for 2",
    "4: `-` for `+`",
  ]);
});

test("python's words are known as well, and a statement becomes pass", async () => {
  const text = "def f(a):\n    if a and True:\n        raise ValueError(a)\n    return a // 2\n";
  const found = await mutantsOf("a.py", text, everywhere, 50);
  const texts = found.map((mutant) => mutant.text.replace(/\n\s*/g, " | "));
  assert.ok(texts.includes("def f(a): | if a or True: | raise ValueError(a) | return a // 2 | "), texts.join("\n"));
  assert.ok(texts.some((one) => one.includes("if False: | raise")));
  assert.ok(texts.some((one) => one.includes("True: | pass | return")));
});

test("only the lines that are meant get faults", async () => {
  const text = "const a = 1 < 2;\nconst b = 3 < 4;\n";
  assert.deepEqual(await changes("a.js", text, (line) => line === 1), ["2: 4 for 3", "2: 5 for 4", "2: `<=` for `<`"]);
});

test("signs of types are no comparisons", async () => {
  const text = "const a: Map<string, Set<number>> = new Map<string, Set<number>>(b + c);\n";
  assert.deepEqual(await changes("a.ts", text), ["1: `-` for `+`"]);
});

test("where no other fault fits, values are taken away", async () => {
  const text = "function f(a) {\n  const b = g(a);\n  return b.map((c) => h(c));\n}\n";
  assert.deepEqual(await changes("a.js", text), [
    "2: undefined for `g(a)`",
    "3: undefined for `b.map((c) => h(c))`",
    "3: undefined for `h(c)`",
  ]);
  const [python] = await mutantsOf("a.py", "def f(a):\n    return g(a)\n", everywhere, 50);
  assert.equal(python?.text, "def f(a):\n    return None\n");
  assert.deepEqual(await changes("a.ts", "type A = string;\nimport { b } from './b';\n"), []);
});

test("few faults are spread over the lines, and are the same ones each time", async () => {
  const text = "f(1 + 2 + 3 + 4);\ng(5 + 6);\nh(7 + 8);\n";
  const chosen = await mutantsOf("a.js", text, everywhere, 3);
  assert.deepEqual(chosen.map(({ line }) => line).toSorted(), [1, 2, 3]);
  assert.deepEqual(await mutantsOf("a.js", text, everywhere, 3), chosen);
});

test("a language without a grammar has none", async () => {
  assert.deepEqual(await changes("a.txt", "1 < 2"), []);
});

test("functions are found by their names, methods and arrow functions too", async () => {
  const text = "function one() {\n}\nconst two = () => {\n};\nclass A {\n  three() {\n  }\n}\n";
  const lines = async (name: string) => [...(await linesOfFunctions("a.ts", text, new Set([name])))];
  assert.deepEqual(
    [await lines("one"), await lines("two"), await lines("three"), await lines("four")],
    [[0, 1], [2, 3], [5, 6], []],
  );
});
