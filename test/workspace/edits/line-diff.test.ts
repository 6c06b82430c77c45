import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import { unifiedDiff } from "../../../server/workspace/edits/line-diff.ts";
import { matchLines } from "../../../server/workspace/edits/match-lines.ts";

test("a changed line is shown with three lines around it", () => {
  const before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
  assert.equal(
    unifiedDiff("a.txt", before, before.replace("5", "five")),
    "--- a/a.txt\n+++ b/a.txt\n@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n",
  );
});

test("new and deleted files, and a final newline that goes, are visible", () => {
  assert.equal(unifiedDiff("a", undefined, "x\n"), "--- /dev/null\n+++ b/a\n@@ -0,0 +1 @@\n+x\n");
  assert.equal(unifiedDiff("a", "x\n", undefined), "--- a/a\n+++ /dev/null\n@@ -1 +0,0 @@\n-x\n");
  assert.match(unifiedDiff("a", "x\n", "x"), /-x\n\+x\n\\ No newline at end of file\n/);
  assert.equal(unifiedDiff("a", "x", "x"), "");
});

const text = fc
  .array(fc.constantFrom("a", "b", "c", "d", "", "long line"), { maxLength: 40 })
  .chain((lines) => fc.boolean().map((final) => lines.join("\n") + (final ? "\n" : "")));

test("matched lines are equal and rise, and the edit is no longer than a plain dynamic programme finds", () => {
  const lines = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 25 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      const matches = [...matchLines(before, after)];
      const kept = matches.flatMap((place, index) => (place < 0 ? [] : [{ place, index }]));
      for (const { place, index } of kept) assert.equal(before[place], after[index]);
      for (const [index, one] of kept.entries()) assert.ok(index === 0 || one.place > (kept[index - 1]?.place ?? -1));
      assert.equal(kept.length, longestCommon(before, after));
    }),
    { numRuns: 1000 },
  );
});

function longestCommon(one: readonly string[], two: readonly string[]): number {
  let row = new Array<number>(two.length + 1).fill(0);
  for (const line of one) {
    const next = [0];
    two.forEach((other, index) => {
      next.push(line === other ? (row[index] ?? 0) + 1 : Math.max(row[index + 1] ?? 0, next[index] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

test("git can apply the diff, and gets the new text", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "stepladder-diff-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [before, after] of fc.sample(fc.tuple(text, text), 25)) {
    if (before === after || before === "" || after === "") continue;
    writeFileSync(join(folder, "f"), before);
    execFileSync("git", ["apply", "--unidiff-zero", "-"], {
      cwd: folder,
      input: unifiedDiff("f", before, after),
      stdio: "pipe",
    });
    assert.equal(execFileSync("cat", ["f"], { cwd: folder, encoding: "utf8" }), after);
  }
});

test("two files of 20,000 lines that share little are still compared", () => {
  const before = Array.from({ length: 20_000 }, (_, index) => `line ${index % 7919} of the first`);
  const after = before.map((line, index) => (index % 3 === 0 ? line : `${line}, changed ${index}`)).reverse();
  const matches = matchLines(before, after);
  assert.equal(matches.length, 20_000);
});
