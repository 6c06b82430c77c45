import { setFlagsFromString } from "node:v8";

/**
 * Keeps the garbage of a conversation small. An agent makes a copy of the whole conversation for every request, and V8 by
 * default lets garbage grow to many times what is alive before it cleans. Measured over 200 steps of `npm run bench -- loop`:
 * 140 MB instead of 250 MB at the peak, and 13 ms instead of 11 ms a step (p95).
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--max-semi-space-size=4");
  setFlagsFromString("--semi-space-growth-factor=1");
  setFlagsFromString("--heap-growing-percent=200");
}
