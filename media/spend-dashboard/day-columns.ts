import type { DashboardView } from "../../server/protocol/requests.ts";

/** One bar of the plot over time: a day, or a month where there are too many days. */
export interface Column {
  /** `2026-11-21` or `2026-11`. */
  readonly key: string;
  /** Nano-dollars of each rung, in the order of the plot's rungs. */
  readonly posted: readonly bigint[];
  readonly total: bigint;
  /** Tasks that were completed by the day's calls, and what a completed task cost; undefined when there is none. */
  readonly costPerCompleted: bigint | undefined;
}

export interface TimePlot {
  readonly unit: "day" | "month";
  readonly rungs: readonly string[];
  readonly columns: readonly Column[];
}

type Day = DashboardView["days"][number];
const mostDays = 120;
const knownRungs = ["local", "open", "frontier"];

/** Every day from the first to the last one with spend, those without any too; exact sums. */
export function timePlot(days: readonly Day[]): TimePlot {
  const rungs = rungsOf(days);
  const [first, last] = [days[0]?.key, days.at(-1)?.key];
  if (first === undefined || last === undefined) return { unit: "day", rungs, columns: [] };
  const all = daysBetween(first, last);
  const unit = all.length > mostDays ? "month" : "day";
  const keyOf = (day: string) => (unit === "month" ? day.slice(0, 7) : day);
  const byKey = Map.groupBy(days, (day) => keyOf(day.key));
  const columns = [...new Set(all.map(keyOf))].map((key) => columnOf(key, byKey.get(key) ?? [], rungs));
  return { unit, rungs, columns };
}

function columnOf(key: string, days: readonly Day[], rungs: readonly string[]): Column {
  const posted = rungs.map((rung) => sum(days.flatMap((day) => day.rungs.filter((each) => each.rung === rung))));
  const total = sum(days);
  const completed = days.reduce((count, day) => count + day.completed, 0);
  return { key, posted, total, costPerCompleted: completed === 0 ? undefined : total / BigInt(completed) };
}

/** Weakest first: the usual names in their order, then the user's own by name. */
export function rungsOf(days: readonly Day[]): readonly string[] {
  const names = new Set(days.flatMap((day) => day.rungs.map(({ rung }) => rung)));
  const own = [...names].filter((name) => !knownRungs.includes(name)).toSorted();
  return [...knownRungs.filter((name) => names.has(name)), ...own];
}

function sum(rows: readonly { readonly posted: string }[]): bigint {
  return rows.reduce((total, row) => total + BigInt(row.posted), 0n);
}

function daysBetween(first: string, last: string): readonly string[] {
  const days: string[] = [];
  // Noon in UTC: no change of clocks makes a day vanish or come twice.
  for (let at = Date.parse(`${first}T12:00:00Z`); ; at += 86_400_000) {
    const day = new Date(at).toISOString().slice(0, 10);
    days.push(day);
    if (day >= last) return days;
  }
}
