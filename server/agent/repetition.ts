/** How often a call had the same result since something last changed. */
export type Seen = "new" | "again" | "in-circles";

const circlesAt = 3;
/** How long something took says nothing about whether it went anywhere. */
const durations = /\b\d+(?:\.\d+)?\s?(?:ms|s|seconds?)\b|\bduration_ms \d+(?:\.\d+)?/g;

/**
 * Notices a conversation that goes in circles: the same call with the same result three times since something last
 * changed, whatever stands between them. That covers cycles of any length.
 */
export function watchRepetition(): { seen(call: string, result: string): Seen; changed(): void } {
  const counts = new Map<string, number>();
  return {
    seen(call, result) {
      const key = `${call}\n${withoutDurations(result)}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count >= circlesAt ? "in-circles" : count > 1 ? "again" : "new";
    },
    changed() {
      counts.clear();
    },
  };
}

export function withoutDurations(result: string): string {
  return result.replace(durations, "");
}
