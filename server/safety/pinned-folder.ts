import { constants } from "node:fs";
import { type FileHandle, lstat, mkdir, open } from "node:fs/promises";
import { isWithin } from "../platform/executables.ts";
import { currentPlatform, type Platform } from "../platform/platform.ts";

export type Recheck = { readonly kind: "safe" } | { readonly kind: "unsafe"; readonly because: string };

/**
 * Looks again, at the moment of writing, at every component from the root down: each must be a real folder and the last one a file or
 * nothing. `absolute` and `root` are canonical, from the path guard. This alone leaves the instant between look and write open; a writer
 * should work inside `pinParentFolder`.
 */
export async function recheckBeforeWrite(absolute: string, root: string): Promise<Recheck> {
  const platform = currentPlatform();
  const steps = stepsBetween(absolute, root, platform);
  if (steps === undefined) return unsafe(absolute, "it is not below the workspace");
  let current = root;
  for (const [index, step] of ["", ...steps].entries()) {
    current = step === "" ? current : platform.path.join(current, step);
    const stat = await lstat(current).catch((error: NodeJS.ErrnoException) => error);
    if (stat instanceof Error) {
      return stat.code === "ENOENT" ? { kind: "safe" } : unsafe(current, `it can't be looked at (${stat.code})`);
    }
    if (stat.isSymbolicLink()) return unsafe(current, "it has become a link");
    const isLast = index === steps.length;
    if (isLast ? !stat.isFile() && !stat.isDirectory() : !stat.isDirectory())
      return unsafe(current, "it is no longer what it was");
  }
  return { kind: "safe" };
}

export type Pin =
  | {
      readonly kind: "pinned";
      /** The parent folder, for joining file names to. On Linux it goes through an open handle and can't be swapped for another folder. */
      readonly folder: string;
      /** Makes a finished rename durable, as far as the platform can. */
      sync(): Promise<void>;
      close(): Promise<void>;
    }
  | { readonly kind: "unsafe"; readonly because: string };

/**
 * Opens the folder of a file step by step without following links, making missing folders when `create` is set. Until `close`, files that
 * are made, renamed and removed under `folder` stay inside the root on Linux, whatever is renamed or linked meanwhile; elsewhere the
 * components are checked again, which narrows the gap to an instant.
 */
export async function pinParentFolder(
  absolute: string,
  root: string,
  create: boolean,
  platform: Platform = currentPlatform(),
): Promise<Pin> {
  const steps = stepsBetween(absolute, root, platform);
  if (steps === undefined || steps.length === 0) return unsafe(absolute, "it is not below the workspace");
  const folders = steps.slice(0, -1);
  if (platform.handlePath(0) === undefined) return checkedFolder(absolute, root, folders, create, platform);
  return descend(root, folders, create, platform);
}

const folderFlags = constants.O_RDONLY | (constants.O_DIRECTORY ?? 0) | (constants.O_NOFOLLOW ?? 0);

async function descend(root: string, folders: readonly string[], create: boolean, platform: Platform): Promise<Pin> {
  let handle: FileHandle | undefined;
  let shown = root;
  try {
    handle = await open(root, folderFlags);
    for (const folder of folders) {
      const inHandle = platform.path.join(platform.handlePath(handle.fd) ?? shown, folder);
      shown = platform.path.join(shown, folder);
      const next = await openFolder(inHandle, create);
      await handle.close();
      handle = next;
    }
    const pinned = handle;
    const folder = platform.handlePath(pinned.fd) ?? shown;
    return { kind: "pinned", folder, sync: () => pinned.sync(), close: () => pinned.close() };
  } catch (error) {
    await handle?.close();
    return unsafe(shown, reasonOf(error));
  }
}

async function openFolder(folder: string, create: boolean): Promise<FileHandle> {
  try {
    return await open(folder, folderFlags);
  } catch (error) {
    if (!create || (error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    await mkdir(folder).catch(ignoreExisting);
    return open(folder, folderFlags);
  }
}

async function checkedFolder(
  absolute: string,
  root: string,
  folders: readonly string[],
  create: boolean,
  platform: Platform,
): Promise<Pin> {
  let folder = root;
  try {
    for (const step of folders) {
      folder = platform.path.join(folder, step);
      if (create) await mkdir(folder).catch(ignoreExisting);
      if (!(await lstat(folder)).isDirectory()) return unsafe(folder, "it is not a folder, or has become a link");
    }
  } catch (error) {
    return unsafe(folder, reasonOf(error));
  }
  const recheck = await recheckBeforeWrite(absolute, root);
  if (recheck.kind === "unsafe") return recheck;
  // Folders can't be opened for syncing on Windows, and macOS makes renames durable with the file's own sync.
  return { kind: "pinned", folder, sync: async () => undefined, close: async () => undefined };
}

function stepsBetween(absolute: string, root: string, platform: Platform): readonly string[] | undefined {
  if (!isWithin(platform, root, absolute)) return undefined;
  return platform.path.relative(root, absolute).split(platform.path.sep).filter(Boolean);
}

function ignoreExisting(error: NodeJS.ErrnoException): void {
  if (error.code !== "EEXIST") throw error;
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ELOOP" || code === "ENOTDIR") return "it is not a folder, or has become a link";
  return code === "ENOENT" ? "its folder does not exist" : `it can't be opened (${code ?? "unknown error"})`;
}

function unsafe(path: string, because: string): { readonly kind: "unsafe"; readonly because: string } {
  return { kind: "unsafe", because: `${path} was not written: ${because}.` };
}
