const unitMilliseconds = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 };

/** Milliseconds of a text such as `1h 30m`, `2d` or `250ms`. */
export function parseDuration(text) {
  const parts = [...text.matchAll(/(\d+)\s*(d|h|m|s|ms)/g)];
  if (parts.length === 0) throw new TypeError(`not a duration: ${text}`);
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * unitMilliseconds[unit], 0);
}

/** The shortest text that `parseDuration` reads back: `90_000` is `1m 30s`. */
export function formatDuration(milliseconds) {
  if (milliseconds === 0) return "0s";
  const parts = [];
  let left = milliseconds;
  for (const [unit, size] of Object.entries(unitMilliseconds)) {
    const amount = Math.floor(left / size);
    if (amount > 0) parts.push(`${amount}${unit}`);
    left -= amount * size;
  }
  return parts.join(" ");
}
