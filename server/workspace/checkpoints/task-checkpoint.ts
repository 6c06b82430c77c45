import { relative, sep } from "node:path";
import { diskReason } from "../disk-reason.ts";
import { hashOf, readPresent } from "../files.ts";
import { inParallel, oneAtATime } from "../in-parallel.ts";
import type { CommandWatch, FileState, ListFiles, TaskCheckpoint } from "../ports.ts";
import { netChanges } from "./changes.ts";
import { onDisk } from "./checkpoint-error.ts";
import { startWatch } from "./command-watch.ts";
import { belongsTo, liveWrites } from "./journal.ts";
import { restoreWrites } from "./restore.ts";
import type { TaskLog } from "./task-log.ts";
import type { WatchedContents, WatchLimits } from "./watched-contents.ts";

export interface TaskParts {
  readonly log: TaskLog;
  readonly limits: WatchLimits;
  readonly list: ListFiles;
  /** Our own data. */
  readonly data: string;
  readonly contentsFolder: string;
  readonly openContents: () => WatchedContents;
  /** Why nothing may be kept, and so nothing written, in this root. */
  readonly unarmed: string | undefined;
  readonly end: () => Promise<void>;
}

const unwatched: CommandWatch = { finish: async () => ({ changed: [], complete: false }) };

/** All that changes files happens one after the other, so that two tool calls on one file never meet in the middle. */
export function createTaskCheckpoint(parts: TaskParts, write: WriteFile): TaskCheckpoint {
  const { log } = parts;
  const inTurn = oneAtATime();
  let contents: WatchedContents | undefined;
  return {
    unarmed: parts.unarmed,
    write: (attempt, absolute, content, expected, mode) =>
      inTurn(async () => {
        if (parts.unarmed !== undefined) return { kind: "failed", because: parts.unarmed };
        return write(log, { attempt, absolute, content, expected, mode });
      }),
    keepAll: (absolutes) => inTurn(() => keepAll(parts, absolutes)),
    beforeCommand: (attempt, signal) =>
      inTurn(() =>
        onDisk("The files could not be kept, so the command must not run.", async () => {
          if (parts.unarmed !== undefined) return unwatched;
          for (;;) {
            if (contents?.isWhole() !== true) contents = await reopen(parts, contents);
            const watch = await startWatch({ ...parts, contents, excluded: parts.data }, attempt, signal);
            // Another process may have made room just before this watch was there to stop it.
            if (contents.isWhole()) return { finish: () => inTurn(() => finish(watch)) };
            await watch.discard();
          }
        }),
      ),
    rollBack: (attempt) =>
      inTurn(() =>
        onDisk("The attempt could not be rolled back. Run undo for this task later.", async () => {
          const result = await restoreWrites(log, belongsTo(attempt));
          return { restored: result.restored, kept: result.kept.map((one) => one.path) };
        }),
      ),
    changes: (attempt) => netChanges(log.records(), attempt),
    contents: (state) => contentsOf(log, state),
    end: () =>
      inTurn(async () => {
        if (log.records().length > 0) await parts.end();
        await log.close();
        await contents?.close();
        contents = undefined;
      }),
  };
}

type WriteFile = typeof import("./write-file.ts").writeFileKept;

function finish(watch: CommandWatch): ReturnType<CommandWatch["finish"]> {
  return onDisk("What the command changed could not be recorded. Run undo for this task later.", () => watch.finish());
}

async function reopen(parts: TaskParts, old: WatchedContents | undefined): Promise<WatchedContents> {
  await old?.close();
  return parts.openContents();
}

async function keepAll(parts: TaskParts, absolutes: readonly string[]): Promise<void> {
  if (parts.unarmed !== undefined) return;
  const files = await inParallel(absolutes, 16, (absolute) => readPresent(absolute));
  const contents = files.flatMap((file) => (file.kind === "file" ? [file.bytes] : []));
  if (contents.length === 0) return;
  try {
    await parts.log.append(contents, []);
  } catch (error) {
    // Each write keeps what it changes by itself, and says so when it can't.
    diskReason(error);
  }
}

/** What we wrote ourselves is not kept twice: it is read from the file for as long as it stands there. */
async function contentsOf(log: TaskLog, state: FileState): Promise<Uint8Array | undefined> {
  if (state.kind === "absent") return undefined;
  const kept = await log.read(state.hash);
  if (kept !== undefined) return kept;
  for (const write of liveWrites(log.records())) {
    if (write.after.kind !== "file" || write.after.hash !== state.hash) continue;
    const present = await readPresent(`${log.root}${sep}${write.path}`);
    if (present.kind === "file" && hashOf(present.bytes) === state.hash) return present.bytes;
  }
  return undefined;
}

/** Inside the root, segment by segment. */
export function isInside(root: string, absolute: string): boolean {
  const path = relative(root, absolute);
  return path !== "" && path !== ".." && !path.startsWith(`..${sep}`);
}
