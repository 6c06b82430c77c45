import type { DatabaseSync } from "node:sqlite";
import type { Kind } from "../protocol/events.ts";
import {
  byKey,
  dearestFirst,
  type FigureGroup,
  figuresOf,
  groupFigures,
  postedBy,
  type SpendFigures,
} from "./figures.ts";
import { createFrontierEstimates } from "./frontier-estimate.ts";
import { type CallToCheck, callIn, type TaskSummary, taskIn } from "./ledger-queries.ts";
import type { NanoUsd } from "./money.ts";
import { boundsOf, type ReadPortions, type ReportRange } from "./portions.ts";
import type { Frontier } from "./receipt.ts";
import { exactStatement, moneyIn, numberIn, type Row, textIn } from "./rows.ts";

/** All that the spend dashboard shows of a period. */
export interface Overview {
  readonly total: SpendFigures;
  /** Only days with calls, in order. */
  readonly days: readonly (FigureGroup & { readonly rungs: readonly RungSpend[] })[];
  /** Dearest first. */
  readonly models: readonly FigureGroup[];
  readonly kinds: readonly FigureGroup[];
  readonly attempts: readonly AttemptFigures[];
  readonly frontierEstimate: { readonly model: string; readonly cost: NanoUsd } | undefined;
  /** Those that started in the period, newest first; their prompts are cut. */
  readonly tasks: readonly TaskSummary[];
  readonly moreTasks: number;
  /** Calls whose cost never came, newest first, from any time: they count until somebody settles them. */
  readonly unknown: readonly CallToCheck[];
}

export interface RungSpend {
  readonly rung: string;
  readonly posted: NanoUsd;
}

/** What became of the attempts that started in the period. */
export interface AttemptFigures {
  readonly model: string;
  readonly rung: string;
  /** The subtask's. */
  readonly kind: Kind;
  readonly proved: number;
  readonly unproved: number;
  readonly refuted: number;
  /** Refuted, and another model tried the same subtask after it. */
  readonly escalated: number;
  readonly cost: NanoUsd;
}

export type ReadOverview = (
  range: ReportRange,
  workspace: string | undefined,
  frontier: Frontier | undefined,
) => Overview;

const mostTasks = 1_000;
const mostUnknown = 1_000;
const mostPromptCharacters = 300;

const attemptsSql = `
  select attempt.model, attempt.rung, subtask.kind, sum(attempt.verdict = 'proved') as proved, sum(attempt.verdict = 'unproved') as unproved,
    sum(attempt.verdict = 'refuted') as refuted, sum(attempt.posted) as cost,
    sum(attempt.verdict = 'refuted' and exists (
      select 1 from attempt as later where later.subtask = attempt.subtask and later.number > attempt.number and later.model <> attempt.model)) as escalated
  from attempt join subtask on subtask.id = attempt.subtask join task on task.id = subtask.task
  where attempt.verdict is not null and attempt.started_at >= ?1 and attempt.started_at < ?2 and (?3 is null or task.workspace = ?3)
  group by attempt.model, attempt.rung, subtask.kind order by cost desc, attempt.model, subtask.kind`;

const tasksSql = `
  select id, substr(prompt, 1, ${mostPromptCharacters}) as prompt, kind, workspace, started_at, ended_at, outcome, posted, held
  from task where started_at >= ?1 and started_at < ?2 and (?3 is null or workspace = ?3)
  order by started_at desc, rowid desc limit ${mostTasks}`;

const countSql =
  "select count(*) as count from task where started_at >= ?1 and started_at < ?2 and (?3 is null or workspace = ?3)";

const unknownSql = `
  select * from call where state = 'unknown' and (?1 is null or workspace = ?1) order by reserved_at desc, rowid desc limit ${mostUnknown}`;

export function createOverviews(database: DatabaseSync, readPortions: ReadPortions): ReadOverview {
  const attempts = exactStatement(database, attemptsSql);
  const tasks = exactStatement(database, tasksSql);
  const count = exactStatement(database, countSql);
  const unknown = exactStatement(database, unknownSql);
  const estimate = createFrontierEstimates(database);
  return (range, workspace, frontier) => {
    const where = [...boundsOf(range), workspace ?? null] as const;
    const listed = tasks.all(...where).map(taskIn);
    return {
      ...sumsOf(readPortions(range, workspace)),
      attempts: attempts.all(...where).map(attemptFiguresIn),
      frontierEstimate: estimate(range, workspace, frontier),
      tasks: listed,
      moreTasks: Number(count.get(...where)?.count ?? 0) - listed.length,
      unknown: unknown.all(workspace ?? null).map(callIn),
    };
  };
}

function sumsOf(portions: ReturnType<ReadPortions>): Pick<Overview, "total" | "days" | "models" | "kinds"> {
  const days = [...Map.groupBy(portions, (portion) => portion.day)].map(([key, members]) => ({
    key,
    ...figuresOf(members),
    rungs: postedBy(members, (portion) => portion.rung).map(({ key, posted }) => ({ rung: key, posted })),
  }));
  return {
    total: figuresOf(portions),
    days: days.sort(byKey),
    models: groupFigures(portions, (portion) => portion.model).toSorted(dearestFirst),
    kinds: groupFigures(portions, (portion) => portion.kind).toSorted(dearestFirst),
  };
}

function attemptFiguresIn(row: Row): AttemptFigures {
  return {
    model: textIn(row, "model"),
    rung: textIn(row, "rung"),
    kind: textIn(row, "kind") as Kind,
    proved: numberIn(row, "proved"),
    unproved: numberIn(row, "unproved"),
    refuted: numberIn(row, "refuted"),
    escalated: numberIn(row, "escalated"),
    cost: moneyIn(row, "cost"),
  };
}
