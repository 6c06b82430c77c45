import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readPresent } from "../files.ts";
import { inParallel } from "../in-parallel.ts";
import { type FileStat, isSettled, nowNanoseconds } from "./file-stats.ts";
import { type KeptLog, openKeptLog } from "./kept-log.ts";

/**
 * The contents of one workspace's files as commands found them, shared by all tasks there. A file whose stat is known is not read
 * again, so that only the first command in a workspace is slow.
 */
export interface WatchedContents {
  /** Keeps what is not kept yet, durably, as far as the limit goes. Hashes of what is kept now, by path. */
  keep(stats: ReadonlyMap<string, FileStat>, signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  read: KeptLog["read"];
  /** Whether everything that `keep` returned can still be read. */
  isWhole(): boolean;
  close(): Promise<void>;
}

export interface WatchLimits {
  readonly maxFiles: number;
  readonly maxBytes: number;
  readonly maxFileBytes: number;
}

const seenRecord = z.object({ type: z.literal("seen"), key: z.string(), hash: z.string() });

const portionBytes = 4 * 1024 * 1024;
const portionFiles = 500;

export function openWatchedContents(folder: string, root: string, limits: WatchLimits): WatchedContents {
  const log = openKeptLog(folder);
  const hashes = new Map<string, string>();
  for (const raw of log.records) {
    const record = seenRecord.safeParse(raw);
    if (record.success) hashes.set(record.data.key, record.data.hash);
  }

  const readInto = async (
    paths: readonly string[],
    stats: ReadonlyMap<string, FileStat>,
    kept: Map<string, string>,
  ) => {
    const readAt = nowNanoseconds();
    const files = await inParallel(paths, 16, async (path) => ({ path, present: await readPresent(join(root, path)) }));
    const contents: Uint8Array[] = [];
    const records: object[] = [];
    for (const { path, present } of files) {
      const stat = stats.get(path);
      if (present.kind !== "file" || stat === undefined) continue;
      kept.set(path, present.hash);
      contents.push(present.bytes);
      if (!isSettled(stat, readAt)) continue;
      hashes.set(stat.key, present.hash);
      records.push({ type: "seen", key: stat.key, hash: present.hash });
    }
    await log.append(contents, records);
  };

  return {
    keep: async (stats, signal) => {
      const kept = new Map<string, string>();
      let portion: string[] = [];
      let inPortion = 0;
      let total = 0;
      for (const [path, stat] of stats) {
        total += stat.size;
        if (stat.size > limits.maxFileBytes || total > limits.maxBytes) continue;
        const known = hashes.get(stat.key);
        if (known !== undefined && log.has(known)) {
          kept.set(path, known);
          continue;
        }
        portion.push(path);
        inPortion += stat.size;
        if (inPortion < portionBytes && portion.length < portionFiles) continue;
        if (signal.aborted) return kept;
        await readInto(portion, stats, kept);
        portion = [];
        inPortion = 0;
      }
      await readInto(portion, stats, kept);
      return kept;
    },
    read: log.read,
    isWhole: log.isWhole,
    close: log.close,
  };
}

/**
 * Starts afresh when old contents have piled up to twice what a workspace may take, unless an unfinished command of any task still
 * needs them. The next command reads all files again.
 */
export function forgetWhenTooLarge(folder: string, tasksFolder: string, limits: WatchLimits): void {
  if (openKeptLog(folder).size() <= 2 * limits.maxBytes) return;
  const tasks = readdirSync(tasksFolder);
  const needed = tasks.some((task) => readdirSync(join(tasksFolder, task)).some((name) => name.startsWith("watch-")));
  if (!needed) rmSync(folder, { recursive: true, force: true });
}
