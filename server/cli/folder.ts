import { realpath, stat } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";

export type Folder =
  | { readonly kind: "folder"; readonly root: string; readonly git: boolean }
  | { readonly kind: "bad-folder"; readonly message: string };

/**
 * The workspace that a command works in, canonical. A folder that was named is taken as it is; else it is the top of the
 * repository around the current folder. Only looks for `.git`: git itself could run what a repository configures.
 */
export async function findFolder(named: string | undefined, cwd: string): Promise<Folder> {
  const asked = resolve(cwd, named ?? ".");
  const kind = await kindOf(asked);
  if (kind === "missing") return { kind: "bad-folder", message: `There is no folder ${asked}. Check the path.` };
  if (kind === "file") return { kind: "bad-folder", message: `${asked} is a file. Name the folder that it is in.` };
  const root = await realpath(asked);
  const top = await repositoryTop(root);
  return { kind: "folder", root: named === undefined ? (top ?? root) : root, git: top !== undefined };
}

async function kindOf(path: string): Promise<"folder" | "file" | "missing"> {
  try {
    return (await stat(path)).isDirectory() ? "folder" : "file";
  } catch {
    // Missing, or not ours to see: for a workspace both mean that it can't be used.
    return "missing";
  }
}

async function repositoryTop(start: string): Promise<string | undefined> {
  for (let folder = start; ; folder = dirname(folder)) {
    if ((await kindOf(join(folder, ".git"))) !== "missing") return folder;
    if (dirname(folder) === folder) return undefined;
  }
}
