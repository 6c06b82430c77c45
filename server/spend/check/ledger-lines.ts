import type { DatabaseSync } from "node:sqlite";
import { withoutEffort } from "../../models/effort.ts";
import {
  exactStatement,
  moneyIn,
  numberIn,
  optionalMoneyIn,
  optionalNumberIn,
  optionalTextIn,
  type Row,
  textIn,
} from "../rows.ts";
import { countedCost } from "../settlement.ts";
import type { LedgerLine } from "./compare.ts";

/** The calls at these endpoints that were reserved from `from` up to, not including, `to` (milliseconds), oldest first. */
export type ReadLedgerLines = (endpoints: readonly string[], from: number, to: number) => readonly LedgerLine[];

export function createLedgerLines(database: DatabaseSync): ReadLedgerLines {
  const statement = exactStatement(
    database,
    `select id, endpoint, model, answered_by, state, cost, held, reserved_at, settled_at, uncached, cache_read, cache_write, output
     from call where reserved_at >= ?1 and reserved_at < ?2 and endpoint in (select value from json_each(?3))
     order by reserved_at, rowid`,
  );
  return (endpoints, from, to) => statement.all(from, to, JSON.stringify(endpoints)).map(lineOf);
}

function lineOf(row: Row): LedgerLine {
  const state = textIn(row, "state") as LedgerLine["state"];
  const [uncached, cacheRead, cacheWrite] = [
    optionalNumberIn(row, "uncached"),
    optionalNumberIn(row, "cache_read") ?? 0,
    optionalNumberIn(row, "cache_write") ?? 0,
  ];
  const output = optionalNumberIn(row, "output") ?? 0;
  const endpoint = textIn(row, "endpoint");
  return {
    call: textIn(row, "id"),
    reservedAt: numberIn(row, "reserved_at"),
    settledAt: optionalNumberIn(row, "settled_at"),
    models: [
      withoutEffort(textIn(row, "model")).slice(endpoint.length + 1),
      optionalTextIn(row, "answered_by") ?? "",
    ].filter(Boolean),
    state,
    usd: countedCost(state === "held" ? "unknown" : state, optionalMoneyIn(row, "cost"), moneyIn(row, "held")),
    tokens:
      uncached === undefined ? undefined : { input: uncached + cacheRead + cacheWrite, cacheRead, cacheWrite, output },
  };
}
