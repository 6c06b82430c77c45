import { type BigIntStats, lstatSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as breathe } from "node:timers/promises";
import { hasCode } from "../disk-reason.ts";

export interface FileStat {
  /** Changes whenever the file does, but for changes within the clock's coarseness. */
  readonly key: string;
  /** Device and inode: the same after a rename. */
  readonly identity: string;
  readonly size: number;
  readonly mode: number;
  /** Nanoseconds since 1970: the last change of contents or name, which no program can set back. */
  readonly changedAt: bigint;
  readonly createdAt: bigint;
}

/** Disks may count time in steps of two seconds; a stat younger than this says nothing about what comes next. */
const coarseNanoseconds = 2_000_000_000n;

/** Whether a file that still has this stat can't have changed since the time. */
export function isSettled(stat: FileStat, since: bigint): boolean {
  return stat.changedAt + coarseNanoseconds < since;
}

export function nowNanoseconds(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}

/** Regular files only; anything else is left out. Asking one by one is much quicker than by promises; between portions others get their turn. */
export async function statFiles(root: string, paths: Iterable<string>): Promise<ReadonlyMap<string, FileStat>> {
  const stats = new Map<string, FileStat>();
  let portion = 0;
  for (const path of paths) {
    const stat = statFile(join(root, path));
    if (stat !== undefined) stats.set(path, stat);
    if (++portion % 500 === 0) await breathe();
  }
  return stats;
}

/** Nanoseconds since 1970; undefined when there is no such folder. */
export function folderCreatedAt(absolute: string): bigint | undefined {
  const stat = look(absolute);
  return stat?.isDirectory() ? createdAt(stat) : undefined;
}

function statFile(absolute: string): FileStat | undefined {
  const stat = look(absolute);
  if (!stat?.isFile()) return undefined;
  return {
    key: `${stat.dev}:${stat.ino}:${stat.size}:${stat.mtimeNs}:${stat.ctimeNs}`,
    identity: `${stat.dev}:${stat.ino}`,
    size: Number(stat.size),
    mode: Number(stat.mode) & 0o7777,
    changedAt: stat.ctimeNs,
    createdAt: createdAt(stat),
  };
}

function createdAt(stat: BigIntStats): bigint {
  return stat.birthtimeNs > 0n ? stat.birthtimeNs : stat.ctimeNs;
}

function look(absolute: string): BigIntStats | undefined {
  try {
    return lstatSync(absolute, { bigint: true });
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR", "EACCES", "ELOOP", "EPERM")) return undefined;
    throw error;
  }
}
