import assert from "node:assert/strict";
import { test } from "node:test";
import { formatLength, formatTime, parseSpan, parseTime } from "../src/clock.ts";
import { covered, firstGap, overlap, peak, subtract, union } from "../src/intervals.ts";

const at = (start: number, end: number) => ({ start, end });
const plain = (list: readonly { readonly start: number; readonly end: number }[]) => list.map(({ start, end }) => [start, end]);

test("union", () => {
  assert.deepEqual(plain(union([])), []);
  assert.deepEqual(plain(union([at(5, 6), at(1, 2), at(3, 4)])), [[1, 2], [3, 4], [5, 6]]);
  assert.deepEqual(plain(union([at(1, 10), at(2, 3), at(9, 12), at(12, 13), at(14, 14)])), [[1, 13]]);
  assert.deepEqual(plain(union([at(1, 2), at(1, 5), at(1, 3)])), [[1, 5]]);
  assert.deepEqual(plain(union([at(-5, -1), at(-2, 0)])), [[-5, 0]]);
  assert.deepEqual(plain(union([at(3, 3), at(1, 2), at(2, 2)])), [[1, 2]]);
  const input = [at(3, 4), at(1, 3)];
  union(input);
  assert.deepEqual(input, [at(3, 4), at(1, 3)]);
});
test("overlap", () => {
  assert.deepEqual(overlap(at(1, 9), at(3, 4)), at(3, 4));
  assert.deepEqual(overlap(at(3, 4), at(1, 9)), at(3, 4));
  assert.deepEqual(overlap(at(1, 2), at(1, 2)), at(1, 2));
  assert.equal(overlap(at(5, 6), at(1, 5)), undefined);
  assert.equal(overlap(at(1, 1), at(0, 2)), undefined);
  assert.deepEqual(overlap(at(-3, 0), at(-1, 5)), at(-1, 0));
});
test("subtract", () => {
  assert.deepEqual(plain(subtract(at(0, 10), [])), [[0, 10]]);
  assert.deepEqual(plain(subtract(at(0, 10), [at(0, 10)])), []);
  assert.deepEqual(plain(subtract(at(0, 10), [at(0, 3), at(8, 10)])), [[3, 8]]);
  assert.deepEqual(plain(subtract(at(0, 10), [at(6, 7), at(1, 2), at(1, 3)])), [[0, 1], [3, 6], [7, 10]]);
  assert.deepEqual(plain(subtract(at(0, 10), [at(4, 4)])), [[0, 10]]);
  assert.deepEqual(plain(subtract(at(5, 5), [])), []);
  assert.deepEqual(plain(subtract(at(3, 6), [at(0, 1), at(4, 5), at(8, 9)])), [[3, 4], [5, 6]]);
  assert.deepEqual(plain(subtract(at(0, 10), [at(-5, 2), at(9, 20)])), [[2, 9]]);
});
test("firstGap", () => {
  assert.equal(firstGap(at(10, 20), [at(0, 12), at(14, 17)], 2), 12);
  assert.equal(firstGap(at(10, 20), [at(0, 12), at(14, 17)], 3), 17);
  assert.equal(firstGap(at(10, 20), [at(12, 20)], 2), 10);
  assert.equal(firstGap(at(10, 20), [at(12, 20)], 3), undefined);
  assert.equal(firstGap(at(10, 20), [at(15, 16), at(5, 11)], 4), 11);
  for (const length of [0, -1]) assert.throws(() => firstGap(at(0, 1), [], length), RangeError);
  assert.equal(firstGap(at(0, 2), [], 0.5), 0);
});
test("peak", () => {
  assert.equal(peak([at(1, 2)]), 1);
  assert.equal(peak([at(1, 1)]), 0);
  assert.equal(peak([at(5, 3), at(1, 10)]), 1);
  assert.equal(peak([at(0, 5), at(5, 10), at(4, 6)]), 2);
  assert.equal(peak([at(0, 1), at(0, 1), at(0, 1)]), 3);
  assert.equal(peak([at(0, 4), at(1, 4), at(4, 8), at(4, 9), at(4, 5)]), 3);
  assert.equal(peak([at(3, 4), at(1, 2)]), 1);
  assert.equal(peak([at(4, 8), at(2, 4), at(8, 9)]), 1);
});
test("covered", () => {
  assert.equal(covered([]), 0);
  assert.equal(covered([at(5, 3)]), 0);
  assert.equal(covered([at(1, 5), at(2, 3), at(5, 6), at(-2, 0)]), 7);
});
test("parseTime", () => {
  const read: Record<string, number> = { "00:00": 0, "0:01": 1, "10:59": 659, "23:59": 1439, "24:00": 1440, "1:00": 60 };
  for (const [text, minutes] of Object.entries(read)) assert.equal(parseTime(text), minutes);
  for (const text of ["24:30", "25:00", "99:99", ":30", "-1:00", "9:000", "9.00", " 9:00", "9:00\n9:00", "1e:00"]) assert.throws(() => parseTime(text), /not a time/);
});
test("formatTime", () => {
  const shown: Record<string, number> = { "00:00": 0, "00:09": 9, "00:59": 59, "01:00": 60, "09:59": 599, "10:00": 600, "23:01": 1381 };
  for (const [text, minutes] of Object.entries(shown)) assert.equal(formatTime(minutes), text);
});
test("parseSpan", () => {
  assert.deepEqual(parseSpan("0:00-24:00"), at(0, 1440));
  assert.deepEqual(parseSpan(" 9:00- 9:01 "), at(540, 541));
  for (const text of ["", "-", "9:00-", "9:00-x", "9:00-8:59", "9:00-10:00-"]) assert.throws(() => parseSpan(text), Error);
  assert.throws(() => parseSpan("9:00"), /not a span: 9:00/);
  assert.throws(() => parseSpan("9:00-9:00"), /ends before it starts: 9:00-9:00/);
});
test("formatLength", () => {
  const shown: Record<string, number> = { "1 min": 1, "59 min": 59, "1 h": 60, "1 h 1 min": 61, "25 h": 1500, "0 min": 0, "10 h 5 min": 605 };
  for (const [text, minutes] of Object.entries(shown)) assert.equal(formatLength(minutes), text);
});
