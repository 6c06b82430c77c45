import assert from "node:assert/strict";
import { test } from "node:test";
import { countChanges, diffLines } from "../../../media/shared/diff-lines.ts";

test("numbers lines as in the new text, removed ones as in the old", () => {
  const lines = diffLines(
    "--- a/x\n+++ b/x\n@@ -4,2 +4,3 @@ f()\n same\n-old\n+new\n+more\n\\ No newline at end of file\n",
  );
  assert.deepEqual(
    lines.map(({ kind, text, line }) => [kind, text, line]),
    [
      ["file", "--- a/x", undefined],
      ["file", "+++ b/x", undefined],
      ["hunk", "@@ -4,2 +4,3 @@ f()", undefined],
      ["same", "same", 4],
      ["removed", "old", 5],
      ["added", "new", 5],
      ["added", "more", 6],
    ],
  );
  assert.deepEqual(countChanges(lines), { added: 2, removed: 1 });
});

test("a removed line that looks like the head of another file is a removed line", () => {
  const lines = diffLines("@@ -1,2 +1 @@\n--- a/secret\n+++ b/secret\n-last\n@@ -9 +8 @@\n-x\n+y");
  assert.deepEqual(
    lines.map((line) => line.kind),
    ["hunk", "removed", "added", "removed", "hunk", "removed", "added"],
  );
});
