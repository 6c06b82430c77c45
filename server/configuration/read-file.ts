import { constants, type Stats } from "node:fs";
import { lstat, open, realpath, stat } from "node:fs/promises";
import path from "node:path";

export type FileRead =
  | { readonly kind: "text"; readonly text: string; readonly modified: Date }
  | { readonly kind: "absent" }
  /** `because` is a sentence that ends in the next step. */
  | { readonly kind: "refused"; readonly because: string };

/** Far above any configuration. */
export const largestFile = 1024 * 1024;

/**
 * Reads the user's own file. It decides where prompts, keys and money go, so it is refused when someone else could have
 * written it. `user` is the numeric id of this process's user, undefined on systems that have none.
 */
export async function readConfigurationFile(file: string, user: number | undefined): Promise<FileRead> {
  try {
    return await read(file, user);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unknown error";
    if (code === "ENOENT") return (await isLink(file)) ? refused(brokenLink) : { kind: "absent" };
    return refused(`The file can't be read (${code}); check that it is yours and that its folder is one.`);
  }
}

const brokenLink = "This is a link to a file that is not there; restore that file or remove the link.";

/** A link that leads nowhere is no absent file: its user has set budgets somewhere. */
async function isLink(file: string): Promise<boolean> {
  const facts = await lstat(file).catch(() => undefined);
  return facts?.isSymbolicLink() ?? false;
}

async function read(file: string, user: number | undefined): Promise<FileRead> {
  const real = await realpath(file);
  const folders = new Set([path.dirname(file), path.dirname(real)]);
  for (const folder of folders) {
    const because = user === undefined ? undefined : mistrust(folder, await stat(folder), user);
    if (because !== undefined) return refused(because);
  }
  const handle = await open(real, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const facts = await handle.stat();
    if (!facts.isFile()) return refused("This is not a file; remove it and write a file of that name.");
    const because = user === undefined ? undefined : mistrust(real, facts, user);
    if (because !== undefined) return refused(because);
    if (facts.size > largestFile) return refused("The file is larger than 1 MiB; a configuration needs a few lines.");
    return decode(await handle.readFile(), facts.mtime);
  } finally {
    await handle.close();
  }
}

/** A group of the same number as the owner is by convention the owner's alone. */
function mistrust(place: string, { mode, uid, gid }: Stats, user: number): string | undefined {
  if (uid !== user && uid !== 0)
    return `${place} belongs to another user; write your own file in a folder of your own.`;
  const others = (mode & 0o002) !== 0;
  const group = (mode & 0o020) !== 0 && gid !== uid;
  if (!others && !group) return undefined;
  return `Other users may write ${place}, and it decides where keys and money go; run: chmod go-w '${place.replaceAll("'", "'\\''")}'`;
}

function decode(bytes: Uint8Array, modified: Date): FileRead {
  try {
    return { kind: "text", text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), modified };
  } catch {
    // The decoder says only that the bytes are not UTF-8, which is what the user has to know.
    return refused("The file is not UTF-8 text; save it as UTF-8.");
  }
}

function refused(because: string): FileRead {
  return { kind: "refused", because };
}
