import type { Turns } from "./world.ts";

/** A repository with one bug and the test that shows it. */
export const evenFiles = {
  "package.json": JSON.stringify({ type: "module", scripts: { test: "node --test" } }),
  "src/even.js": "export const isEven = (n) => n % 2 === 1;\n",
  "test/even.test.js": `import test from "node:test";
import assert from "node:assert";
import { isEven } from "../src/even.js";
test("even: two is even", () => assert.equal(isEven(2), true));
test("even: three is odd", () => assert.equal(isEven(3), false));
`,
} as const;

export const evenFixed = "export const isEven = (n) => n % 2 === 0;\n";
export const fixTask = "fix the failing even tests";

/** A model that reads the file, puts this in place of the wrong condition, and says that it is done. */
export const fixEven = (replacement: string): Turns => [
  { calls: [{ name: "read_file", arguments: { path: "src/even.js" } }] },
  { calls: [{ name: "edit_file", arguments: { path: "src/even.js", old: "n % 2 === 1", new: replacement } }] },
  { calls: [{ name: "finish", arguments: { summary: "isEven compares with the right remainder." } }] },
];
