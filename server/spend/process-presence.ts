import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/**
 * How processes know of each other whether they live. Each keeps one file locked while it runs, and the operating system
 * lets go of the lock when it dies, however it dies. Unlike a process id, a lock is never taken over by an unrelated process.
 */
export interface Presence {
  /** Names this process in the ledger. */
  readonly owner: string;
  /** Takes the lock; to be called before the owner's name is written anywhere. */
  announce(): void;
  isAlive(owner: string, pid: number): boolean;
  /** Forgets a process that is not alive. */
  forget(owner: string): void;
  leave(): void;
}

const folderName = "processes";
/** Here nothing is collected as garbage, which would let go of the lock of a process that still runs. */
const held = new Set<DatabaseSync>();

export function createPresence(ledgerFolder: string, pid: number): Presence {
  const folder = join(ledgerFolder, folderName);
  const owner = `${pid}-${randomBytes(6).toString("hex")}`;
  const fileOf = (name: string) => join(folder, `${name}.lock`);
  let lock: DatabaseSync | undefined;
  return {
    owner,
    announce() {
      if (lock !== undefined) return;
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      lock = tryLock(fileOf(owner));
      if (lock !== undefined) held.add(lock);
    },
    isAlive(name, itsPid) {
      if (name === owner) return true;
      // Without its file a process can only be told by its id; a wrong "alive" leaves holds in place, which is the safe side.
      if (!existsSync(fileOf(name))) return processExists(itsPid);
      const theirs = tryLock(fileOf(name));
      theirs?.close();
      return theirs === undefined;
    },
    forget(name) {
      rmSync(fileOf(name), { force: true });
    },
    leave() {
      if (lock === undefined) return;
      held.delete(lock);
      lock.close();
      lock = undefined;
    },
  };
}

/** SQLite's own file locks, since Node offers none. Undefined when another process has it. */
function tryLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec("begin exclusive");
    return database;
  } catch {
    // Whatever kept us from locking it, the other side may be alive.
    database.close();
    return undefined;
  }
}

function processExists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
