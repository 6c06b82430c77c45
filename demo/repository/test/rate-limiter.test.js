import assert from "node:assert/strict";
import { test } from "node:test";
import { createRateLimiter } from "../src/rate-limiter.js";

function limiterAt(clock) {
  return createRateLimiter({ capacity: 2, refillMs: 100, now: () => clock.time });
}

test("rate limiter: as many calls as it holds go at once", () => {
  const limiter = limiterAt({ time: 0 });
  assert.deepEqual([limiter.tryTake(), limiter.tryTake(), limiter.tryTake()], [true, true, false]);
});

test("rate limiter: one more call is allowed after each refill", () => {
  const clock = { time: 0 };
  const limiter = limiterAt(clock);
  limiter.tryTake();
  limiter.tryTake();
  clock.time = 40;
  assert.equal(limiter.waitMs(), 60);
  clock.time = 100;
  assert.equal(limiter.tryTake(), true);
});
