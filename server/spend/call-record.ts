import type { DatabaseSync } from "node:sqlite";
import type { NanoUsd } from "./money.ts";
import type { KnownPrice } from "./price.ts";
import { priceToText } from "./price-text.ts";
import { exactStatement, type Row, textIn } from "./rows.ts";
import type { Resolution } from "./settlement.ts";
import type { NewCall } from "./spend.ts";

export type KnownCall = NewCall & { readonly price: KnownPrice };

/** The rows of calls. Every method belongs inside a transaction. */
export interface CallRecord {
  workspaceOf(task: string): string;
  /** Adds a held call. */
  add(
    call: KnownCall,
    hold: { readonly workspace: string; readonly held: NanoUsd; readonly maxOutput: number },
    now: number,
  ): void;
  find(call: string): Row | undefined;
  /** Changes a held call, and no other. */
  resolve(call: string, resolution: Resolution, overrun: boolean, now: number): void;
  /** Changes an unknown call, and no other; without an amount it becomes void. */
  reconcile(call: string, usd: NanoUsd | undefined, now: number): void;
}

export function createCallRecord(database: DatabaseSync): CallRecord {
  const workspace = exactStatement(database, "select workspace from task where id = ?");
  const find = exactStatement(
    database,
    "select state, held, cost, overrun, price.text as price_text from call join price on price.id = call.price where call.id = ?",
  );
  const reconcile = database.prepare(
    `update call set state = ?, cost = ?, overrun = coalesce(? > held, 0), settled_at = coalesce(settled_at, ?), reconciled_at = ?
     where id = ? and state = 'unknown'`,
  );
  return {
    workspaceOf(task) {
      const row = workspace.get(task);
      if (row === undefined) throw new Error(`The task ${task} was never started.`);
      return textIn(row, "workspace");
    },
    add: createAdd(database),
    find: (call) => find.get(call),
    resolve: createResolve(database),
    reconcile(call, usd, now) {
      reconcile.run(usd === undefined ? "void" : "posted", usd ?? null, usd ?? null, now, now, call);
    },
  };
}

/** Equal prices are stored once, since one is several hundred bytes and most calls share a few. */
function createAdd(database: DatabaseSync): CallRecord["add"] {
  const addPrice = database.prepare(
    "insert into price (text, source, as_of) values (?, ?, ?) on conflict (text) do nothing",
  );
  const addCall = database.prepare(
    `insert into call (id, task, subtask, attempt, workspace, purpose, model, endpoint, price, state, held, input_bound, output_bound, reserved_at)
     values (?, ?, ?, ?, ?, ?, ?, ?, (select id from price where text = ?), 'held', ?, ?, ?, ?)`,
  );
  return (call, { workspace, held, maxOutput }, now) => {
    const price = priceToText(call.price);
    addPrice.run(price, call.price.source, call.price.kind === "priced" ? call.price.asOf : null);
    const { call: id, task, subtask, attempt, purpose, model, endpoint, inputTokens } = call;
    const place = [id, task, subtask, attempt, workspace] as const;
    addCall.run(...place, purpose, model, endpoint, price, held, inputTokens, maxOutput, now);
  };
}

function createResolve(database: DatabaseSync): CallRecord["resolve"] {
  const resolve = database.prepare(
    `update call set state = ?, cost = ?, computed = ?, reported = ?, overrun = ?, answered_by = ?, because = ?, uncached = ?, cache_read = ?,
       cache_write = ?, cache_write_1h = ?, output = ?, reasoning = ?, settled_at = ? where id = ? and state = 'held'`,
  );
  return (call, { state, cost, computed, reported, answeredBy, because, usage }, overrun, now) => {
    const money = [cost ?? null, computed ?? null, reported ?? null, overrun ? 1 : 0] as const;
    const input = [usage?.uncached ?? null, usage?.cacheRead ?? null, usage?.cacheWrite ?? null] as const;
    const rest = [usage?.cacheWrite1h ?? null, usage?.output ?? null, usage?.reasoning ?? null] as const;
    resolve.run(state, ...money, answeredBy ?? null, because ?? null, ...input, ...rest, now, call);
  };
}
