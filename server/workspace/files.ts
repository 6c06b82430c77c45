import { createHash } from "node:crypto";
import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync, type Stats } from "node:fs";
import { lstat, open } from "node:fs/promises";
import { diskReason, hasCode } from "./disk-reason.ts";
import { decode } from "./encoding.ts";
import type { FileState, ReadOutcome } from "./ports.ts";

export const readLimitBytes = 2 * 1024 * 1024;

/** `absolute` is canonical: a link in its last place is not followed. Never rejects for what the disk says. */
export async function readTextFile(absolute: string, limit = readLimitBytes): Promise<ReadOutcome> {
  const present = await readPresent(absolute, limit);
  switch (present.kind) {
    case "absent":
      return { kind: "missing" };
    case "folder":
    case "too-large":
    case "failed":
      return present;
    case "file": {
      const decoded = decode(present.bytes);
      if (decoded.kind === "binary") return { kind: "binary", bytes: present.bytes.length };
      const { kind, ...text } = decoded;
      return { kind, file: { ...text, mode: present.mode, hash: present.hash } };
    }
  }
}

/** What stands at a path right now. */
export type Present =
  | { readonly kind: "file"; readonly hash: string; readonly bytes: Uint8Array; readonly mode: number }
  | { readonly kind: "absent" }
  | { readonly kind: "folder" }
  | { readonly kind: "too-large"; readonly bytes: number; readonly limit: number }
  | { readonly kind: "failed"; readonly because: string };

// Without waiting at a pipe that took the file's place between the look and the opening.
const readFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export async function readPresent(absolute: string, limit = Number.POSITIVE_INFINITY): Promise<Present> {
  try {
    const unusual = notAFile(await lstat(absolute), limit);
    if (unusual !== undefined) return unusual;
    const handle = await open(absolute, readFlags);
    try {
      const stat = await handle.stat();
      const bytes = notAFile(stat, limit) ?? (await handle.readFile());
      if (!(bytes instanceof Uint8Array)) return bytes;
      return { kind: "file", hash: hashOf(bytes), bytes, mode: stat.mode & 0o7777 };
    } finally {
      await handle.close();
    }
  } catch (error) {
    return unreadable(error);
  }
}

/** The same at once, for the last look before a change: nothing of this process comes between the look and what follows. */
export function readPresentNow(absolute: string): Present {
  const any = Number.POSITIVE_INFINITY;
  try {
    const unusual = notAFile(lstatSync(absolute), any);
    if (unusual !== undefined) return unusual;
    const descriptor = openSync(absolute, readFlags);
    try {
      const stat = fstatSync(descriptor);
      const bytes = notAFile(stat, any) ?? readFileSync(descriptor);
      if (!(bytes instanceof Uint8Array)) return bytes;
      return { kind: "file", hash: hashOf(bytes), bytes, mode: stat.mode & 0o7777 };
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    return unreadable(error);
  }
}

function unreadable(error: unknown): Present {
  if (hasCode(error, "ENOENT", "ENOTDIR")) return { kind: "absent" };
  return { kind: "failed", because: diskReason(error) };
}

/** SHA-256, hex. */
export function hashOf(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export function sameState(one: FileState, two: FileState): boolean {
  return one.kind === "file" ? two.kind === "file" && one.hash === two.hash : two.kind === "absent";
}

/** Undefined for what is neither a file nor nothing. */
export function stateOf(present: Present): FileState | undefined {
  if (present.kind === "file") return { kind: "file", hash: present.hash };
  return present.kind === "absent" ? present : undefined;
}

function notAFile(stat: Stats, limit: number): Exclude<Present, { kind: "file" }> | undefined {
  if (stat.isDirectory()) return { kind: "folder" };
  if (stat.isSymbolicLink()) {
    return { kind: "failed", because: "There is a symbolic link at this path, and links are not followed." };
  }
  if (!stat.isFile()) return { kind: "failed", because: "This is a device, a pipe or a socket, not a file." };
  return stat.size > limit ? { kind: "too-large", bytes: stat.size, limit } : undefined;
}
