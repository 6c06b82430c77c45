import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { decideHunk, finalRows, hunksOf, type Row, streamingRows } from "../../../extension/inline/live-diff.ts";
import { type LineEnd, withLineEnds } from "../../../extension/inline/pieces.ts";
import { withoutRemovedLines, withRemovedLines } from "../../../extension/inline/shown-text.ts";

const lineEnd = fc.constantFrom<LineEnd>("\n", "\r\n");
const line = fc.constantFrom("", "a", "b", "}", "  return 1;", "\ttab", "ünïcödé 🎈");
const text = fc
  .tuple(fc.array(line, { maxLength: 12 }), fc.boolean())
  .map(([lines, ends]) => lines.join("\n") + (ends ? "\n" : ""));
const mixed = fc
  .array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r")), { maxLength: 10 })
  .map((lines) => lines.map(([one, end]) => one + end).join(""));

const join = (rows: readonly Row[], without: Row["kind"]) =>
  rows
    .filter(({ kind }) => kind !== without)
    .map(({ piece }) => piece)
    .join("");

test("accepting all equals the replacement, and rejecting all is the old text byte for byte, whatever the line ends", () => {
  fc.assert(
    fc.property(fc.oneof(text, mixed), fc.oneof(text, mixed), (old, fresh) => {
      const rows = finalRows(old, fresh);
      assert.equal(join(rows, "removed"), fresh);
      assert.equal(join(rows, "added"), old);
    }),
  );
});

test("deciding every change alone gives the same as deciding all at once", () => {
  fc.assert(
    fc.property(text, text, fc.constantFrom("accept" as const, "reject" as const), (old, fresh, decision) => {
      let rows = finalRows(old, fresh);
      for (let hunk = hunksOf(rows)[0]; hunk !== undefined; hunk = hunksOf(rows)[0])
        rows = decideHunk(rows, hunk, decision);
      assert.equal(join(rows, "removed"), decision === "accept" ? fresh : old);
    }),
  );
});

test("while text streams, the new lines so far and every old line that is not removed are there", () => {
  fc.assert(
    fc.property(text, text, fc.nat(), (old, fresh, at) => {
      const soFar = fresh.slice(0, at % (fresh.length + 1));
      const rows = streamingRows(old, soFar);
      assert.equal(join(rows, "added"), old, "no old line is lost");
      const shown = rows.filter(({ kind }) => kind === "same" || kind === "added").map(({ piece }) => piece);
      assert.ok(soFar.startsWith(shown.join("")), "only streamed text is shown as new");
    }),
  );
});

test("an old line counts as removed only when the stream has passed it", () => {
  assert.deepEqual(kinds(streamingRows("one\ntwo\nthree\n", "ONE\n")), ["added", "pending", "pending", "pending"]);
  assert.deepEqual(kinds(streamingRows("one\ntwo\nthree\n", "ONE\ntwo\n")), ["removed", "added", "same", "pending"]);
});

test("an unfinished line shows as soon as it differs from the next old line", () => {
  assert.deepEqual(kinds(streamingRows("return 1;\n", "ret")), ["pending"]);
  assert.deepEqual(kinds(streamingRows("return 1;\n", "retry")), ["added", "pending"]);
});

test("a line far below the stream is not taken for the one that was written", () => {
  const old = `${"x\n".repeat(200)}}\n`;
  assert.ok(streamingRows(old, "new\n}\n").every(({ kind }) => kind !== "removed"));
});

test("each group of changed lines is one change", () => {
  const rows = finalRows("a\nb\nc\nd\n", "a\nB\nc\nd\ne\n");
  assert.deepEqual(hunksOf(rows), [
    { from: 1, to: 3 },
    { from: 5, to: 6 },
  ]);
});

test("texts that differ in thousands of lines become one change instead of taking minutes", () => {
  const lines = (word: string) => Array.from({ length: 5_000 }, (_, index) => `${word}${index}\n`).join("");
  const rows = finalRows(lines("a"), lines("b"));
  assert.equal(rows.length, 10_000);
  assert.equal(hunksOf(rows).length, 1);
});

test("with removed lines each row is one line of the document; without them the text is the new one", () => {
  fc.assert(
    fc.property(text, text, lineEnd, fc.boolean(), (oldText, freshText, end, followed) => {
      const whole = (one: string) =>
        withLineEnds(followed && one !== "" && !one.endsWith("\n") ? `${one}\n` : one, end);
      const rows = finalRows(whole(oldText), whole(freshText));
      assert.equal(withoutRemovedLines(rows, end, followed).text, whole(freshText));
      const shown = withRemovedLines(rows, end, followed).text;
      const lines = shown.split(end);
      for (const [index, { kind, piece }] of rows.entries())
        assert.equal(lines[index], kind === "removed" ? "" : piece.replace(/\r?\n$/, ""));
    }),
  );
});

function kinds(rows: readonly Row[]): Row["kind"][] {
  return rows.map(({ kind }) => kind);
}
