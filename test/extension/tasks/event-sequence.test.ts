import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { EventSequence } from "../../../extension/tasks/event-sequence.ts";

test("a replay and live items, in any order and more than once, come out once each and in order", () => {
  const arrivals = fc.integer({ min: 1, max: 30 }).chain((count) => {
    const all = [...Array(count).keys()];
    const repeated = fc.array(fc.integer({ min: 0, max: count - 1 }), { maxLength: 20 });
    return repeated.chain((more) => fc.shuffledSubarray([...all, ...more], { minLength: count + more.length }));
  });
  fc.assert(
    fc.property(arrivals, (indexes) => {
      const got: [string, number][] = [];
      const sequence = new EventSequence<string>((item, index) => got.push([item, index]));
      for (const index of indexes) sequence.add(index, `item ${index}`);
      const count = Math.max(...indexes) + 1;
      assert.deepEqual(
        got,
        [...Array(count).keys()].map((index) => [`item ${index}`, index]),
      );
    }),
  );
});

test("what comes after a gap waits for it", () => {
  const got: string[] = [];
  const sequence = new EventSequence<string>((item) => got.push(item));
  sequence.add(0, "a");
  sequence.add(2, "c");
  assert.deepEqual(got, ["a"]);
  sequence.add(1, "b");
  assert.deepEqual(got, ["a", "b", "c"]);
});
