import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  changeAt,
  changesBetween,
  keepChange,
  lineEndOf,
  linesOf,
  undoChange,
  withLineEnd,
} from "../../../extension/review/line-changes.ts";

const line = fc.constantFrom("", "a", "b", "c", "const total = 1;");
const text = fc
  .array(fc.tuple(line, fc.constantFrom("\n", "\r\n", "\r")), { maxLength: 12 })
  .chain((lines) => line.map((last) => lines.map((pair) => pair.join("")).join("") + last));

test("cutting into lines and joining gives every text back", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (any) => linesOf(any).join("") === any));
  assert.deepEqual(linesOf("a\r\nb\n\nc"), ["a\r\n", "b\n", "\n", "c"]);
  assert.deepEqual(linesOf(""), []);
});

test("undoing all changes one by one gives the text from before the task, whatever its line ends", () => {
  fc.assert(
    fc.property(text, text, fc.infiniteStream(fc.nat()), (before, after, order) => {
      let now = after;
      const most = linesOf(before).length + linesOf(after).length;
      for (let round = 0; round <= most; round++) {
        const changes = changesBetween(before, now, "exactly");
        if (changes.length === 0) break;
        now = undoChange(before, now, pick(changes, order));
      }
      assert.equal(now, before);
    }),
  );
});

test("keeping all changes one by one leaves nothing to decide and the file as it is", () => {
  fc.assert(
    fc.property(text, text, fc.infiniteStream(fc.nat()), (before, after, order) => {
      let baseline = before;
      const most = linesOf(before).length + linesOf(after).length;
      for (let round = 0; round <= most; round++) {
        const changes = changesBetween(baseline, after, "exactly");
        if (changes.length === 0) break;
        baseline = keepChange(baseline, after, pick(changes, order));
      }
      assert.equal(baseline, after);
    }),
  );
});

test("undoing one of three changes leaves the other two", () => {
  const before = "one\r\ntwo\r\nthree\r\nfour\r\nfive\r\n";
  const after = "ONE\r\ntwo\r\nTHREE\r\nfour\r\nfive\r\nsix\r\n";
  const changes = changesBetween(before, after, "exactly");
  assert.equal(changes.length, 3);
  const second = changes[1];
  assert.ok(second !== undefined);
  assert.equal(undoChange(before, after, second), "ONE\r\ntwo\r\nthree\r\nfour\r\nfive\r\nsix\r\n");
  assert.equal(keepChange(before, after, second), "one\r\ntwo\r\nTHREE\r\nfour\r\nfive\r\n");
});

test("equal texts differ nowhere", () => {
  fc.assert(fc.property(text, (same) => changesBetween(same, same, "exactly").length === 0));
});

test("a change is found from each of its lines, and a removal from the lines around it", () => {
  const changes = changesBetween("a\nb\nc\nd\ne\nf\n", "a\nB\nc\nf\n", "exactly");
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((at) => changeAt(changes, at)?.beforeStart),
    [undefined, 1, 3, 3, undefined],
  );
});

test("two long texts that share nothing are one change instead of a long search", () => {
  const many = (word: string) => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}\n`).join("");
  const changes = changesBetween(`same\n${many("old")}`, `same\n${many("new")}`, "exactly");
  assert.deepEqual(changes, [{ beforeStart: 1, beforeEnd: 20_001, afterStart: 1, afterEnd: 20_001 }]);
});

test("a text's line end is known only when all its lines end the same way", () => {
  assert.equal(lineEndOf("a\r\nb\r\n"), "\r\n");
  assert.equal(lineEndOf("a\nb"), "\n");
  assert.equal(lineEndOf("a\nb\r\n"), "mixed");
  assert.equal(lineEndOf("a\rb"), "mixed");
  assert.equal(lineEndOf("a"), "none");
  assert.equal(withLineEnd("a\nb\r\nc", "\r\n"), "a\r\nb\r\nc");
});

function pick<T>(items: readonly T[], order: Iterator<number>): T {
  const chosen = items[order.next().value % items.length];
  assert.ok(chosen !== undefined);
  return chosen;
}

test("by content, a file whose line ends were changed throughout shows only the change of its words", () => {
  const changes = changesBetween("a\r\nb\r\nc\r\n", "a\nB\nc\n", "by-content");
  assert.deepEqual(changes, [{ beforeStart: 1, beforeEnd: 2, afterStart: 1, afterEnd: 2 }]);
});

test("by content, undoing in a text with mixed line ends leaves the ends of all other lines", () => {
  const before = "a\r\nb\nc\r\n";
  const after = "a\r\nB\r\nc\r\nd\n";
  const [first] = changesBetween(before, after, "by-content");
  assert.ok(first !== undefined);
  assert.equal(undoChange(before, after, first), "a\r\nb\nc\r\nd\n");
});
