import type { Interval } from "./intervals.ts";

/** Minutes since midnight of `9:05` or `09:05`; 24:00 is the end of the day. */
export function parseTime(text: string): number {
  const found = /^(\d{1,2}):(\d{2})$/.exec(text);
  const hours = Number(found?.[1]);
  const minutes = Number(found?.[2]);
  if (found === null || minutes > 59 || hours * 60 + minutes > 1440) throw new Error(`not a time: ${text}`);
  return hours * 60 + minutes;
}

/** `545` as `09:05`. */
export function formatTime(minutes: number): string {
  const hours = String(Math.floor(minutes / 60)).padStart(2, "0");
  return `${hours}:${String(minutes % 60).padStart(2, "0")}`;
}

/** `9:00-10:30`; an end at or before its start is an error. */
export function parseSpan(text: string): Interval {
  const [from, to, ...more] = text.split("-");
  if (from === undefined || to === undefined || more.length > 0) throw new Error(`not a span: ${text}`);
  const span = { start: parseTime(from.trim()), end: parseTime(to.trim()) };
  if (span.end <= span.start) throw new Error(`ends before it starts: ${text}`);
  return span;
}

/** `1 h 30 min`, `45 min`, `2 h`. */
export function formatLength(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  const parts = [...(hours > 0 ? [`${hours} h`] : []), ...(rest > 0 || hours === 0 ? [`${rest} min`] : [])];
  return parts.join(" ");
}
