import assert from "node:assert/strict";
import { test } from "node:test";
import { parseWholeFiles } from "./whole-file.ts";

function files(reply: string, known: readonly string[]): unknown {
  const parsed = parseWholeFiles(reply, known);
  if (parsed.kind === "malformed") return parsed.kind;
  return parsed.files.map((file) => [file.path, file.kind === "write" ? file.text : ""]);
}

test("a listing belongs to the file named above it, in the prose before, or to the only file", () => {
  assert.deepEqual(files("### a.txt\n```\nA\n```\n\nwrong/b.txt:\n```\nB\n```\n", ["a.txt", "b.txt"]), [
    ["a.txt", "A\n"],
    ["b.txt", "B\n"],
  ]);
  assert.deepEqual(files("Look at `b.txt`:\n\n```\nB\n```\n", ["a.txt", "b.txt"]), [["b.txt", "B\n"]]);
  assert.deepEqual(files("Done.\n\n```js\nA\n```\n", ["a.txt"]), [["a.txt", "A\n"]]);
});

test("the plainest name wins over an example without one", () => {
  assert.deepEqual(files("a.txt\n```\nA\n```\n\nRun it:\n\n```\nexample\n```\n", ["a.txt"]), [["a.txt", "A\n"]]);
});

test("a longer fence or a tag holds text with fences", () => {
  assert.deepEqual(files("a.md\n````\n```\nx\n```\n````\n", ["a.md"]), [["a.md", "```\nx\n```\n"]]);
  assert.deepEqual(files("a.md\n<source>\n```\n</source>\n", ["a.md"]), [["a.md", "```\n"]]);
});

test("a listing that is cut off or nobody's changes nothing", () => {
  assert.equal(files("a.txt\n```\nA\n", ["a.txt"]), "malformed");
  assert.equal(files("Look:\n\n```\nA\n```\n", ["a.txt", "b.txt"]), "malformed");
});
