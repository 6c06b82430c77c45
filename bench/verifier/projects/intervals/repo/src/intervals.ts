/** From `start` on and up to, but not including, `end`. */
export interface Interval {
  readonly start: number;
  readonly end: number;
}

/** Intervals that touch or overlap become one; empty ones vanish. Sorted by start. */
export function union(intervals: readonly Interval[]): readonly Interval[] {
  const sorted = intervals.filter(({ start, end }) => end > start).toSorted((a, b) => a.start - b.start);
  const joined: { start: number; end: number }[] = [];
  for (const { start, end } of sorted) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else joined.push({ start, end });
  }
  return joined;
}

/** What two intervals have in common; undefined when they only touch. */
export function overlap(a: Interval, b: Interval): Interval | undefined {
  const start = Math.max(a.start, b.start);
  const end = Math.min(a.end, b.end);
  return start < end ? { start, end } : undefined;
}

/** What is left of an interval without others. */
export function subtract(whole: Interval, others: readonly Interval[]): readonly Interval[] {
  const left: Interval[] = [];
  let start = whole.start;
  for (const other of union(others)) {
    if (other.end <= start) continue;
    if (other.start >= whole.end) break;
    if (other.start > start) left.push({ start, end: other.start });
    start = other.end;
  }
  if (start < whole.end) left.push({ start, end: whole.end });
  return left;
}

/** The first time at which nothing is busy for long enough, or undefined. */
export function firstGap(day: Interval, busy: readonly Interval[], length: number): number | undefined {
  if (length <= 0) throw new RangeError("a gap has a length");
  return subtract(day, busy).find(({ start, end }) => end - start >= length)?.start;
}

/** The most intervals that hold at one time. */
export function peak(intervals: readonly Interval[]): number {
  const changes = intervals
    .filter(({ start, end }) => end > start)
    .flatMap(({ start, end }) => [
      { at: start, by: 1 },
      { at: end, by: -1 },
    ])
    .toSorted((a, b) => a.at - b.at || a.by - b.by);
  let now = 0;
  let most = 0;
  for (const { by } of changes) {
    now += by;
    most = Math.max(most, now);
  }
  return most;
}

/** Length that the intervals cover together, where overlaps count once. */
export function covered(intervals: readonly Interval[]): number {
  return union(intervals).reduce((sum, { start, end }) => sum + end - start, 0);
}
