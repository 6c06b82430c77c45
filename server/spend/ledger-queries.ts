import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Kind } from "../protocol/events.ts";
import { isGround } from "../protocol/grounds.ts";
import { forgotten } from "./forgetting.ts";
import { millisecondsPerBucketDay } from "./ledger-schema.ts";
import { type NanoUsd, nano } from "./money.ts";
import {
  exactStatement,
  isoTime,
  moneyIn,
  numberIn,
  optionalNumberIn,
  optionalTextIn,
  type Row,
  textIn,
} from "./rows.ts";
import { type AttemptOutcome, type EditRecord, endedAtCap } from "./spend.ts";

export interface TaskSummary {
  readonly task: string;
  readonly prompt: string;
  readonly kind: Kind;
  readonly workspace: string;
  /** ISO times. */
  readonly startedAt: string;
  readonly endedAt: string | undefined;
  /** `running` until it has ended. */
  readonly outcome: string;
  readonly posted: NanoUsd;
  readonly held: NanoUsd;
}

/** A call that deserves a look: its cost never came, it was dearer than its hold, or the host and we disagree. */
export interface CallToCheck {
  readonly call: string;
  readonly task: string;
  readonly model: string;
  readonly state: "held" | "posted" | "unknown";
  readonly held: NanoUsd;
  readonly cost: NanoUsd | undefined;
  readonly computed: NanoUsd | undefined;
  readonly reported: NanoUsd | undefined;
  readonly overrun: boolean;
  readonly reservedAt: string;
  readonly because: string | undefined;
}

export interface LedgerQueries {
  outcomes(limit: number): readonly AttemptOutcome[];
  provedCosts(model: string, kind: Kind): readonly NanoUsd[];
  editRecords(): readonly EditRecord[];
  /** Newest first. `words` all have to occur in the prompt, in any case of letters. */
  tasks(limit: number, workspace: string | undefined, words?: readonly string[]): readonly TaskSummary[];
  callsToCheck(limit: number): readonly CallToCheck[];
}

/** Later than a day after its end, taking a result back says more of the user's plans than of the result. */
const undoneSoon = `(task.outcome = 'undone'
        and (task.judged_at is null or task.judged_at - task.ended_at <= ${millisecondsPerBucketDay}))`;

/** An SQL expression: an attempt's verdict, over which stands what the user said of the task. */
export const countedVerdict = `case when subtask.parent is not null then attempt.verdict
      when ${undoneSoon} then 'refuted'
      when task.outcome = 'kept' and attempt.verdict = 'unproved' then 'proved'
      else attempt.verdict end`;

const outcomesSql = `
  select attempt.model, attempt.subtask, attempt.posted, attempt.held, attempt.ended_at, attempt.ending, subtask.kind, task.workspace,
    ${countedVerdict} as verdict, attempt.verdict as said, attempt.grounds,
    case when attempt.verdict <> 'proved' then null
      when subtask.parent is null and ${undoneSoon} then 'undone'
      when audit.finding is not null then audit.finding
      when subtask.parent is null then 'stayed' end as later,
    case when subtask.ended_at is not null and subtask.expected > 0
        and not exists (select 1 from attempt as other where other.subtask = attempt.subtask and other.number > attempt.number)
      then subtask.expected end as expected,
    subtask.posted + subtask.held as whole_cost,
    (select count(*) from attempt as earlier where earlier.subtask = attempt.subtask and earlier.number < attempt.number) as failures
  from attempt join subtask on subtask.id = attempt.subtask join task on task.id = subtask.task
    left join audit on audit.attempt = attempt.id
  where attempt.verdict is not null and attempt.ended_at is not null and not ${forgotten("subtask.kind")}
  order by attempt.ended_at desc, attempt.rowid desc limit ?`;

const provedCostsSql = `
  with recent as materialized (
    select rowid as place from attempt where verdict is not null and ended_at is not null order by ended_at desc limit 2000)
  select attempt.posted + attempt.held as cost
  from recent join attempt on attempt.rowid = recent.place
    join subtask on subtask.id = attempt.subtask join task on task.id = subtask.task
  where attempt.model = ? and subtask.kind = ? and ${countedVerdict} = 'proved' and not ${forgotten("subtask.kind")}`;

/** Of the last thousand attempts, so that a model that has changed is known as it is now. */
const editRecordsSql = `
  select attempt.model, format, sum(placed) as placed, sum(failed) as failed
  from edit_count join attempt on attempt.id = edit_count.attempt join subtask on subtask.id = attempt.subtask
  where attempt.rowid > (select max(rowid) from attempt) - 1000 and not ${forgotten("subtask.kind")}
  group by attempt.model, format`;

const callsToCheckSql = `
  select * from call
  where state in ('held', 'unknown') or overrun = 1 or (reported is not null and computed is not null and reported <> computed)
  order by reserved_at desc, rowid desc limit ?`;

export function createQueries(database: DatabaseSync): LedgerQueries {
  const outcomes = exactStatement(database, outcomesSql);
  database.function("has_words", { deterministic: true }, hasWords);
  const tasks = exactStatement(
    database,
    `select * from task where (?1 is null or workspace = ?1) and (?3 is null or has_words(prompt, ?3))
     order by started_at desc, rowid desc limit ?2`,
  );
  const provedCosts = exactStatement(database, provedCostsSql);
  const editRecords = exactStatement(database, editRecordsSql);
  const callsToCheck = exactStatement(database, callsToCheckSql);
  return {
    outcomes: (limit) => outcomes.all(limit).map(outcomeIn),
    provedCosts: (model, kind) => provedCosts.all(model, kind).map((row) => moneyIn(row, "cost")),
    editRecords: () => editRecords.all().map(editRecordIn),
    tasks: (limit, workspace, words = []) =>
      tasks.all(workspace ?? null, limit, words.length === 0 ? null : folded(words.join(" "))).map(taskIn),
    callsToCheck: (limit) => callsToCheck.all(limit).map(callIn),
  };
}

function hasWords(prompt: SQLOutputValue, words: SQLOutputValue): number {
  const text = folded(String(prompt));
  return String(words)
    .split(" ")
    .every((word) => text.includes(word))
    ? 1
    : 0;
}

/** Letters that differ in case or in how their accents are written are the same. */
function folded(text: string): string {
  return text.normalize("NFC").toLowerCase();
}

function editRecordIn(row: Row): EditRecord {
  return {
    model: textIn(row, "model"),
    format: textIn(row, "format"),
    placed: numberIn(row, "placed"),
    failed: numberIn(row, "failed"),
  };
}

function outcomeIn(row: Row): AttemptOutcome {
  return {
    subtask: textIn(row, "subtask"),
    workspace: textIn(row, "workspace"),
    model: textIn(row, "model"),
    kind: textIn(row, "kind") as Kind,
    failuresBefore: numberIn(row, "failures"),
    verdict: textIn(row, "verdict") as AttemptOutcome["verdict"],
    grounds: groundsIn(row),
    cost: nano(moneyIn(row, "posted") + moneyIn(row, "held")),
    later: optionalTextIn(row, "later") as AttemptOutcome["later"],
    cutShort: optionalTextIn(row, "ending") === endedAtCap,
    endedAt: isoTime(numberIn(row, "ended_at")),
    whole: row.expected === null ? undefined : { expected: moneyIn(row, "expected"), cost: moneyIn(row, "whole_cost") },
  };
}

/** What nothing could prove stands on the user's word, once there is one. Grounds of a newer version are not known. */
export function groundsIn(row: Row): AttemptOutcome["grounds"] {
  const words = optionalTextIn(row, "grounds")?.split(" ");
  if (!words?.every(isGround)) return undefined;
  const byUser = textIn(row, "said") === "unproved" && textIn(row, "verdict") !== "unproved";
  return byUser ? [...words, "user"] : words;
}

export function taskIn(row: Row): TaskSummary {
  const endedAt = optionalNumberIn(row, "ended_at");
  return {
    task: textIn(row, "id"),
    prompt: textIn(row, "prompt"),
    kind: textIn(row, "kind") as Kind,
    workspace: textIn(row, "workspace"),
    startedAt: isoTime(numberIn(row, "started_at")),
    endedAt: endedAt === undefined ? undefined : isoTime(endedAt),
    outcome: optionalTextIn(row, "outcome") ?? "running",
    posted: moneyIn(row, "posted"),
    held: moneyIn(row, "held"),
  };
}

export function callIn(row: Row): CallToCheck {
  const optional = (column: string) => (row[column] === null ? undefined : moneyIn(row, column));
  return {
    call: textIn(row, "id"),
    task: textIn(row, "task"),
    model: textIn(row, "model"),
    state: textIn(row, "state") as CallToCheck["state"],
    held: moneyIn(row, "held"),
    cost: optional("cost"),
    computed: optional("computed"),
    reported: optional("reported"),
    overrun: numberIn(row, "overrun") === 1,
    reservedAt: isoTime(numberIn(row, "reserved_at")),
    because: optionalTextIn(row, "because"),
  };
}
