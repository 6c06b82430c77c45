/** How often a server that ends by itself is started again. */
export interface Restarts {
  /** Counts one end, at a time in milliseconds. False when it ended too often. */
  mayRestart(now: number): boolean;
  /** The user starts it anew: what was is forgotten. */
  forget(): void;
}

export function createRestarts(most = 4, withinMs = 3 * 60_000): Restarts {
  let ends: readonly number[] = [];
  return {
    mayRestart(now) {
      ends = [...ends.filter((at) => now - at < withinMs), now];
      return ends.length <= most;
    },
    forget() {
      ends = [];
    },
  };
}
