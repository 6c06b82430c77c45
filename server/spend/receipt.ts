import type { DatabaseSync } from "node:sqlite";
import type { Usage } from "../models/usage.ts";
import type { Kind, ReceiptAttemptView, ReceiptCallView, ReceiptSubtaskView, ReceiptView } from "../protocol/events.ts";
import { type NanoUsd, nano, noMoney } from "./money.ts";
import { costOf, type Price } from "./price.ts";
import {
  exactStatement,
  isoTime,
  moneyIn,
  numberIn,
  optionalMoneyIn,
  optionalNumberIn,
  optionalTextIn,
  type Row,
  textIn,
} from "./rows.ts";
import { countedCost } from "./settlement.ts";
import type { EndpointChange } from "./spend.ts";

/** The model with which a task's tokens are compared. */
export interface Frontier {
  readonly model: string;
  readonly price: Price;
}

/** `now` (milliseconds since the epoch) is for attempts that still run. */
export type ReadReceipt = (task: string, now: number, frontier: Frontier | undefined) => ReceiptView | undefined;

export function createReceipts(database: DatabaseSync): ReadReceipt {
  const task = exactStatement(database, "select * from task where id = ?");
  const subtasks = exactStatement(database, "select * from subtask where task = ? order by started_at, rowid");
  const attempts = exactStatement(
    database,
    `select attempt.* from attempt join subtask on subtask.id = attempt.subtask where subtask.task = ?
     order by attempt.started_at, attempt.number`,
  );
  const changes = exactStatement(
    database,
    `select endpoint_change.* from endpoint_change join attempt on attempt.id = endpoint_change.attempt
     join subtask on subtask.id = attempt.subtask where subtask.task = ? order by changed_at, endpoint_change.rowid`,
  );
  const calls = exactStatement(
    database,
    "select call.*, price.source as price_source from call join price on price.id = call.price where task = ? order by reserved_at, call.rowid",
  );
  return (id, now, frontier) => {
    const row = task.get(id);
    if (row === undefined) return undefined;
    const callRows = calls.all(id);
    const rows = { attempts: attempts.all(id), calls: callRows, changes: changes.all(id) };
    return {
      task: id,
      prompt: textIn(row, "prompt"),
      workspace: textIn(row, "workspace"),
      startedAt: isoTime(numberIn(row, "started_at")),
      outcome: optionalTextIn(row, "outcome") ?? "running",
      subtasks: subtasks.all(id).map((each) => subtaskView(each, rows, now)),
      total: moneyIn(row, "posted").toString(),
      held: moneyIn(row, "held").toString(),
      frontierEstimate: frontierEstimate(callRows, frontier),
    };
  };
}

interface TaskRows {
  readonly attempts: readonly Row[];
  readonly calls: readonly Row[];
  readonly changes: readonly Row[];
}

function subtaskView(row: Row, rows: TaskRows, now: number): ReceiptSubtaskView {
  const id = textIn(row, "id");
  return {
    subtask: id,
    parent: optionalTextIn(row, "parent"),
    kind: textIn(row, "kind") as Kind,
    title: textIn(row, "title"),
    because: textIn(row, "because"),
    attempts: rows.attempts.filter((each) => each.subtask === id).map((each) => attemptView(each, rows, now)),
  };
}

function attemptView(row: Row, { calls, changes }: TaskRows, now: number): ReceiptAttemptView {
  const id = textIn(row, "id");
  const endpointChanges = changes.filter((each) => each.attempt === id).map(changeView);
  return {
    attempt: id,
    number: numberIn(row, "number"),
    model: textIn(row, "model"),
    rung: textIn(row, "rung"),
    verdict: optionalTextIn(row, "verdict") as ReceiptAttemptView["verdict"],
    end: optionalTextIn(row, "ending") ?? "running",
    because: textIn(row, "because"),
    cost: (moneyIn(row, "posted") + moneyIn(row, "held")).toString(),
    milliseconds: (optionalNumberIn(row, "ended_at") ?? now) - numberIn(row, "started_at"),
    calls: calls.filter((each) => each.attempt === id).map(callView),
    ...(endpointChanges.length === 0 ? {} : { endpointChanges }),
  };
}

function changeView(row: Row): EndpointChange {
  return { from: textIn(row, "from_model"), to: textIn(row, "to_model"), because: textIn(row, "because") };
}

function callView(row: Row): ReceiptCallView {
  const state = textIn(row, "state") as ReceiptCallView["state"];
  const counted = state === "held" ? "unknown" : state;
  const usage = usageIn(row);
  return {
    call: textIn(row, "id"),
    model: textIn(row, "model"),
    purpose: textIn(row, "purpose"),
    state,
    cost: countedCost(counted, optionalMoneyIn(row, "cost"), moneyIn(row, "held")).toString(),
    computed: optionalMoneyIn(row, "computed")?.toString(),
    reported: optionalMoneyIn(row, "reported")?.toString(),
    inputTokens: usage === undefined ? 0 : usage.uncached + usage.cacheRead + usage.cacheWrite,
    cachedTokens: usage?.cacheRead ?? 0,
    outputTokens: usage?.output ?? 0,
    priceSource: textIn(row, "price_source"),
  };
}

function usageIn(row: Row): Usage | undefined {
  if (row.uncached === null) return undefined;
  return {
    uncached: numberIn(row, "uncached"),
    cacheRead: numberIn(row, "cache_read"),
    cacheWrite: numberIn(row, "cache_write"),
    cacheWrite1h: numberIn(row, "cache_write_1h"),
    output: numberIn(row, "output"),
    reasoning: numberIn(row, "reasoning"),
  };
}

/** Every token that a host reported for this task, failed attempts included, at the frontier model's price. */
function frontierEstimate(calls: readonly Row[], frontier: Frontier | undefined): ReceiptView["frontierEstimate"] {
  if (frontier === undefined || frontier.price.kind !== "priced") return undefined;
  let cost: NanoUsd = noMoney;
  for (const row of calls) {
    const usage = usageIn(row);
    if (usage !== undefined) cost = nano(cost + costOf(frontier.price, usage));
  }
  return { model: frontier.model, cost: cost.toString() };
}
