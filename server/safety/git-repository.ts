import { lstat, readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isHarmlessGitConfig } from "./git-hardening.ts";
import { indexHoldsSubmodules } from "./git-index.ts";

/**
 * Why git must not look at the repository around a folder unasked, or `undefined` when its configuration can't start a program. The
 * repository is found as git finds it: the nearest `.git` upwards, or a folder that itself looks like a bare repository.
 */
export async function unsafeRepositoryBecause(folder: string): Promise<string | undefined> {
  for (let current = folder; ; current = dirname(current)) {
    const git = await lstat(join(current, ".git")).catch(() => undefined);
    if (git !== undefined)
      return git.isDirectory() ? inspect(join(current, ".git"), current) : "the repository's data lies elsewhere";
    if (await looksBare(current)) return "the folder looks like a bare repository";
    if (dirname(current) === current) return undefined;
  }
}

async function inspect(gitFolder: string, workTree: string): Promise<string | undefined> {
  if (await exists(join(gitFolder, "commondir"))) return "the repository's data lies elsewhere";
  if (await exists(join(gitFolder, "config.worktree"))) return "the repository has a second configuration";
  const config = await readFile(join(gitFolder, "config"), "utf8").catch((error: NodeJS.ErrnoException) =>
    error.code === "ENOENT" ? "" : undefined,
  );
  if (config === undefined) return "the repository's configuration can't be read";
  if (!isHarmlessGitConfig(config)) return "the repository's configuration holds settings that can start programs";
  return submodulesBecause(gitFolder, workTree);
}

/** Submodules have a configuration of their own. Hardened git leaves them alone, unless `.gitmodules` says otherwise. */
async function submodulesBecause(gitFolder: string, workTree: string): Promise<string | undefined> {
  const modules = await contentsOf(join(workTree, ".gitmodules"));
  if (modules !== undefined) {
    return /ignore/i.test(modules.toString("latin1")) ? "the repository's submodules ask to be looked into" : undefined;
  }
  // Without the file git reads an earlier version of it out of the repository.
  const index = await contentsOf(join(gitFolder, "index"));
  if (index === undefined || indexHoldsSubmodules(index) === "no") return undefined;
  return "the repository may hold submodules that its files don't describe";
}

async function contentsOf(file: string): Promise<Buffer | undefined> {
  return readFile(file).catch(() => undefined);
}

async function looksBare(folder: string): Promise<boolean> {
  return (
    (await exists(join(folder, "HEAD"))) &&
    (await exists(join(folder, "objects"))) &&
    (await exists(join(folder, "refs")))
  );
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
