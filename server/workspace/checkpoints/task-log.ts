import { type JournalRecord, readJournal } from "./journal.ts";
import { type KeptLog, openKeptLog } from "./kept-log.ts";

/** One task's journal and kept contents. */
export interface TaskLog {
  readonly folder: string;
  /** Canonical root of the workspace that the task works in. */
  readonly root: string;
  /** Everything so far, oldest first. */
  records(): readonly JournalRecord[];
  newId(): string;
  /** Durable when it returns; rejects when the disk says no. */
  append(contents: readonly Uint8Array[], records: readonly JournalRecord[]): Promise<void>;
  read: KeptLog["read"];
  close(): Promise<void>;
}

export function openTaskLog(folder: string, root: string): TaskLog {
  const log = openKeptLog(folder);
  const records = [...readJournal(log.records)];
  const run = Date.now().toString(36);
  let nextId = 0;
  let started = false;
  return {
    folder,
    root,
    records: () => records,
    newId: () => `${run}-${nextId++}`,
    append: async (contents, added) => {
      const all = started ? added : [{ type: "task", root } as const, ...added];
      await log.append(contents, all);
      started = true;
      records.push(...added);
    },
    read: log.read,
    close: log.close,
  };
}

/** The root that a task was started in; undefined when there is no such task. */
export function rootOf(log: TaskLog): string | undefined {
  return log.records().find((record) => record.type === "task")?.root;
}
