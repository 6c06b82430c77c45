import type { DatabaseSync } from "node:sqlite";

/** News of the ledger, for those who show it. */
export interface Changes {
  tell(): void;
  /** Returns what ends it. */
  listen(listener: () => void): () => void;
  /** SQLite's own count of what other connections have written; asking costs microseconds. */
  writtenElsewhere(): number;
}

export function createChanges(database: DatabaseSync): Changes {
  const listeners = new Set<() => void>();
  const version = database.prepare("pragma data_version");
  return {
    tell() {
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    writtenElsewhere: () => Number(version.get()?.data_version ?? 0),
  };
}
