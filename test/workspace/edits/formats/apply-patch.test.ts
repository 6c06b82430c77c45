import assert from "node:assert/strict";
import { test } from "node:test";
import { applyFileEdit } from "../../../../server/workspace/edits/apply-file-edit.ts";
import type { EditOutcome } from "../../../../server/workspace/edits/edit-outcome.ts";
import { parseApplyPatch } from "../../../../server/workspace/edits/formats/apply-patch.ts";

function parse(...lines: readonly string[]) {
  return parseApplyPatch(["*** Begin Patch", ...lines, "*** End Patch"].join("\n"));
}

function update(text: string, ...hunks: readonly string[]): EditOutcome {
  const parsed = parse("*** Update File: a.txt", ...hunks);
  if (parsed.kind === "malformed") return parsed;
  const [file] = parsed.files;
  return file === undefined ? { kind: "unchanged" } : applyFileEdit(text, file);
}

function updated(text: string, ...hunks: readonly string[]): string {
  const outcome = update(text, ...hunks);
  assert.equal(outcome.kind, "applied", JSON.stringify(outcome));
  return outcome.kind === "applied" ? outcome.text : "";
}

test("files are added, deleted, changed and moved", () => {
  const parsed = parse(
    "*** Add File: new.txt",
    "+one",
    "+",
    "+two",
    "*** Delete File: gone.txt",
    "*** Update File: old.txt",
    "*** Move to: dir/moved.txt",
    "@@",
    "-a",
    "+b",
  );
  assert.equal(parsed.kind, "edits");
  if (parsed.kind !== "edits") return;
  const [added, deleted, moved] = parsed.files;
  assert.deepEqual(added, { kind: "write", path: "new.txt", text: "one\n\ntwo\n" });
  assert.deepEqual(deleted, { kind: "delete", path: "gone.txt" });
  assert.ok(moved?.kind === "update" && moved.moveTo === "dir/moved.txt");
  assert.deepEqual(applyFileEdit("a\n", moved).kind, "applied");
  assert.deepEqual(applyFileEdit(undefined, moved), { kind: "no-file" });
});

test("an anchor names the scope in which an ambiguous hunk stands", () => {
  const text =
    "class A:\n    def f(self):\n        pass\n\nclass B:\n    def f(self):\n        pass\n\nclass C:\n    def f(self):\n        pass\n";
  const hunk = ["     def f(self):", "-        pass", "+        return 1"];
  assert.equal(update(text, "@@", ...hunk).kind, "ambiguous");
  assert.match(
    updated(text, "@@ class B:", ...hunk),
    /class A:\n.*\n {8}pass\n\nclass B:\n.*\n {8}return 1\n\nclass C:\n.*\n {8}pass\n/,
  );
  assert.match(
    updated(text, "@@ class B:", "@@ def f(self):", "-        pass", "+        return 1"),
    /class B:\n.*\n {8}return 1\n/,
  );
});

test("hunks come in order, so neighbours decide where an ambiguous one goes", () => {
  const text = "x\na\nx\nb\nx\n";
  assert.equal(updated(text, "@@", "-a", "+A", "@@", "-x", "+y", "@@", "-b", "+B"), "x\nA\ny\nB\nx\n");
  assert.equal(update(text, "@@", "-a", "+A", "@@", "-x", "+y").kind, "partly-applied");
});

test("lines to add with nothing around them go to the end, or below their anchor", () => {
  assert.equal(updated("a\nb\n", "@@", "+c"), "a\nb\nc\n");
  assert.equal(updated("a\nb", "@@", "+c"), "a\nb\nc");
  assert.equal(updated("a\nb\n", "@@ a", "+c"), "a\nc\nb\n");
  assert.equal(update("a\na\n", "@@ a", "+c").kind, "ambiguous");
});

test("the end of the file is a place of its own", () => {
  assert.equal(updated("x\ny\nx\n", "@@", "-x", "+z", "*** End of File"), "x\ny\nz\n");
});

test("wrappers, missing ends, indented headers and forgotten spaces are understood", () => {
  const variants = [
    "```\n*** Begin Patch\n*** Update File: a.txt\n@@\n-a\n+b\n*** End Patch\n```",
    "apply_patch <<'EOF'\n*** Begin Patch\n  *** Update File: a.txt\n@@\n-a\n+b\n*** End Patch\nEOF\n",
    "*** Update File: a.txt\n-a\n+b",
    " *** Begin Patch \n*** Update File: a.txt \n@@ ... @@\n-a\n+b\n *** End Patch ",
  ];
  for (const patch of variants) {
    const parsed = parseApplyPatch(patch);
    assert.equal(parsed.kind, "edits", patch);
    const [file] = parsed.kind === "edits" ? parsed.files : [];
    assert.ok(file, patch);
    assert.deepEqual(applyFileEdit("a\n", file), { kind: "applied", text: "b\n", match: "exact", lines: [1] }, patch);
  }
  assert.equal(updated("top\nold\n", "@@", "top", "-old", "+new"), "top\nnew\n");
});

test("a broken patch changes nothing", () => {
  assert.equal(parse("*** Frobnicate File: a").kind, "malformed");
  assert.equal(parse("*** Add File: a", "no plus").kind, "malformed");
  assert.equal(parse("*** Update File: a").kind, "malformed");
  assert.equal(parse("*** Update File: a", "@@", "-a", "+b", "*** Update File: a", "@@", "-c", "+d").kind, "malformed");
  assert.deepEqual(parse(), { kind: "edits", files: [] });
});

test("context keeps what the file has, and may be indented otherwise where the changed lines are not", () => {
  assert.equal(updated("say “hi”  \nold\n", "@@", ' say "hi"', "-old", "+new"), "say “hi”  \nnew\n");
  assert.equal(updated("match\nold\n", "@@", "   match  ", "-old", "+new"), "match\nnew\n");
});
