import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { textWidth, truncate, wrap } from "../../server/cli/text-width.ts";

test("wide characters take two columns, marks and joiners none", () => {
  for (const [text, width] of [
    ["abc", 3],
    ["漢字", 4],
    ["e\u0301", 1],
    ["👍", 2],
    ["ﬁ", 1],
    ["", 0],
  ] as const) {
    assert.equal(textWidth(text), width, text);
  }
});

test("truncated text fits, and text that fits is left alone", () => {
  const text = fc.string({ unit: "grapheme", maxLength: 40 });
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 50 }), (value, columns) => {
      const cut = truncate(value, columns);
      assert.ok(textWidth(cut) <= columns);
      if (textWidth(value) <= columns) assert.equal(cut, value);
    }),
  );
});

test("wrapping keeps every word and every line break", () => {
  assert.deepEqual(wrap("one two three\n\nfour", 8), ["one two", "three", "", "four"]);
  assert.deepEqual(wrap("abcdefgh", 3), ["abc", "def", "gh"]);
  const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 30 }), (list, columns) => {
      const lines = wrap(list.join(" "), columns);
      assert.equal(lines.join(" "), list.join(" "));
      for (const line of lines) assert.ok(line.length <= columns);
    }),
  );
});
