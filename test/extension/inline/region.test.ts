import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { effectOf, type Region } from "../../../extension/inline/region.ts";
import { smallestChange, type TextChange } from "../../../extension/inline/text-change.ts";

const apply = (text: string, { offset, length, text: fresh }: TextChange) =>
  text.slice(0, offset) + fresh + text.slice(offset + length);

const textArbitrary = fc.string({ unit: fc.constantFrom("a", "b", "\n", "\r\n", "🎈", " "), maxLength: 30 });

test("the smallest change turns one text into the other and cuts no pair of characters apart", () => {
  fc.assert(
    fc.property(textArbitrary, textArbitrary, (before, after) => {
      const change = smallestChange(before, after);
      if (change === undefined) return assert.equal(before, after);
      assert.equal(apply(before, change), after);
      assert.doesNotMatch(change.text, /^[\udc00-\udfff]/);
      for (const at of [change.offset, change.offset + change.length])
        assert.ok(!(before[at - 1] === "\r" && before[at] === "\n"));
    }),
  );
});

test("a region keeps its text through every change that is elsewhere", () => {
  const change = fc.record({ offset: fc.nat(60), length: fc.nat(10), text: textArbitrary });
  const lines = fc.array(fc.constantFrom("one", "two", "", "three"), { minLength: 3, maxLength: 12 });
  fc.assert(
    fc.property(lines, fc.nat(), fc.nat(), change, (all, from, size, { offset, length, text }) => {
      const document = all.join("\n");
      const startLine = from % all.length;
      const endLine = Math.min(all.length, startLine + 1 + (size % 3));
      const start = offsetOf(all, startLine);
      const followed = endLine < all.length;
      const region: Region = { start, end: followed ? offsetOf(all, endLine) : document.length, followed };
      const at = Math.min(offset, document.length);
      const one = { offset: at, length: Math.min(length, document.length - at), text };
      const effect = effectOf(region, [one]);
      if (effect.kind === "overlaps") return;
      const changed = apply(document, one);
      const kept = changed.slice(effect.region.start, effect.region.end);
      assert.equal(kept, document.slice(region.start, region.end));
      assert.ok(effect.region.start === 0 || /[\r\n]/.test(changed[effect.region.start - 1] ?? ""), "whole lines");
    }),
  );
});

const region: Region = { start: 10, end: 20, followed: true };

test("typing in the line above moves the region, typing in its first line overlaps it", () => {
  assert.deepEqual(effectOf(region, [{ offset: 9, length: 0, text: "xy" }]), {
    kind: "elsewhere",
    region: { start: 12, end: 22, followed: true },
  });
  assert.equal(effectOf(region, [{ offset: 10, length: 0, text: "x" }]).kind, "overlaps");
});

test("joining the line above with the first line overlaps", () => {
  assert.equal(effectOf(region, [{ offset: 9, length: 1, text: "" }]).kind, "overlaps");
});

test("typing in the line below is elsewhere, but at the end of the document it is typing in the last line", () => {
  const typed = [{ offset: 20, length: 0, text: "x" }];
  assert.deepEqual(effectOf(region, typed), { kind: "elsewhere", region });
  assert.equal(effectOf({ ...region, followed: false }, typed).kind, "overlaps");
});

test("changes above and below at once move the region by those above", () => {
  const effect = effectOf(region, [
    { offset: 30, length: 0, text: "below" },
    { offset: 0, length: 2, text: "above" },
  ]);
  assert.deepEqual(effect, { kind: "elsewhere", region: { start: 13, end: 23, followed: true } });
});

function offsetOf(lines: readonly string[], line: number): number {
  return lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0);
}
