import assert from "node:assert/strict";
import { test } from "node:test";
import { applyFileEdit } from "../../../../server/workspace/edits/apply-file-edit.ts";
import type { EditOutcome } from "../../../../server/workspace/edits/edit-outcome.ts";
import { parseSearchReplace } from "../../../../server/workspace/edits/formats/search-replace.ts";

function apply(text: string | undefined, blocks: string): EditOutcome {
  const parsed = parseSearchReplace(blocks, { path: "a.txt" });
  if (parsed.kind === "malformed") return parsed;
  const [file] = parsed.files;
  return file === undefined ? { kind: "unchanged" } : applyFileEdit(text, file);
}

function edited(text: string | undefined, blocks: string): string {
  const outcome = apply(text, blocks);
  assert.equal(outcome.kind, "applied", JSON.stringify(outcome));
  return outcome.kind === "applied" ? outcome.text : "";
}

const block = (search: string, replace: string) => `<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n`;

test("both marker styles replace whole lines", () => {
  assert.equal(edited("one\ntwo\nthree\n", block("two\n", "2\n")), "one\n2\nthree\n");
  assert.equal(edited("one\ntwo", "------- SEARCH\ntwo\n=======\n2\n+++++++ REPLACE"), "one\n2");
});

test("a block never begins in the middle of a line", () => {
  assert.equal(apply("max = 1\n", block("x = 1\n", "x = 2\n")).kind, "not-found");
});

test("an empty line that ends a search is not the end of the file", () => {
  assert.deepEqual(edited("x();\n\ny();\nx();\n", block("x();\n\n", "z();\n")), "z();\ny();\nx();\n");
});

test("a block of several lines is indented like the file, in the style whose users expect it", () => {
  const text = "class A:\n    def f(self):\n        return 1\n";
  const after = "class A:\n    def f(self):\n        return 2\n";
  assert.equal(edited(text, block("def f(self):\n    return 1\n", "def f(self):\n    return 2\n")), after);
});

test("a start line decides between equal places only when it is clearly nearer to one", () => {
  const text = "a\nx\nb\nx\nc\nx\n";
  const hinted = (line: number) => `<<<<<<< SEARCH\n:start_line:${line}\n-------\nx\n=======\ny\n>>>>>>> REPLACE\n`;
  assert.equal(edited(text, hinted(4)), "a\nx\nb\ny\nc\nx\n");
  assert.deepEqual(apply(text, hinted(3)), { kind: "ambiguous", lines: [2, 4, 6] });
  assert.equal(apply(text, block("x\n", "y\n")).kind, "ambiguous");
});

test("blocks are looked for in the text as the model saw it, then in their own result", () => {
  const swap = block("a\n", "b\n") + block("b\n", "a\n");
  assert.equal(edited("a\nb\n", swap), "b\na\n");
  assert.equal(edited("a\n", block("a\n", "b\nc\n") + block("c\n", "d\n")), "b\nd\n");
  assert.equal(edited("one\ntwo\nthree\n", block("three\n", "3\n4\n") + block("one\n", "")), "two\n3\n4\n");
});

test("what finds its place is applied, and every other block is named", () => {
  const outcome = apply("a\nx\nx\n", block("a\n", "b\n") + block("x\n", "y\n") + block("gone\n", "?\n"));
  assert.equal(outcome.kind, "partly-applied");
  if (outcome.kind !== "partly-applied") return;
  assert.equal(outcome.text, "b\nx\nx\n");
  assert.deepEqual(
    outcome.blocks.map((one) => one.kind),
    ["placed", "ambiguous", "not-found"],
  );
  assert.equal(apply("a\n", block("x\n", "y\n") + block("z\n", "y\n")).kind, "none-applied");
});

test("an empty search makes a new file and never touches one with content", () => {
  assert.equal(edited(undefined, block("", "new\n")), "new\n");
  assert.equal(apply("old\n", block("", "new\n")).kind, "malformed");
});

test("broken markers change nothing", () => {
  const broken = [
    "<<<<<<< SEARCH\na\n=======\nb\n",
    "<<<<<<< SEARCH\na\n>>>>>>> REPLACE\n",
    "<<<<<<< SEARCH\na\n<<<<<<< SEARCH\na\n=======\nb\n>>>>>>> REPLACE\n",
    "a\n=======\nb\n>>>>>>> REPLACE\n",
    "-------SEARCH\na\n=======\nb\n+++++++ REPLACE\n",
    `${block("a\n", "b\n")}<<<<<<< SEARCH\na\n`,
  ];
  for (const blocks of broken) assert.equal(apply("a\n", blocks).kind, "malformed", blocks);
});

test("markers that are content have a backslash", () => {
  const text = "<<<<<<< HEAD\na\n=======\nb\n>>>>>>> branch\n";
  const search = "\\<<<<<<< HEAD\na\n\\=======\nb\n\\>>>>>>> branch\n";
  assert.equal(edited(text, block(search, "a\n")), "a\n");
});

test("line numbers that were copied with the lines are no part of them", () => {
  const text = "a\nb\na\nb\n";
  assert.equal(edited(text, block("3\ta\n4\tb\n", "3\ta\n4\tc\n")), "a\nb\na\nc\n");
  assert.equal(edited("x\n", block("1 | x\n", "1 | y\n")), "y\n");
  assert.equal(apply("x\n", block("1 | x\n", "y\n")).kind, "not-found");
});

test("the file is named above the block, above its fence, or by the block before", () => {
  const reply = [
    "Here:",
    "",
    "**src/a.ts**:",
    "```ts",
    block("a\n", "b\n").trimEnd(),
    "```",
    "and then:",
    block("c\n", "d\n").trimEnd(),
    "```python",
    "b_py",
    "```",
    "```python",
    block("e\n", "f\n").trimEnd(),
    "```",
  ].join("\n");
  const parsed = parseSearchReplace(reply, { known: ["lib/b.py"] });
  assert.equal(parsed.kind, "edits");
  if (parsed.kind !== "edits") return;
  assert.deepEqual(
    parsed.files.map((file) => [file.path, file.kind === "update" ? file.blocks.length : 0]),
    [
      ["src/a.ts", 2],
      ["lib/b.py", 1],
    ],
  );
  assert.equal(parseSearchReplace(block("a\n", "b\n"), {}).kind, "malformed");
});
