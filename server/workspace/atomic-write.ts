import { randomBytes } from "node:crypto";
import { type FileHandle, link, lstat, open, rename, rmdir, unlink } from "node:fs/promises";
import { basename, dirname, join, relative, sep } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { type Pin, pinParentFolder, recheckBeforeWrite } from "../safety/pinned-folder.ts";
import { diskReason, hasCode } from "./disk-reason.ts";
import { readPresentNow, sameState, stateOf } from "./files.ts";
import { inParallel } from "./in-parallel.ts";
import type { FileState } from "./ports.ts";

export interface Replacement {
  /** Canonical, below `root`, which is canonical too. */
  readonly absolute: string;
  readonly root: string;
  readonly content: Uint8Array | "deleted";
  /** What must stand there at the last moment before the change. */
  readonly expected: FileState;
  /** Undefined: what the system gives new files. */
  readonly mode: number | undefined;
  /** The name of the temporary file, from `temporaryName`. */
  readonly temporary: string;
}

export type Replaced =
  | { readonly kind: "replaced" }
  | { readonly kind: "changed-meanwhile" }
  | { readonly kind: "failed"; readonly because: string };

/** In the same folder as the file, so that renaming never crosses disks. */
export function temporaryName(absolute: string): string {
  return `.${basename(absolute).slice(0, 100)}.${randomBytes(6).toString("hex")}.tmp`;
}

const filesAtOnce = 16;
/** Folder and file stay open for each until the group is done. */
const groupSize = 64;

/** Makes the file hold the content in one step that is whole or absent after a crash at any point, and durable on return. */
export async function replaceFile(request: Replacement): Promise<Replaced> {
  const [replaced] = await replaceFiles([request]);
  return replaced ?? { kind: "failed", because: "Nothing was asked for." };
}

/**
 * The same for several files, each for itself. They wait for the disk together: after one wait the others of a group hardly
 * wait any more.
 */
export async function replaceFiles(requests: readonly Replacement[]): Promise<readonly Replaced[]> {
  const replaced: Replaced[] = [];
  for (let start = 0; start < requests.length; start += groupSize) {
    const group = await inParallel(requests.slice(start, start + groupSize), filesAtOnce, stage);
    for (const step of [syncContent, putStaged, syncFolder, close]) await inParallel(group, filesAtOnce, step);
    replaced.push(...group.map(({ outcome }): Replaced => outcome ?? { kind: "replaced" }));
  }
  return replaced;
}

/** A replacement on its way. Once `outcome` is set it has ended, and its temporary file is gone. */
interface Staged {
  readonly request: Replacement;
  readonly pin: Extract<Pin, { kind: "pinned" }> | undefined;
  readonly target: string;
  readonly temporary: string;
  content: FileHandle | undefined;
  outcome: Exclude<Replaced, { kind: "replaced" }> | undefined;
}

async function stage(request: Replacement): Promise<Staged> {
  const pin = await pinParentFolder(request.absolute, request.root, request.content !== "deleted");
  if (pin.kind === "unsafe") {
    const outcome = { kind: "failed", because: pin.because } as const;
    return { request, pin: undefined, target: "", temporary: "", content: undefined, outcome };
  }
  const target = join(pin.folder, basename(request.absolute));
  const temporary = join(pin.folder, request.temporary);
  const staged: Staged = { request, pin, target, temporary, content: undefined, outcome: undefined };
  return guarded(staged, async () => {
    const { content, mode } = request;
    if (content === "deleted") return;
    staged.content = await open(temporary, "wx", mode === undefined ? 0o666 : 0o600);
    await staged.content.writeFile(content);
    if (mode !== undefined) await staged.content.chmod(mode & 0o7777);
  });
}

function syncContent(staged: Staged): Promise<Staged> {
  return guarded(staged, async () => {
    await staged.content?.sync();
    await staged.content?.close();
    staged.content = undefined;
  });
}

function putStaged(staged: Staged): Promise<Staged> {
  return guarded(staged, async () => {
    const { request, target, temporary } = staged;
    const present = stateOf(readPresentNow(target));
    if (present === undefined || !sameState(present, request.expected)) {
      await removeQuietly(temporary);
      staged.outcome = { kind: "changed-meanwhile" };
    } else if (request.content !== "deleted") await putInPlace(temporary, target, request.expected);
    else if (present.kind === "file") await unlink(target);
  });
}

function syncFolder(staged: Staged): Promise<Staged> {
  return guarded(staged, async () => staged.pin?.sync());
}

async function close(staged: Staged): Promise<Staged> {
  await staged.pin?.close();
  return staged;
}

/** Does the next step of what has not ended yet; a failure ends it and leaves nothing half-written. */
async function guarded(staged: Staged, step: () => Promise<unknown>): Promise<Staged> {
  if (staged.outcome !== undefined) return staged;
  try {
    await step();
  } catch (error) {
    await staged.content?.close().catch((unclosed: unknown) => diskReason(unclosed));
    staged.content = undefined;
    await removeQuietly(staged.temporary);
    staged.outcome = hasCode(error, "EEXIST")
      ? { kind: "changed-meanwhile" }
      : { kind: "failed", because: diskReason(error) };
  }
  return staged;
}

/** Where nothing is expected a hard link does what a rename can't: it fails when something has appeared there. */
async function putInPlace(temporary: string, target: string, expected: FileState): Promise<void> {
  if (expected.kind === "absent") {
    try {
      await link(temporary, target);
      await unlink(temporary);
      return;
    } catch (error) {
      // Some disks have no hard links; there a rename is the best there is.
      if (!hasCode(error, "EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EISDIR", "EACCES")) throw error;
    }
  }
  await renamePatiently(temporary, target);
}

/** Windows refuses to replace a file for as long as a virus scanner or an editor looks at it. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (const pause of [10, 40, 160, 0]) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (pause === 0 || !hasCode(error, "EPERM", "EACCES", "EBUSY")) throw error;
      await wait(pause);
    }
  }
}

export async function removeQuietly(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    // It may be gone already, and what failed before is the better thing to report.
    diskReason(error);
  });
}

/** Folders on the way to a file that are not there yet, outermost first, relative to the root. */
export async function missingFolders(absolute: string, root: string): Promise<readonly string[]> {
  const missing: string[] = [];
  for (let folder = dirname(absolute); folder !== root && folder !== dirname(folder); folder = dirname(folder)) {
    const there = await lstat(folder).catch((error: unknown) => diskReason(error));
    if (typeof there !== "string") break;
    missing.unshift(relative(root, folder).split(sep).join("/"));
  }
  return missing;
}

/** `folders` come outermost first. One that is not empty stays, and so does one that is a link now, or lies behind one. */
export async function removeEmptyFolders(root: string, folders: readonly string[]): Promise<void> {
  for (const folder of folders.toReversed()) {
    const absolute = join(root, folder);
    if ((await recheckBeforeWrite(absolute, root)).kind === "unsafe") continue;
    await rmdir(absolute).catch((error: unknown) => {
      // Not empty or gone already: then it is not ours to remove.
      diskReason(error);
    });
  }
}
