import assert from "node:assert/strict";
import { test } from "node:test";
import { findEdited, isHalfEdited, recordOf } from "../../../extension/inline/recovery.ts";

const record = recordOf("file:///a.ts", "before\nold\nafter\n", 7, 11, "old\n");

test("half a change is found again where the old text stood", () => {
  const text = "before\nnew\n\nhalf\nafter\n";
  assert.deepEqual(findEdited(record, text), { start: 7, end: 17 });
  assert.equal(isHalfEdited(record, text), true);
});

test("nothing is offered when the text is the old one", () => {
  assert.equal(findEdited(record, "before\nold\nafter\n"), undefined);
  assert.equal(isHalfEdited(record, "before\nold\nafter\n"), false);
});

test("lines typed elsewhere do not hide the place, as long as the lines around it are still there once", () => {
  const many = (word: string) => Array.from({ length: 30 }, (_, index) => `${word} ${index}\n`).join("");
  const [above, below] = [many("above"), many("below")];
  const far = recordOf("file:///a.ts", `${above}old\n${below}`, above.length, above.length + 4, "old\n");
  const text = `typed\n${above}new\nlines\n${below}`;
  const place = findEdited(far, text);
  assert.equal(place && text.slice(place.start, place.end), "new\nlines\n");
  assert.equal(findEdited(far, `${text}${text}`), undefined, "everything occurs twice");
});

test("old text that is gone is offered even when its place can't be told", () => {
  const text = "Before\nnew\nother\n";
  assert.equal(findEdited(record, text), undefined);
  assert.equal(isHalfEdited(record, text), true);
});
