import assert from "node:assert/strict";
import { test } from "node:test";
import { indentedBlock, selectedLines } from "../../../extension/inline/target-lines.ts";

test("a selection means its whole lines, without the line that it only touches", () => {
  const selection = { startLine: 2, endLine: 5, endCharacter: 0, isEmpty: false };
  assert.deepEqual(selectedLines(selection, false), { startLine: 2, endLine: 5 });
  assert.deepEqual(selectedLines({ ...selection, endCharacter: 3 }, false), { startLine: 2, endLine: 6 });
});

test("the cursor on an empty line means that line, elsewhere the outline decides", () => {
  const cursor = { startLine: 4, endLine: 4, endCharacter: 0, isEmpty: true };
  assert.deepEqual(selectedLines(cursor, true), { startLine: 4, endLine: 5 });
  assert.equal(selectedLines(cursor, false), undefined);
});

const block = (text: string, line = 0) => {
  const lines = text.split("\n");
  const { startLine, endLine } = indentedBlock(lines, line);
  return lines.slice(startLine, endLine).join("\n");
};

test("without an outline, the first line of a function means the function", () => {
  assert.equal(
    block("func half(x int) int {\n\n\treturn x / 2\n}\n\nfunc next() {\n}"),
    "func half(x int) int {\n\n\treturn x / 2\n}",
  );
  assert.equal(block("def half(x):\n    return x / 2\n\n\ndef next():\n    pass"), "def half(x):\n    return x / 2");
  assert.equal(block("def half(x)\n  x / 2\nend\nputs 1"), "def half(x)\n  x / 2\nend");
  assert.equal(block("f(\n  a,\n) {\n  b;\n}\nc;"), "f(\n  a,\n) {\n  b;\n}");
  assert.equal(block("<p>\n  a\n</p>\n<p>"), "<p>\n  a\n</p>");
});

test("without an outline, a line with nothing indented below it means that line", () => {
  assert.equal(block("let a = 1;\nlet b = 2;"), "let a = 1;");
  assert.equal(block("  a;\n}\nb;"), "  a;");
  assert.equal(block("a {\n  b;\n}", 2), "}");
  assert.equal(block("last"), "last");
});
