import { randomUUID } from "node:crypto";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { findDamage } from "./ledger-check.ts";
import { LedgerError, withLedgerErrors } from "./ledger-error.ts";
import { checkPlace } from "./ledger-place.ts";
import { migrations } from "./ledger-schema.ts";

/** An open ledger file. */
export interface LedgerFile {
  readonly path: string;
  readonly database: DatabaseSync;
  /** Throws `LedgerError` when the open file is no longer the one at its path: what is written to it would be lost. */
  checkInPlace(): void;
}

export interface LedgerFileOptions {
  readonly folder: string;
  /** How long to wait for other processes, in milliseconds. */
  readonly busyTimeout: number;
  /** The file never grows beyond this many pages of 4 KiB; undefined for no bound. */
  readonly maxPages: number | undefined;
}

const fileName = "ledger.sqlite";
const mostPagesCheckedAtOpening = 1024;
/** Says that a ledger was in use here, and which: its loss must stop paid calls instead of forgetting what was spent. */
const markerName = "ledger.used";

export function openLedgerFile(options: LedgerFileOptions): LedgerFile {
  const path = join(options.folder, fileName);
  return withLedgerErrors(path, () => {
    prepareFolder(options.folder);
    const usedBefore = readMarker(options.folder);
    if (usedBefore !== undefined && !existsSync(path)) throw missing(path);
    createFile(path);
    const database = openDatabase(path, options);
    try {
      migrate(database, path, usedBefore !== undefined);
      checkSmallFile(database, path);
      checkIdentity(database, options.folder, path);
    } catch (error) {
      database.close();
      throw error;
    }
    return { path, database, checkInPlace: inPlaceCheck(path) };
  });
}

/**
 * Moves a lost or damaged ledger out of the way, so that the next start begins a new one with nothing spent. Only for a
 * user who asked for it. Returns the files as they are now called.
 */
export function setLedgerAside(folder: string, at: Date): readonly string[] {
  const suffix = at.toISOString().replaceAll(":", "-");
  const present = [fileName, `${fileName}-wal`, `${fileName}-shm`, markerName].filter((name) =>
    existsSync(join(folder, name)),
  );
  return present.map((name) => {
    const aside = join(folder, `${name}.aside-${suffix}`);
    renameSync(join(folder, name), aside);
    return aside;
  });
}

function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    chmodSync(folder, 0o700);
  } catch (error) {
    throw new LedgerError(
      "unusable",
      `The folder ${folder} for the ledger can't be made or is not yours.`,
      "Set STEPLADDER_HOME to a folder that you own. No paid call is made until then.",
      error,
    );
  }
  checkPlace(folder);
}

/** SQLite gives the files beside it the same mode. */
function createFile(path: string): void {
  try {
    closeSync(openSync(path, "a", 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    throw new LedgerError(
      "read-only",
      `The ledger ${path} can't be written to.`,
      "Give yourself write permission to it, or set STEPLADDER_HOME to a folder that you own. No paid call is made until then.",
      error,
    );
  }
}

function openDatabase(path: string, options: LedgerFileOptions): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: options.busyTimeout, enableForeignKeyConstraints: true });
  try {
    database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma journal_size_limit = 8388608;");
    if (options.maxPages !== undefined) database.exec(`pragma max_page_count = ${Math.trunc(options.maxPages)}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

function migrate(database: DatabaseSync, path: string, usedBefore: boolean): void {
  if (versionOf(database) === migrations.length) return;
  database.exec("begin immediate");
  try {
    const version = versionOf(database);
    if (version > migrations.length) throw newer(path);
    if (version === 0 && usedBefore) throw emptied(path);
    for (const migration of migrations.slice(version)) database.exec(migration);
    if (version === 0) database.prepare("insert into ledger (id) values (?)").run(randomUUID());
    database.exec(`pragma user_version = ${migrations.length}`);
    database.exec("commit");
  } catch (error) {
    if (database.isTransaction) database.exec("rollback");
    throw error;
  }
}

function versionOf(database: DatabaseSync): number {
  return Number(database.prepare("pragma user_version").get()?.user_version ?? 0);
}

/** A whole check takes 3 ms per MiB, so at opening only a small file gets it; `stepladder doctor` checks any. */
function checkSmallFile(database: DatabaseSync, path: string): void {
  const pages = Number(database.prepare("pragma page_count").get()?.page_count ?? 0);
  if (pages > mostPagesCheckedAtOpening || findDamage(database).length === 0) return;
  throw new LedgerError(
    "corrupt",
    `The ledger ${path} is damaged, so what was spent is not known.`,
    "Put a copy of it back, or run `stepladder doctor --new-ledger` to start anew. No paid call is made until then.",
  );
}

function checkIdentity(database: DatabaseSync, folder: string, path: string): void {
  const identity = String(database.prepare("select id from ledger").get()?.id ?? "");
  const marked = readMarker(folder) ?? writeMarker(folder, identity);
  if (marked === identity) return;
  throw new LedgerError(
    "replaced",
    `The ledger ${path} is not the one that was used here before, so what was spent is not known.`,
    "Put the right file back, or run `stepladder doctor --new-ledger` to start anew. No paid call is made until then.",
  );
}

function readMarker(folder: string): string | undefined {
  const marker = join(folder, markerName);
  return existsSync(marker) ? readFileSync(marker, "utf8").trim() : undefined;
}

/** The first process to write it wins; the others compare with what it wrote. */
function writeMarker(folder: string, identity: string): string {
  try {
    writeFileSync(join(folder, markerName), `${identity}\n`, { flag: "wx", mode: 0o600, flush: true });
    return identity;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return waitForMarker(folder);
    throw error;
  }
}

function waitForMarker(folder: string): string {
  for (let tries = 0; tries < 100; tries++) {
    const marker = readMarker(folder);
    if (marker) return marker;
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
  }
  return "";
}

function inPlaceCheck(path: string): () => void {
  const opened = statSync(path, { bigint: true });
  return () => {
    const now = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (now === undefined || now.ino !== opened.ino) throw missing(path);
  };
}

function missing(path: string): LedgerError {
  return new LedgerError(
    "missing",
    `The ledger ${path} was in use and is gone, so what was spent is not known.`,
    "Put it back, or run `stepladder doctor --new-ledger` to start anew. No paid call is made until then.",
  );
}

function emptied(path: string): LedgerError {
  return new LedgerError(
    "corrupt",
    `The ledger ${path} was in use and is empty now, so what was spent is not known.`,
    "Put it back, or run `stepladder doctor --new-ledger` to start anew. No paid call is made until then.",
  );
}

function newer(path: string): LedgerError {
  return new LedgerError(
    "newer",
    `The ledger ${path} was written by a newer Stepladder.`,
    "Update Stepladder. No paid call is made until then.",
  );
}
