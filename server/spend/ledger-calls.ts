import type { DatabaseSync } from "node:sqlite";
import type { Budget } from "../configuration/configuration.ts";
import { type CallRecord, createCallRecord, type KnownCall } from "./call-record.ts";
import type { Limits } from "./limits.ts";
import { mostMoney, type NanoUsd } from "./money.ts";
import { priceFromText } from "./price-text.ts";
import { decideHold, overBudgetMessage, warningsFor } from "./reservation.ts";
import { moneyIn, numberIn, optionalMoneyIn, type Row, textIn } from "./rows.ts";
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

export function createCalls(database: DatabaseSync, transaction: Transaction, limits: Limits): LedgerCalls {
  const record = createCallRecord(database);
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
  record.add(call, { workspace, held, maxOutput: maxOutputTokens }, rules.now);
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
