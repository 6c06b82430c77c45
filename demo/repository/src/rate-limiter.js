/**
 * A token bucket. `capacity` calls may come at once; after that one more is allowed every `refillMs`. `now` returns
 * milliseconds and is given so that tests need no clock.
 */
export function createRateLimiter({ capacity, refillMs, now }) {
  let tokens = capacity;
  let countedAt = now();

  function refill() {
    const gained = Math.floor((now() - countedAt) / refillMs);
    if (gained === 0) return;
    tokens = Math.min(capacity, tokens + gained);
    countedAt += gained * refillMs;
  }

  return {
    /** True when the call may go ahead; then one token is used. */
    tryTake() {
      refill();
      if (tokens === 0) return false;
      tokens -= 1;
      return true;
    },

    /** Milliseconds until the next call may go ahead; 0 when it may now. */
    waitMs() {
      refill();
      return tokens > 0 ? 0 : countedAt + refillMs - now();
    },
  };
}
