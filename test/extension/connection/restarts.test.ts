import assert from "node:assert/strict";
import { test } from "node:test";
import { createRestarts } from "../../../extension/connection/restarts.ts";

test("four ends within three minutes are forgiven, a fifth is not", () => {
  const restarts = createRestarts();
  const minute = 60_000;
  assert.deepEqual(
    [0, 0.5, 1, 1.5, 2].map((at) => restarts.mayRestart(at * minute)),
    [true, true, true, true, false],
  );
});

test("ends long ago don't count, and a restart by the user forgets them", () => {
  const restarts = createRestarts(1, 1_000);
  assert.equal(restarts.mayRestart(0), true);
  assert.equal(restarts.mayRestart(1_000), true);
  assert.equal(restarts.mayRestart(1_500), false);
  restarts.forget();
  assert.equal(restarts.mayRestart(1_600), true);
});
