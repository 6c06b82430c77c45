const sameTimes = 3;

/**
 * Notices a conversation that goes in circles: the same call with the same result three times since something last
 * changed, whatever stands between them. That covers cycles of any length.
 */
export function watchRepetition(): { seen(call: string, result: string): boolean; changed(): void } {
  const counts = new Map<string, number>();
  return {
    seen(call, result) {
      const key = `${call}\n${result}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count >= sameTimes;
    },
    changed() {
      counts.clear();
    },
  };
}
