import assert from "node:assert/strict";
import { test } from "node:test";
import { applyFileEdit } from "../../../../server/workspace/edits/apply-file-edit.ts";
import type { EditOutcome } from "../../../../server/workspace/edits/edit-outcome.ts";
import { parseUnifiedDiff } from "../../../../server/workspace/edits/formats/unified-diff.ts";

function apply(text: string | undefined, diff: string): EditOutcome {
  const parsed = parseUnifiedDiff(diff, "a.txt");
  if (parsed.kind === "malformed") return parsed;
  const [file] = parsed.files;
  return file === undefined ? { kind: "unchanged" } : applyFileEdit(text, file);
}

function edited(text: string | undefined, diff: string): string {
  const outcome = apply(text, diff);
  assert.equal(outcome.kind, "applied", JSON.stringify(outcome));
  return outcome.kind === "applied" ? outcome.text : "";
}

test("hunks find their place without line numbers, and with wrong ones", () => {
  for (const header of ["@@ ... @@", "@@", "@@ -1,1 +1,1 @@", "@@ -90,2 +91,2 @@ def f():"]) {
    assert.equal(edited("a\nb\nc\n", `--- a.txt\n+++ a.txt\n${header}\n b\n-c\n+d\n`), "a\nb\nd\n", header);
  }
});

test("a line number decides only after others of the file proved right", () => {
  const text = "x\na\nx\nb\nx\n";
  const proved = "@@ -2 +2 @@\n-a\n+A\n@@ -5 +5 @@\n-x\n+y\n";
  const wrong = "@@ -1 +1 @@\n-a\n+A\n@@ -5 +5 @@\n-x\n+y\n";
  assert.equal(edited(text, proved), "x\nA\nx\nb\ny\n");
  assert.equal(apply(text, wrong).kind, "partly-applied");
  assert.equal(apply(text, "@@ -5 +5 @@\n-x\n+y\n").kind, "ambiguous");
});

test("files are named with and without prefixes, created, deleted and moved", () => {
  const reply = [
    "Some words.",
    "```diff",
    "--- a/src/one file.ts",
    "+++ b/src/one file.ts",
    "@@ ... @@",
    "-a",
    "+b",
    "",
    "--- /dev/null",
    "+++ new.ts",
    "@@ ... @@",
    "+hello",
    "--- gone.ts",
    "+++ /dev/null",
    "@@ ... @@",
    "-bye",
    "--- a/from.ts",
    "+++ b/to.ts",
    "@@ ... @@",
    "-c",
    "+d",
    "```",
    "- and a list",
  ].join("\n");
  const parsed = parseUnifiedDiff(reply);
  assert.equal(parsed.kind, "edits");
  if (parsed.kind !== "edits") return;
  const [changed, created, deleted, moved] = parsed.files;
  assert.equal(changed?.path, "src/one file.ts");
  assert.ok(created);
  assert.deepEqual(applyFileEdit(undefined, created), { kind: "applied", text: "hello\n", match: "exact", lines: [1] });
  assert.deepEqual(deleted, { kind: "delete", path: "gone.ts" });
  assert.ok(moved?.kind === "update" && moved.path === "from.ts" && moved.moveTo === "to.ts");
});

test("removed lines that begin with dashes are no file names", () => {
  assert.equal(edited("-- old\nx\n", "@@\n--- old\n+++ new\n x\n"), "++ new\nx\n");
});

test("a hunk without a file name is malformed when no file is given", () => {
  assert.equal(parseUnifiedDiff("@@\n-a\n+b\n").kind, "malformed");
});
