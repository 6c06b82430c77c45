import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { covered, firstGap, overlap, peak, subtract, union } from "../src/intervals.ts";

const at = (start: number, end: number) => ({ start, end });

describe("union", () => {
  test("joins what overlaps", () => {
    assert.deepEqual(union([at(1, 4), at(3, 6), at(8, 9)]), [at(1, 6), at(8, 9)]);
  });
  test("joins what touches", () => {
    assert.deepEqual(union([at(1, 2), at(2, 3)]), [at(1, 3)]);
  });
  test("sorts and keeps what contains another", () => {
    assert.deepEqual(union([at(5, 6), at(1, 9), at(2, 3)]), [at(1, 9)]);
  });
  test("leaves out what is empty", () => {
    assert.deepEqual(union([at(2, 2), at(4, 3)]), []);
  });
});

describe("overlap", () => {
  test("gives what both have", () => {
    assert.deepEqual(overlap(at(1, 5), at(3, 9)), at(3, 5));
    assert.deepEqual(overlap(at(3, 9), at(1, 5)), at(3, 5));
  });
  test("is nothing when they only touch", () => {
    assert.equal(overlap(at(1, 3), at(3, 5)), undefined);
    assert.equal(overlap(at(1, 3), at(4, 5)), undefined);
  });
});

describe("subtract", () => {
  test("leaves what is between the others", () => {
    assert.deepEqual(subtract(at(0, 10), [at(2, 3), at(5, 7)]), [at(0, 2), at(3, 5), at(7, 10)]);
  });
  test("cuts at both ends", () => {
    assert.deepEqual(subtract(at(5, 10), [at(0, 6), at(9, 12)]), [at(6, 9)]);
  });
  test("leaves nothing when all is taken", () => {
    assert.deepEqual(subtract(at(5, 10), [at(0, 20)]), []);
  });
  test("does not care for what lies outside", () => {
    assert.deepEqual(subtract(at(5, 10), [at(0, 5), at(10, 12)]), [at(5, 10)]);
  });
});

describe("firstGap", () => {
  test("finds the first one that is long enough", () => {
    assert.equal(firstGap(at(0, 100), [at(0, 10), at(15, 40), at(60, 70)], 20), 40);
    assert.equal(firstGap(at(0, 100), [], 100), 0);
  });
  test("finds none", () => {
    assert.equal(firstGap(at(0, 100), [at(10, 90)], 11), undefined);
  });
  test("refuses no length", () => {
    assert.throws(() => firstGap(at(0, 1), [], 0), RangeError);
  });
});

describe("peak", () => {
  test("counts what holds at one time", () => {
    assert.equal(peak([at(0, 10), at(5, 15), at(8, 9), at(20, 30)]), 3);
    assert.equal(peak([]), 0);
  });
  test("does not count what only touches", () => {
    assert.equal(peak([at(5, 10), at(0, 5)]), 1);
  });
});

describe("covered", () => {
  test("counts overlaps once", () => {
    assert.equal(covered([at(0, 10), at(5, 15), at(20, 21)]), 16);
  });
});
