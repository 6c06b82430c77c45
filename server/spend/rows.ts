import type { DatabaseSync, SQLOutputValue, StatementSync } from "node:sqlite";
import { type NanoUsd, nano } from "./money.ts";

/** A row of the ledger as it is read: every whole number is a `bigint`. */
export type Row = Readonly<Record<string, SQLOutputValue>>;

/** A statement that is prepared once and reads whole numbers exactly. */
export function exactStatement(database: DatabaseSync, sql: string): StatementSync {
  const statement = database.prepare(sql);
  statement.setReadBigInts(true);
  return statement;
}

export function moneyIn(row: Row, column: string): NanoUsd {
  return nano(wholeIn(row, column));
}

export function optionalMoneyIn(row: Row, column: string): NanoUsd | undefined {
  return row[column] === null ? undefined : moneyIn(row, column);
}

export function numberIn(row: Row, column: string): number {
  return Number(wholeIn(row, column));
}

export function optionalNumberIn(row: Row, column: string): number | undefined {
  return row[column] === null ? undefined : numberIn(row, column);
}

export function textIn(row: Row, column: string): string {
  const value = row[column];
  if (typeof value !== "string") throw new TypeError(`The ledger's ${column} should be a text.`);
  return value;
}

export function optionalTextIn(row: Row, column: string): string | undefined {
  return row[column] === null ? undefined : textIn(row, column);
}

export function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

function wholeIn(row: Row, column: string): bigint {
  const value = row[column];
  if (typeof value !== "bigint") throw new TypeError(`The ledger's ${column} should be a whole number.`);
  return value;
}
