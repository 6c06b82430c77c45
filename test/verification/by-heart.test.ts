import assert from "node:assert/strict";
import { test } from "node:test";
import { describeByHeart, knownByHeart } from "../../server/verification/by-heart.ts";

const start = "export function plural(word) {\n  return word;\n}\n";
const tests =
  'import { plural } from "./plural.js";\nassert.equal(plural("box"), "boxes");\nassert.equal(plural("branch"), "branches");\nassert.equal(price(4711, -1, 12), 10);\n';

/** What is recognised when a line is put into the code. */
async function heart(line: string, { prompt = "fix it", before = start, path = "plural.js", testText = tests } = {}) {
  const after = before.replace("  return", `  ${line}\n  return`);
  const all = new Map([
    [path, after],
    ["plural.test.js", testText],
  ]);
  return knownByHeart(prompt, [{ path, before, after }], [...all.keys()], async (one) => all.get(one));
}

for (const [line, values] of [
  ['if (word === "box") return "boxes";', ['"box"']],
  ["if (word === 'branch') return 1;", ['"branch"']],
  ["if (4711 == word) return 1;", ["4711"]],
  ['const table = { box: "boxes", branch: "branches" };', ['"box"', '"branch"']],
  ['if (["box", "branch"].includes(word)) return 1;', ['"box"', '"branch"']],
  ['const table = new Map([["box", 1], ["branch", 2]]);', ['"box"', '"branch"']],
  ["if ([-1, 12, 4711].includes(word)) return 1;", ["-1", "12", "4711"]],
  ['switch (word) { case "box": return 1; }', ['"box"']],
] as const) {
  test(`\`${line}\` recognises what only the tests speak of`, async () => {
    assert.deepEqual(await heart(line), values);
  });
}

test("so do python's comparisons, lists, tables and cases", async () => {
  const before = "def plural(word):\n  return word\n";
  for (const line of [
    "if word == 'box': return 1",
    "if word in ('box', 'branch'): return 1",
    "table = {'box': 'boxes'}",
    "match word:\n    case 'box': return 1",
  ])
    assert.ok(await heart(line, { before, path: "plural.py" }), line);
});

for (const line of [
  "if (word < 4711) return 1;",
  "if (word === 12 || word === 100) return 1;",
  'if (word === "bus") return 1;',
  'if (["box", "bus"].includes(word)) return 1;',
  "const found = { box: word };",
  'return word + "box";',
  'if (typeof word === "box") return 1;',
])
  test(`\`${line}\` recognises nothing by heart`, async () => {
    assert.equal(await heart(line), undefined);
  });

test("what the task or the code before speaks of is known from there", async () => {
  const line = 'if (word === "box") return "boxes";';
  assert.equal(await heart(line, { prompt: "plural of box is wrong" }), undefined);
  assert.equal(await heart(line, { before: `const known = ["box"];\n${start}` }), undefined);
  const both = 'const table = { box: "boxes", branch: "branches" };';
  assert.deepEqual(await heart(both, { prompt: "plural of box is wrong" }), ['"box"', '"branch"']);
});

test("the attempt's own tests tell nothing", async () => {
  const after = start.replace("  return", '  if (word === "box") return "boxes";\n  return');
  const files = [
    { path: "plural.js", before: start, after },
    { path: "plural.test.js", before: undefined, after: tests },
  ];
  const read = async (path: string) => files.find((file) => file.path === path)?.after;
  assert.equal(await knownByHeart("fix it", files, ["plural.js", "plural.test.js"], read), undefined);
});

test("the values are named without their quotes", () => {
  assert.match(describeByHeart(['"box"', "-1"]), /recognises “box”, “-1” one by one/);
});
