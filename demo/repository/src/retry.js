import { parseDuration } from "./durations.js";

/**
 * Calls `work` until it succeeds, at most `times` times. The wait doubles after each failure, starting at `firstWait`
 * (a duration such as `250ms`). `sleep` is given so that tests need no clock.
 */
export async function retry(work, { times = 3, firstWait = "250ms", sleep }) {
  let wait = parseDuration(firstWait);
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= times) throw error;
      await sleep(wait);
      wait *= 2;
    }
  }
}
