/** Rows of one calendar day of this machine. */
export interface DayGroup<T> {
  /** Local midnight. */
  readonly day: Date;
  readonly rows: readonly T[];
}

/** Groups rows that come newest first by the day on which they began. */
export function byDay<T extends { readonly startedAt: string }>(rows: readonly T[]): readonly DayGroup<T>[] {
  const groups: { day: Date; rows: T[] }[] = [];
  for (const row of rows) {
    const day = midnight(new Date(row.startedAt));
    const last = groups.at(-1);
    if (last?.day.getTime() === day.getTime()) last.rows.push(row);
    else groups.push({ day, rows: [row] });
  }
  return groups;
}

/** 0 for today, 1 for yesterday; summer time does not shift it. */
export function daysAgo(day: Date, now: Date): number {
  return Math.round((midnight(now).getTime() - midnight(day).getTime()) / 86_400_000);
}

function midnight(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate());
}
