import assert from "node:assert/strict";
import { test } from "node:test";
import {
  functionAround,
  linesOverlap,
  type OutlineSymbol,
  selectedLines,
} from "../../../extension/inline/target-lines.ts";

const symbol = (isFunction: boolean, startLine: number, endLine: number, children: OutlineSymbol[] = []) => ({
  isFunction,
  startLine,
  endLine,
  children,
});

test("a selection means its whole lines, without the line that it only touches", () => {
  const selection = { startLine: 2, endLine: 5, endCharacter: 0, isEmpty: false };
  assert.deepEqual(selectedLines(selection, false), { startLine: 2, endLine: 5 });
  assert.deepEqual(selectedLines({ ...selection, endCharacter: 3 }, false), { startLine: 2, endLine: 6 });
});

test("the cursor on an empty line means that line, elsewhere the outline decides", () => {
  const cursor = { startLine: 4, endLine: 4, endCharacter: 0, isEmpty: true };
  assert.deepEqual(selectedLines(cursor, true), { startLine: 4, endLine: 5 });
  assert.equal(selectedLines(cursor, false), undefined);
});

test("the innermost function around the cursor is meant, and the line when there is none", () => {
  const outline = [symbol(false, 0, 20, [symbol(true, 2, 10, [symbol(false, 4, 6), symbol(true, 7, 9)])])];
  assert.deepEqual(functionAround(5, outline), { startLine: 2, endLine: 11 });
  assert.deepEqual(functionAround(8, outline), { startLine: 7, endLine: 10 });
  assert.deepEqual(functionAround(15, outline), { startLine: 15, endLine: 16 });
});

test("lines overlap when they share one", () => {
  assert.equal(linesOverlap({ startLine: 1, endLine: 3 }, { startLine: 2, endLine: 4 }), true);
  assert.equal(linesOverlap({ startLine: 1, endLine: 3 }, { startLine: 3, endLine: 4 }), false);
});
