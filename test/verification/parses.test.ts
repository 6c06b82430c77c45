import assert from "node:assert/strict";
import { test } from "node:test";
import { checkParses } from "../../server/verification/parses.ts";

const cases: readonly { readonly path: string; readonly good: string; readonly bad: string }[] = [
  { path: "a.js", good: "const a = 1;\n", bad: "const a = ;\nfunction (\n" },
  { path: "a.mjs", good: "export const a = 1;\n", bad: "export const = 1 {\n" },
  { path: "a.ts", good: "const a: number = 1;\n", bad: "const a: = 1;;) {\n" },
  { path: "a.tsx", good: "const a = <b>x</b>;\n", bad: "const a = <b>x</c;\n" },
  { path: "a.py", good: "def f():\n    return 1\n", bad: "def f(:\n    return 1\n" },
  { path: "a.go", good: "package a\n\nfunc f() {}\n", bad: "package a\n\nfunc f( {}\n" },
  { path: "a.rs", good: "fn f() {}\n", bad: "fn f( {}\n" },
  { path: "a.java", good: "class A { int b; }\n", bad: "class A { int b \n" },
  { path: "a.rb", good: "def a\n  1\nend\n", bad: "def a(\n  1\n" },
  { path: "a.php", good: "<?php\n$a = 1;\n", bad: "<?php\n$a = ;;\nfunction {\n" },
  { path: "a.cs", good: "class A { }\n", bad: "class A { void ( }\n" },
  { path: "a.cpp", good: "int main() { return 0; }\n", bad: "int main( { return 0; \n" },
  { path: "a.css", good: "a { color: red; }\n", bad: "a { color red; }}}\n" },
  { path: "a.sh", good: "if true; then echo; fi\n", bad: "if true; then echo (\n" },
  { path: "a.json", good: '{ "a": [1] }\n', bad: '{ "a": [1 }\n' },
];

for (const { path, good, bad } of cases) {
  test(`${path}: new syntax errors are found, old ones are not blamed`, async () => {
    assert.deepEqual(await checkParses(path, undefined, good), { kind: "parses" });
    assert.equal((await checkParses(path, good, bad)).kind, "broken");
    assert.equal((await checkParses(path, undefined, bad)).kind, "broken");
    assert.deepEqual(await checkParses(path, bad, `\n\n${bad}`), { kind: "parses" });
  });
}

test("a second error in a file that had one is blamed, with its line", async () => {
  const one = "const a = 1;\nconst b = (;\n";
  const found = await checkParses("a.js", one, `${one}const ok = 2;\nfunction f( { }}}\n`);
  assert.equal(found.kind, "broken");
  assert.ok(found.kind === "broken" && found.errors.every((error) => error.line >= 2));
});

test("unknown languages and very large files are skipped", async () => {
  assert.deepEqual(await checkParses("a.xyz", undefined, "((("), { kind: "skipped", because: "unknown-language" });
  assert.deepEqual(await checkParses("a.js", undefined, "(".repeat(1_000_001)), {
    kind: "skipped",
    because: "too-large",
  });
});

test("deeply nested code does not overflow the stack", async () => {
  assert.equal((await checkParses("a.js", undefined, `${"[".repeat(5000)}1`)).kind, "broken");
});

test("parsing a file many times frees its memory", async () => {
  for (let round = 0; round < 300; round++)
    assert.equal((await checkParses("a.ts", undefined, "const a = 1;\n".repeat(200))).kind, "parses");
});
