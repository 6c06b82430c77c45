import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { watchRepetition } from "../../server/agent/repetition.ts";

test("the same call with the same result is noticed the third time", () => {
  const watch = watchRepetition();
  assert.deepEqual(
    [1, 2, 3].map(() => watch.seen("read a", "text")),
    ["new", "again", "in-circles"],
  );
});

test("a call whose result changes is no repetition", () => {
  const watch = watchRepetition();
  assert.deepEqual(
    [1, 2, 3, 4].map((round) => watch.seen("check", `red ${round}`)),
    ["new", "new", "new", "new"],
  );
});

test("a result that differs only in how long it took is the same result", () => {
  const watch = watchRepetition();
  const results = ["1 failed (812 ms)\nduration_ms 812.31", "1 failed (799 ms)\nduration_ms 799.02"];
  assert.deepEqual(
    results.map((result) => watch.seen("check", result)),
    ["new", "again"],
  );
  assert.equal(watch.seen("check", "1 failed (805 ms)\nduration_ms 805.4"), "in-circles");
});

test("a change to a file starts the count anew", () => {
  const watch = watchRepetition();
  watch.seen("check", "red");
  watch.seen("check", "red");
  watch.changed();
  assert.equal(watch.seen("check", "red"), "new");
});

test("a cycle of any length is noticed within its third round", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 12 }), (length) => {
      const watch = watchRepetition();
      const rounds = Array.from({ length: length * 3 }, (_, step) => watch.seen(`call ${step % length}`, "same"));
      assert.equal(rounds.indexOf("in-circles"), length * 2);
    }),
  );
});
