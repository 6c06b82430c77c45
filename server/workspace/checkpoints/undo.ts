import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { UndoResult } from "../../agent/agent.ts";
import { removeQuietly } from "../atomic-write.ts";
import { readPresent } from "../files.ts";
import type { FileState, UndoOptions } from "../ports.ts";
import { statFiles } from "./file-stats.ts";
import { type KeptLog, openKeptLog } from "./kept-log.ts";
import { type PendingWatch, readPending } from "./pending-watch.ts";
import { restoreWrites } from "./restore.ts";
import { rootOf, type TaskLog } from "./task-log.ts";

type Conflict = { readonly path: string; readonly keptAt: string };

/** Takes a task's writes back. It can be repeated and interrupted at will: what is back already is left as it is. */
export async function undoTask(log: TaskLog, { paths, wholly = false }: UndoOptions = {}): Promise<UndoResult> {
  if (rootOf(log) !== log.root) return { kind: "no-such-task" };
  await removeTemporaries(log);
  if (wholly) {
    const conflicts = await unfinishedChanges(log);
    if (conflicts.length > 0) return { kind: "partly", restored: [], conflicts };
  }
  const chosen = paths === undefined ? undefined : new Set(paths);
  const unfinished = chosen === undefined ? await undoUnfinishedWatches(log) : [];
  const { restored, kept } = await restoreWrites(log, ({ path }) => chosen?.has(path) ?? true, wholly);
  const conflicts: Conflict[] = [];
  for (const { path, before } of kept) conflicts.push({ path, keptAt: await exportKept(log, log.read, path, before) });
  const all = [...conflicts, ...unfinished.filter((one) => !conflicts.some((known) => known.path === one.path))];
  if (all.length > 0) return { kind: "partly", restored, conflicts: all };
  return restored.length > 0 ? { kind: "undone", restored } : { kind: "nothing-to-undo" };
}

/** A process that dies between making a temporary file and renaming it leaves it behind. */
async function removeTemporaries(log: TaskLog): Promise<void> {
  for (const record of log.records()) {
    if (record.type !== "write" && record.type !== "restore") continue;
    if (record.temporary !== undefined) await removeQuietly(join(log.root, dirname(record.path), record.temporary));
  }
}

/**
 * A command was running when the process died. Which of the changes since then are the command's and which are the user's, nobody can
 * tell, so they are left alone, and what the command found is put where the user can fetch it.
 */
async function undoUnfinishedWatches(log: TaskLog): Promise<readonly Conflict[]> {
  const conflicts = await unfinishedChanges(log);
  for (const { file } of await readPending(log.folder)) await removeQuietly(file);
  return conflicts;
}

async function unfinishedChanges(log: TaskLog): Promise<readonly Conflict[]> {
  const conflicts: Conflict[] = [];
  for (const { watch } of await readPending(log.folder)) {
    const contents = openKeptLog(watch.contents);
    for (const { path, hash } of await changedSince(log.root, watch)) {
      conflicts.push({ path, keptAt: await exportKept(log, contents.read, path, { kind: "file", hash }) });
    }
  }
  return conflicts;
}

async function changedSince(root: string, watch: PendingWatch): Promise<PendingWatch["files"]> {
  const stats = await statFiles(
    root,
    watch.files.map((file) => file.path),
  );
  const changed: PendingWatch["files"] = [];
  for (const file of watch.files) {
    if (stats.get(file.path)?.key === file.key) continue;
    const present = await readPresent(join(root, file.path));
    if (present.kind !== "file" || present.hash !== file.hash) changed.push(file);
  }
  return changed;
}

/** The file with the kept contents, or the task's folder when there was nothing to keep. */
async function exportKept(log: TaskLog, read: KeptLog["read"], path: string, state: FileState): Promise<string> {
  const content = state.kind === "file" ? await read(state.hash) : undefined;
  if (content === undefined) return log.folder;
  const file = join(log.folder, "kept", path);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: 0o600 });
  return file;
}
