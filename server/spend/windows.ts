import type { BudgetWindow } from "../configuration/configuration.ts";

export type CalendarWindow = Exclude<BudgetWindow, "task">;

/** Calendar windows in one time zone. All times are milliseconds since the epoch. */
export interface Calendar {
  /** The first instant of the day, week (from Monday) or month that holds `at`. */
  startOf(window: CalendarWindow, at: number): number;
  /** The first instant of the day, week or month after the one that holds `at`. */
  endOf(window: CalendarWindow, at: number): number;
  /** `2026-11-21` */
  dayOf(at: number): string;
}

const millisecondsPerDay = 86_400_000;

/** `timeZone` is an IANA name such as `Europe/Berlin`. */
export function createCalendar(timeZone: string): Calendar {
  const format = new Intl.DateTimeFormat("en-CA-u-ca-gregory-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  const local = (at: number) => localTime(format, at);
  return {
    startOf: (window, at) => firstInstant(firstDay(window, local(at)), local),
    endOf: (window, at) => firstInstant(dayAfter(window, firstDay(window, local(at))), local),
    dayOf: (at) => new Date(local(at)).toISOString().slice(0, 10),
  };
}

export function localTimeZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** What the wall clock shows at an instant, written as if it were UTC. */
function localTime(format: Intl.DateTimeFormat, at: number): number {
  const part = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const of = (name: Intl.DateTimeFormatPartTypes) => part.get(name) ?? 0;
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second"));
}

function firstDay(window: CalendarWindow, localNow: number): number {
  const now = new Date(localNow);
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  switch (window) {
    case "day":
      return midnight;
    case "week":
      return midnight - ((now.getUTCDay() + 6) % 7) * millisecondsPerDay;
    case "month":
      return Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
  }
}

function dayAfter(window: CalendarWindow, first: number): number {
  const day = new Date(first);
  switch (window) {
    case "day":
      return first + millisecondsPerDay;
    case "week":
      return first + 7 * millisecondsPerDay;
    case "month":
      return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1, 1);
  }
}

/**
 * The first instant at which the wall clock shows that midnight or later. Clocks may change at midnight itself, so the
 * offsets of a day before and a day after are both tried; one of them is in force.
 */
function firstInstant(midnight: number, local: (at: number) => number): number {
  const candidates = [midnight - millisecondsPerDay, midnight + millisecondsPerDay]
    .map((near) => midnight - (local(near) - near))
    .filter((candidate) => local(candidate) >= midnight);
  return Math.min(...candidates);
}
