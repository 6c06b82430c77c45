import { type NanoUsd, nano, noMoney } from "./money.ts";
import type { Portion } from "./portions.ts";

/** What a report tells of a group of calls, and of all of them. */
export interface SpendFigures {
  /** Posted spend, failed and unfinished tasks included, per task that was proved or answered; undefined when there is none. */
  readonly costPerCompletedTask: NanoUsd | undefined;
  readonly completedTasks: number;
  readonly tasks: number;
  readonly calls: number;
  readonly posted: NanoUsd;
  readonly held: NanoUsd;
  /** The part of `posted` that went into attempts that were refuted. */
  readonly refuted: NanoUsd;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

export interface FigureGroup extends SpendFigures {
  readonly key: string;
}

const completed: ReadonlySet<string> = new Set(["proved", "answered", "kept"]);

export function isCompleted(outcome: string): boolean {
  return completed.has(outcome);
}

export function figuresOf(portions: readonly Portion[]): SpendFigures {
  let [calls, posted, held, refuted, inputTokens, outputTokens] = [0n, 0n, 0n, 0n, 0n, 0n];
  const tasks = new Set<string>();
  const done = new Set<string>();
  for (const portion of portions) {
    calls += portion.calls;
    posted += portion.posted;
    held += portion.held;
    inputTokens += portion.inputTokens;
    outputTokens += portion.outputTokens;
    if (portion.verdict === "refuted") refuted += portion.posted;
    tasks.add(portion.task);
    if (isCompleted(portion.outcome)) done.add(portion.task);
  }
  return {
    costPerCompletedTask: done.size === 0 ? undefined : nano(posted / BigInt(done.size)),
    completedTasks: done.size,
    tasks: tasks.size,
    calls: Number(calls),
    posted: nano(posted),
    held: nano(held),
    refuted: nano(refuted),
    inputTokens: Number(inputTokens),
    outputTokens: Number(outputTokens),
  };
}

/** One group per key, in no order. */
export function groupFigures(
  portions: readonly Portion[],
  keyOf: (portion: Portion) => string,
): readonly FigureGroup[] {
  return [...Map.groupBy(portions, keyOf)].map(([key, members]) => ({ key, ...figuresOf(members) }));
}

/** Posted spend alone, by key, dearest first. */
export function postedBy(
  portions: readonly Portion[],
  keyOf: (portion: Portion) => string,
): readonly { readonly key: string; readonly posted: NanoUsd }[] {
  const sums = new Map<string, bigint>();
  for (const portion of portions) sums.set(keyOf(portion), (sums.get(keyOf(portion)) ?? noMoney) + portion.posted);
  return [...sums].map(([key, posted]) => ({ key, posted: nano(posted) })).sort(dearestFirst);
}

interface Posted {
  readonly key: string;
  readonly posted: NanoUsd;
}

export function byKey(a: Posted, b: Posted): number {
  return a.key < b.key ? -1 : 1;
}

export function dearestFirst(a: Posted, b: Posted): number {
  if (a.posted === b.posted) return byKey(a, b);
  return a.posted > b.posted ? -1 : 1;
}
