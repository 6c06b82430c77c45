import { join, relative, sep } from "node:path";
import { recheckBeforeWrite } from "../../safety/pinned-folder.ts";
import { removeQuietly } from "../atomic-write.ts";
import { readPresent, stateOf } from "../files.ts";
import { inParallel } from "../in-parallel.ts";
import type { CommandWatch, FileState, ListFiles } from "../ports.ts";
import { type FileStat, folderCreatedAt, isSettled, nowNanoseconds, statFiles } from "./file-stats.ts";
import { liveWrites, type Write } from "./journal.ts";
import { savePending } from "./pending-watch.ts";
import type { TaskLog } from "./task-log.ts";
import type { WatchedContents, WatchLimits } from "./watched-contents.ts";

export interface WatchParts {
  readonly log: TaskLog;
  readonly contents: WatchedContents;
  readonly contentsFolder: string;
  readonly limits: WatchLimits;
  readonly list: ListFiles;
  /** Our own data, in case it lies inside the workspace. */
  readonly excluded: string;
}

interface Before {
  readonly stats: ReadonlyMap<string, FileStat>;
  readonly truncated: boolean;
  /** Of the files that are kept. */
  readonly hashes: ReadonlyMap<string, string>;
  readonly identities: ReadonlySet<string>;
  /** All folders that held a file. */
  readonly folders: ReadonlySet<string>;
  readonly startedAt: bigint;
  /** Ids of the writes that were live already. */
  readonly known: ReadonlySet<string>;
}

export interface StartedWatch extends CommandWatch {
  /** As if it had never been started. */
  discard(): Promise<void>;
}

/** Rejects when the disk says no: then the command must not run. */
export async function startWatch(parts: WatchParts, attempt: string, signal: AbortSignal): Promise<StartedWatch> {
  const { log } = parts;
  const listed = await listPaths(parts, signal);
  const stats = await statFiles(log.root, listed.paths);
  const startedAt = nowNanoseconds();
  const hashes = await parts.contents.keep(stats, signal);
  await log.append([], []);
  const files = [...hashes].flatMap(([path, hash]) => {
    const stat = stats.get(path);
    return stat === undefined ? [] : [{ path, hash, key: stat.key, mode: stat.mode }];
  });
  const pending = await savePending(log.folder, log.newId(), { attempt, contents: parts.contentsFolder, files });
  const before: Before = {
    stats,
    truncated: listed.truncated,
    hashes,
    identities: new Set([...stats.values()].map((stat) => stat.identity)),
    folders: new Set([...stats.keys()].flatMap(foldersOf)),
    startedAt,
    known: new Set(liveWrites(log.records()).map((write) => write.id)),
  };
  return {
    finish: async () => {
      const result = await finishWatch(parts, attempt, before);
      await removeQuietly(pending);
      return result;
    },
    discard: () => removeQuietly(pending),
  };
}

async function listPaths(parts: WatchParts, signal: AbortSignal) {
  const { log, limits, list } = parts;
  const listed = await list(log.root, log.root, limits.maxFiles, signal);
  const ours = relative(log.root, parts.excluded).split(sep).join("/");
  const paths = listed.files.filter((path) => path !== ours && !path.startsWith(`${ours}/`));
  return { paths, truncated: listed.truncated };
}

async function finishWatch(parts: WatchParts, attempt: string, before: Before) {
  const { log } = parts;
  const listed = await listPaths(parts, new AbortController().signal);
  const paths = new Set([...before.stats.keys(), ...listed.paths]);
  const present = await statFiles(log.root, paths);
  const suspects = [...paths].filter((path) =>
    mayHaveChanged(before.stats.get(path), present.get(path), before.startedAt),
  );
  const found = await inParallel(suspects, 16, (path) => examine(parts, attempt, path, before, present.get(path)));
  const writes = found.flatMap((one) => (typeof one === "object" ? [one] : []));
  await journal(parts, writes);
  const complete = !before.truncated && !listed.truncated && !found.includes("unknown");
  return { changed: writes.map(({ path, before: old, after: now }) => ({ path, before: old, after: now })), complete };
}

function mayHaveChanged(before: FileStat | undefined, now: FileStat | undefined, since: bigint): boolean {
  return before === undefined || now === undefined || before.key !== now.key || !isSettled(now, since);
}

/** The command's write of one file, `unchanged`, or `unknown` when it changed and can't be put back. */
async function examine(
  parts: WatchParts,
  attempt: string,
  path: string,
  before: Before,
  stat: FileStat | undefined,
): Promise<Write | "unchanged" | "unknown"> {
  const { log, limits } = parts;
  const old = before.stats.get(path);
  if (old === undefined && !isNew(stat, before)) return "unchanged";
  if (stat !== undefined && stat.size > limits.maxFileBytes) return old?.key === stat.key ? "unchanged" : "unknown";
  const absolute = join(log.root, path);
  if ((await recheckBeforeWrite(absolute, log.root)).kind === "unsafe") return "unknown";
  const now = await readPresent(absolute, limits.maxFileBytes);
  const after = stateOf(now);
  const from = stateBefore(log, path, before);
  if (from === undefined) return old?.key === stat?.key ? "unchanged" : "unknown";
  if (after === undefined) return "unknown";
  const modes = {
    ...(old === undefined ? {} : { modeBefore: old.mode }),
    ...(now.kind === "file" ? { modeAfter: now.mode } : {}),
  };
  const same = from.kind === "file" ? after.kind === "file" && after.hash === from.hash : after.kind === "absent";
  if (same && (after.kind === "absent" || modes.modeBefore === modes.modeAfter)) return "unchanged";
  const folders = from.kind === "absent" ? newFolders(log.root, path, before) : [];
  return { type: "write", id: log.newId(), attempt, path, before: from, after, folders, ...modes };
}

/** What was there before the command, or what the task itself wrote while it ran. Undefined when that was not kept. */
function stateBefore(log: TaskLog, path: string, before: Before): FileState | undefined {
  const meanwhile = liveWrites(log.records()).findLast((write) => write.path === path && !before.known.has(write.id));
  if (meanwhile !== undefined) return meanwhile.after;
  const hash = before.hashes.get(path);
  if (hash !== undefined) return { kind: "file", hash };
  return before.stats.has(path) ? undefined : { kind: "absent" };
}

/** A file that was ignored before, or beyond the limits, is not new only because it is listed now: taking it back would delete it. */
function isNew(stat: FileStat | undefined, before: Before): boolean {
  if (stat === undefined || before.truncated) return false;
  return stat.createdAt >= before.startedAt - clockSlack || before.identities.has(stat.identity);
}

/** File times are taken from a clock that may lag behind ours by a tick. */
const clockSlack = 20_000_000n;

/** Folders that the command made, outermost first; only empty ones are ever removed. */
function newFolders(root: string, path: string, before: Before): string[] {
  return foldersOf(path)
    .filter((folder) => !before.folders.has(folder))
    .filter((folder) => (folderCreatedAt(join(root, folder)) ?? 0n) >= before.startedAt - clockSlack);
}

/** Outermost first. */
function foldersOf(path: string): string[] {
  const names = path.split("/").slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

async function journal(parts: WatchParts, writes: readonly Write[]): Promise<void> {
  if (writes.length === 0) return;
  const contents = await inParallel(writes, 16, async ({ before }) =>
    before.kind === "file" ? parts.contents.read(before.hash) : undefined,
  );
  await parts.log.append(
    contents.filter((content) => content !== undefined),
    writes,
  );
}
