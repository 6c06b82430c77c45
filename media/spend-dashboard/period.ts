/** The span of time that the dashboard shows. A day ends at midnight of the machine that the agent runs on. */
export type Period =
  | { readonly kind: "today" | "7-days" | "30-days" | "month" | "all" }
  /** Both days are included, as `2026-11-21`. */
  | { readonly kind: "custom"; readonly from: string; readonly to: string };

export const periodKinds = ["today", "7-days", "30-days", "month", "all", "custom"] as const;

export interface TimeRange {
  /** ISO times; `since` is included, `until` is not. */
  readonly since?: string;
  readonly until?: string;
}

export function rangeOf(period: Period, now: Date): TimeRange {
  switch (period.kind) {
    case "today":
      return { since: daysBefore(now, 0) };
    case "7-days":
      return { since: daysBefore(now, 6) };
    case "30-days":
      return { since: daysBefore(now, 29) };
    case "month":
      return { since: new Date(now.getFullYear(), now.getMonth(), 1).toISOString() };
    case "all":
      return {};
    case "custom":
      return { since: dayIn(period.from, 0).toISOString(), until: dayIn(period.to, 1).toISOString() };
  }
}

/** A day of the calendar as people and date fields write it. */
export function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text));
}

function daysBefore(now: Date, days: number): string {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString();
}

function dayIn(day: string, later: number): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later);
}
