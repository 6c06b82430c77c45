import type { DatabaseSync } from "node:sqlite";

/** Runs work in one write transaction: all of it is durable when this returns, none of it when it throws. */
export type Transaction = <T>(work: () => T) => T;

export function createTransaction(database: DatabaseSync): Transaction {
  const begin = database.prepare("begin immediate");
  const commit = database.prepare("commit");
  return (work) => {
    begin.run();
    try {
      const result = work();
      commit.run();
      return result;
    } catch (error) {
      if (database.isTransaction) database.exec("rollback");
      throw error;
    }
  };
}

/**
 * Like a transaction, but durable only with the next one that is: saves a sync of the disk for what means nothing by itself.
 * When the process ends, whatever its end, nothing is lost; when the machine does, all or nothing of what was not durable yet.
 */
export function createLeadingTransaction(database: DatabaseSync, transaction: Transaction): Transaction {
  return (work) => {
    database.exec("pragma synchronous = normal");
    try {
      return transaction(work);
    } finally {
      database.exec("pragma synchronous = full");
    }
  };
}

/** Runs several readings on one state of the ledger, whatever other processes write meanwhile. Waits for nobody. */
export type Snapshot = <T>(read: () => T) => T;

export function createSnapshot(database: DatabaseSync): Snapshot {
  const begin = database.prepare("begin deferred");
  const commit = database.prepare("commit");
  return (read) => {
    begin.run();
    try {
      return read();
    } finally {
      commit.run();
    }
  };
}
