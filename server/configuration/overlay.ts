/** Objects whose entries stand by themselves: one that the upper layer names replaces that one and no other. */
const byName = ["endpoints", "pins", "checks", "limits"];

/** What holds of two layers of values, key by key: what the upper one names, else what the lower one names. */
export function overlay(lower: unknown, upper: unknown): unknown {
  if (!isRecord(lower) || !isRecord(upper)) return upper === undefined ? lower : upper;
  const merged: Record<string, unknown> = { ...lower, ...upper };
  for (const name of byName) {
    const below = lower[name];
    const above = upper[name];
    if (isRecord(below) && isRecord(above)) merged[name] = { ...below, ...above };
  }
  return merged;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
