import assert from "node:assert/strict";
import { test } from "node:test";
import { withoutWrapping } from "../../../../server/workspace/edits/formats/fence.ts";

test("a name and a fence around a text are taken off", () => {
  assert.equal(withoutWrapping("src/a.txt\n```text\none\n```", "src/a.txt"), "one\n");
  assert.equal(withoutWrapping("~~~\none\n~~~\n", "a.txt"), "one\n");
  assert.equal(withoutWrapping("```\n```\n", "a.txt"), "");
});

test("what may belong to the text itself stays", () => {
  for (const text of [
    "one\n```\ntwo\n",
    "// src/a.ts\none\n",
    "```\none\n```\ntwo\n```\nthree\n```\n",
    "<pre>\none\n</pre>\n",
    "```\none\n",
    "one",
    "\n",
  ]) {
    assert.equal(withoutWrapping(text, "src/a.ts"), text);
  }
});
