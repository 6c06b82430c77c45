import { createHash } from "node:crypto";
import { readdirSync, realpathSync, statSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { onDisk } from "./checkpoints/checkpoint-error.ts";
import { beforeTask, changedByTask } from "./checkpoints/task-changes.ts";
import { createTaskCheckpoint, isInside } from "./checkpoints/task-checkpoint.ts";
import { openTaskLog, rootOf, type TaskLog } from "./checkpoints/task-log.ts";
import { undoTask } from "./checkpoints/undo.ts";
import { forgetWhenTooLarge, openWatchedContents, type WatchLimits } from "./checkpoints/watched-contents.ts";
import { writeFileKept } from "./checkpoints/write-file.ts";
import { diskReason, hasCode } from "./disk-reason.ts";
import { listForKeeping } from "./list-files.ts";
import type { Checkpoints, ListFiles } from "./ports.ts";

export interface CheckpointOptions {
  /** Our own data folder; everything is kept below `checkpoints` in it. */
  readonly data: string;
  readonly home?: string;
  readonly limits?: Partial<WatchLimits>;
  /** How the files that a command could change are found. */
  readonly list?: ListFiles;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
}

const defaultLimits: WatchLimits = {
  maxFiles: 20_000,
  maxBytes: 256 * 1024 * 1024,
  maxFileBytes: 4 * 1024 * 1024,
};

const endedMark = "ended";

/**
 * Kept contents and journals of all tasks, in a store of our own. The user's repository is never asked and never touched.
 *
 *     checkpoints/tasks/TASK/     journal and kept contents, unfinished watches, `kept/` for what undo left alone
 *     checkpoints/contents/ROOT/  what commands found, shared by the tasks of one workspace
 */
export function createCheckpoints(options: CheckpointOptions): Checkpoints {
  const { data, home = homedir(), clock = Date.now, list = listForKeeping } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const tasks = join(data, "checkpoints", "tasks");
  const folderOf = (task: string) => join(tasks, folderName(task));
  const markEnded = (folder: string) =>
    writeFile(join(folder, endedMark), `${clock()}\n`, { mode: 0o600 }).catch((error: unknown) => {
      // Without the mark the contents are only kept for longer.
      diskReason(error);
    });
  const inLog = async <T>(task: string, root: string, look: (log: TaskLog) => Promise<T>): Promise<T | undefined> => {
    if (!namesIn(tasks).includes(folderName(task))) return undefined;
    const log = openTaskLog(folderOf(task), root);
    return rootOf(log) === root ? look(log) : undefined;
  };
  return {
    open(task, root) {
      const folder = folderOf(task);
      const contentsFolder = join(data, "checkpoints", "contents", shortHash(root));
      return createTaskCheckpoint(
        {
          log: openTaskLog(folder, root),
          limits,
          list,
          data,
          contentsFolder,
          openContents: () => {
            forgetWhenTooLarge(contentsFolder, tasks, limits);
            return openWatchedContents(contentsFolder, root, limits);
          },
          unarmed: whyUnarmed(root, home),
          end: () => markEnded(folder),
        },
        writeFileKept,
      );
    },
    async undo(task, root, how) {
      const folder = folderOf(task);
      if (!namesIn(tasks).includes(folderName(task))) return { kind: "no-such-task" };
      const log = openTaskLog(folder, root);
      try {
        const result = await onDisk("The task could not be undone; nothing is lost.", () => undoTask(log, how));
        if (result.kind !== "no-such-task" && how === undefined) await markEnded(folder);
        return result;
      } finally {
        await log.close();
      }
    },
    changes: (task, root) => inLog(task, root, changedByTask),
    before: (task, root, path) => inLog(task, root, (log) => beforeTask(log, path)),
    async prune(keepDays) {
      const oldest = clock() - keepDays * 24 * 60 * 60 * 1000;
      const old = namesIn(tasks).filter((name) => endedBefore(join(tasks, name, endedMark), oldest));
      for (const name of old) await rm(join(tasks, name), { recursive: true, force: true });
      return old;
    },
  };
}

/** A task's id is ours and usually a good name; anything else becomes one. */
function folderName(task: string): string {
  return /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(task) ? task : shortHash(task);
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

/** In such folders a slip would cost everything that the user has. */
function whyUnarmed(root: string, home: string): string | undefined {
  const homes = [home, canonical(home)];
  const tooWide = root === dirname(root) || homes.some((one) => root === one || isInside(root, one));
  return tooWide
    ? `${root} is not a project folder, so nothing is changed there. Start in the folder of one project.`
    : undefined;
}

function canonical(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return folder;
    throw error;
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return [];
    throw error;
  }
}

function endedBefore(mark: string, oldest: number): boolean {
  try {
    return statSync(mark).mtimeMs < oldest;
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw error;
  }
}
