import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { applyEdit, applyEdits } from "../../../server/workspace/edits/apply-edit.ts";
import { editFeedback } from "../../../server/workspace/edits/edit-feedback.ts";

function edited(text: string, old: string, replacement: string, replaceAll = false): string {
  const outcome = applyEdit(text, { old, new: replacement, replaceAll });
  assert.equal(outcome.kind, "applied", JSON.stringify(outcome));
  return outcome.kind === "applied" ? outcome.text : "";
}

function outcomeOf(text: string, old: string, replacement: string, replaceAll = false) {
  return applyEdit(text, { old, new: replacement, replaceAll });
}

test("an exact place is replaced and nothing else", () => {
  assert.equal(edited("a\nb\nc\n", "b", "B"), "a\nB\nc\n");
  assert.equal(edited("price = 1", "1", "$1 $& $`"), "price = $1 $& $`");
});

test("two equal places are never guessed between, and their lines are named", () => {
  assert.deepEqual(outcomeOf("x\ny\nx\n", "x", "z"), { kind: "ambiguous", lines: [1, 3] });
  assert.equal(outcomeOf("aaa", "aa", "b").kind, "ambiguous");
  assert.equal(edited("x\ny\nx\n", "x", "z", true), "z\ny\nz\n");
});

test("tolerant ways of looking don't guess between two places either", () => {
  const text = "if (a) {\n  go();\n}\nif (b) {\n    go();\n}\n";
  assert.deepEqual(outcomeOf(text, "      go();", "      stop();"), { kind: "ambiguous", lines: [2, 5] });
  assert.deepEqual(outcomeOf("a \nb\na  \n", "a\t", "c"), { kind: "ambiguous", lines: [1, 3] });
});

test("white space at line ends may differ, and untouched lines keep theirs", () => {
  assert.equal(edited("one  \ntwo\t\nthree\n", "one\ntwo\nthree", "one\n2\nthree"), "one  \n2\nthree\n");
});

test("a shifted indentation is found and the new text is indented like the file", () => {
  const text = "class A:\n    def f(self):\n        return 1\n";
  const after = edited(text, "def f(self):\n    return 1", "def f(self):\n    if x:\n        return 2\n    return 1");
  assert.equal(after, "class A:\n    def f(self):\n        if x:\n            return 2\n        return 1\n");
});

test("spaces in the edit become tabs where the file has tabs", () => {
  assert.equal(
    edited(
      "{\n\tif (a) {\n\t\tgo();\n\t}\n}\n",
      "  if (a) {\n    go();\n  }",
      "  if (a) {\n    if (b) {\n      go();\n    }\n  }",
    ),
    "{\n\tif (a) {\n\t\tif (b) {\n\t\t\tgo();\n\t\t}\n\t}\n}\n",
  );
});

test("another nesting is another text, even when the words are the same", () => {
  const text = "if a:\n    b()\n    c()\n";
  assert.equal(outcomeOf(text, "if a:\n    b()\nc()", "if a:\n    b()\nd()").kind, "not-found");
  assert.equal(outcomeOf("a\n  b\n", " a\n b", " c").kind, "not-found");
});

test("curly quotes, long dashes and odd spaces in the file are found by their plain forms", () => {
  assert.equal(edited("say(“hi”) — now\n", 'say("hi") - now', 'say("bye") - now'), 'say("bye") - now\n');
  assert.equal(edited("“kept”\nold\n", '"kept"\nold', '"kept"\nnew'), "“kept”\nnew\n");
});

test("empty lines around the old text don't matter", () => {
  assert.equal(edited("a\nb\nc\n", "\n\nb\n\n", "\n\nB\n\n"), "a\nB\nc\n");
});

test("a missing final newline stays missing", () => {
  assert.equal(edited("a\nlast", "last\n", "end\n"), "a\nend");
  assert.equal(edited("a\n\tlast", "    last\n", "    end\n"), "a\n\tend");
});

test("whole lines can be deleted in a tolerant match", () => {
  assert.equal(edited("a\n  b  \nc\n", "b\n", ""), "a\nc\n");
});

test("an empty old text inserts at the start", () => {
  assert.equal(edited("", "", "hello"), "hello");
  assert.equal(edited("b\n", "", "a\n"), "a\nb\n");
  assert.equal(outcomeOf("b\n", "", "a\n", true).kind, "malformed");
});

test("a failed edit says where the closest place is and what differs", () => {
  const outcome = outcomeOf("function go() {\n  return start(1);\n}\n", "function go() {\n  return start(2);\n}", "x");
  assert.deepEqual(outcome, {
    kind: "not-found",
    closest: { line: 2, expected: "  return start(2);", actual: "  return start(1);" },
  });
  assert.match(editFeedback("a.ts", outcome), /line 2.*return start\(1\).*return start\(2\)/);
  assert.deepEqual(outcomeOf("abc\n", "zzz qqq", "x"), { kind: "not-found", closest: undefined });
});

test("several edits apply to each other's result, or none does", () => {
  const one = { old: "a", new: "b", replaceAll: false };
  const two = { old: "b", new: "c", replaceAll: false };
  assert.deepEqual(applyEdits("a", [one, two]).outcome, { kind: "applied", text: "c", match: "exact", lines: [1, 1] });
  const failed = applyEdits("a", [one, one]);
  assert.deepEqual([failed.index, failed.outcome.kind], [1, "not-found"]);
});

test("replacing a unique text and replacing it back gives the file again", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "b", "\n", " ", "\t", "“", "é"), maxLength: 30 });
  fc.assert(
    fc.property(word, word, word, word, (head, old, tail, replacement) => {
      const text = head + old + tail;
      fc.pre(old !== "" && old !== replacement && text.indexOf(old) === text.lastIndexOf(old));
      assert.equal(edited(text, old, replacement), head + replacement + tail);
    }),
  );
});

test("whatever the edit is, an outcome comes back and a file that isn't edited isn't touched", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "\n", " ", "\t", "\r", "’", "{"), maxLength: 60 });
  fc.assert(
    fc.property(text, text, text, fc.boolean(), (file, old, replacement, replaceAll) => {
      const outcome = applyEdit(file, { old, new: replacement, replaceAll });
      assert.ok(editFeedback("f", outcome).length > 0);
      if (outcome.kind === "applied") assert.notEqual(outcome.text, file);
    }),
    { numRuns: 2000 },
  );
});
