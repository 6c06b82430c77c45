import type { DatabaseSync } from "node:sqlite";
import type { Budget } from "../configuration/configuration.ts";
import type { Limits } from "./limits.ts";
import { mostMoney, type NanoUsd } from "./money.ts";
import type { KnownPrice } from "./price.ts";
import { priceFromText, priceToText } from "./price-text.ts";
import { decideHold, overBudgetMessage, warningsFor } from "./reservation.ts";
import { exactStatement, moneyIn, numberIn, optionalMoneyIn, type Row, textIn } from "./rows.ts";
import { countedCost, type Resolution, resolve } from "./settlement.ts";
import type { NewCall, Reservation, Settled, Settlement } from "./spend.ts";
import type { Transaction } from "./transaction.ts";

export interface CallRules {
  readonly budgets: readonly Budget[];
  readonly warnAt: number;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** What became of a wish to reconcile: only a call whose true cost is not known can be. */
export type Reconciled =
  | { readonly kind: "reconciled"; readonly settled: Settled }
  | { readonly kind: "not-unknown"; readonly state: string }
  | { readonly kind: "no-such-call" };

export interface LedgerCalls {
  reserve(call: NewCall, rules: CallRules): Reservation;
  settle(call: string, settlement: Settlement, now: number): Settled;
  reconcile(call: string, truth: "unbilled" | { readonly usd: NanoUsd }, now: number): Reconciled;
}

type KnownCall = NewCall & { readonly price: KnownPrice };

export function createCalls(database: DatabaseSync, transaction: Transaction, limits: Limits): LedgerCalls {
  const record = createRecord(database);
  return {
    reserve(call, rules) {
      const { price } = call;
      if (price.kind === "unknown") return { kind: "price-unknown", message: price.because };
      return transaction(() => reserveIn(record, limits, { ...call, price }, rules));
    },
    settle: (call, settlement, now) => transaction(() => settleIn(record, call, settlement, now)),
    reconcile: (call, truth, now) => transaction(() => reconcileIn(record, call, truth, now)),
  };
}

function reserveIn(record: CallRecord, limits: Limits, call: KnownCall, rules: CallRules): Reservation {
  const workspace = record.workspaceOf(call.task);
  const scope = { workspace, task: call.task, subtask: call.subtask };
  const applying = call.price.kind === "free" ? [] : limits.of(scope, rules.budgets, rules.now);
  const decision = decideHold(call, applying);
  if (decision.kind === "over") {
    const { budget, needed } = decision;
    return { kind: "over-budget", budget, needed, message: overBudgetMessage(call.model, needed, budget) };
  }
  const { held, maxOutputTokens } = decision;
  if (held > mostMoney) throw new RangeError(`A hold of ${held} nano-dollars can't be right.`);
  record.add(call, workspace, held, maxOutputTokens, rules.now);
  return { kind: "held", held, maxOutputTokens, warnings: warningsFor(applying, held, rules.warnAt) };
}

function settleIn(record: CallRecord, call: string, settlement: Settlement, now: number): Settled {
  const row = record.find(call);
  if (row === undefined) throw new Error(`The call ${call} was never reserved.`);
  const state = textIn(row, "state");
  if (state !== "held") return settledIn(row);
  const resolution = resolve(settlement, priceFromText(textIn(row, "price_text")));
  record.resolve(call, resolution, overrunOf(resolution, row), now);
  return settledAs(resolution, moneyIn(row, "held"));
}

function reconcileIn(
  record: CallRecord,
  call: string,
  truth: "unbilled" | { readonly usd: NanoUsd },
  now: number,
): Reconciled {
  const row = record.find(call);
  if (row === undefined) return { kind: "no-such-call" };
  const state = textIn(row, "state");
  if (state !== "unknown") return { kind: "not-unknown", state };
  record.reconcile(call, truth === "unbilled" ? undefined : truth.usd, now);
  const after = record.find(call);
  if (after === undefined) throw new Error(`The call ${call} vanished while it was reconciled.`);
  return { kind: "reconciled", settled: settledIn(after) };
}

function settledIn(row: Row): Settled {
  const state = textIn(row, "state") as Settled["state"];
  const settled = { state, cost: countedCost(state, optionalMoneyIn(row, "cost"), moneyIn(row, "held")) };
  return numberIn(row, "overrun") === 1 ? { ...settled, overrun: true } : settled;
}

function settledAs(resolution: Resolution, held: NanoUsd): Settled {
  const settled = { state: resolution.state, cost: countedCost(resolution.state, resolution.cost, held) };
  return resolution.cost !== undefined && resolution.cost > held ? { ...settled, overrun: true } : settled;
}

function overrunOf(resolution: Resolution, row: Row): boolean {
  return resolution.cost !== undefined && resolution.cost > moneyIn(row, "held");
}

type CallRecord = ReturnType<typeof createRecord>;

/** The statements on calls, each prepared once. */
function createRecord(database: DatabaseSync) {
  const workspace = exactStatement(database, "select workspace from task where id = ?");
  const addPrice = database.prepare(
    "insert into price (text, source, as_of) values (?, ?, ?) on conflict (text) do nothing",
  );
  const addCall = database.prepare(
    `insert into call (id, task, subtask, attempt, workspace, purpose, model, endpoint, price, state, held, input_bound, output_bound, reserved_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, (select id from price where text = ?), 'held', ?, ?, ?, ?)`,
  );
  const find = exactStatement(
    database,
    "select state, held, cost, overrun, price.text as price_text from call join price on price.id = call.price where call.id = ?",
  );
  const resolveCall = database.prepare(
    `update call set state = ?, cost = ?, computed = ?, reported = ?, overrun = ?, answered_by = ?, because = ?, uncached = ?, cache_read = ?,
       cache_write = ?, cache_write_1h = ?, output = ?, reasoning = ?, settled_at = ? where id = ? and state = 'held'`,
  );
  const reconcile = database.prepare(
    `update call set state = ?, cost = ?, overrun = coalesce(? > held, 0), settled_at = coalesce(settled_at, ?), reconciled_at = ?
     where id = ? and state = 'unknown'`,
  );
  return {
    workspaceOf(task: string): string {
      const row = workspace.get(task);
      if (row === undefined) throw new Error(`The task ${task} was never started.`);
      return textIn(row, "workspace");
    },
    add(call: KnownCall, root: string, held: NanoUsd, maxOutput: number, now: number): void {
      const price = priceToText(call.price);
      addPrice.run(price, call.price.source, call.price.kind === "priced" ? call.price.asOf : null);
      const { call: id, task, subtask, attempt, purpose, model, endpoint, inputTokens } = call;
      addCall.run(id, task, subtask, attempt, root, purpose, model, endpoint, price, held, inputTokens, maxOutput, now);
    },
    find: (call: string): Row | undefined => find.get(call),
    resolve(call: string, resolution: Resolution, overrun: boolean, now: number): void {
      const { state, cost, computed, reported, answeredBy, because, usage } = resolution;
      resolveCall.run(
        state,
        cost ?? null,
        computed ?? null,
        reported ?? null,
        overrun ? 1 : 0,
        answeredBy ?? null,
        because ?? null,
        usage?.uncached ?? null,
        usage?.cacheRead ?? null,
        usage?.cacheWrite ?? null,
        usage?.cacheWrite1h ?? null,
        usage?.output ?? null,
        usage?.reasoning ?? null,
        now,
        call,
      );
    },
    reconcile(call: string, usd: NanoUsd | undefined, now: number): void {
      reconcile.run(usd === undefined ? "void" : "posted", usd ?? null, usd ?? null, now, now, call);
    },
  };
}
