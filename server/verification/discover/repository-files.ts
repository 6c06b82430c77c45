import { lstat, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Reads a repository's root and nothing else; it runs nothing and follows no link. */
export interface RepositoryFiles {
  /** Undefined when there is no such file, or it is a link or larger than a manifest should be. */
  read(path: string): Promise<string | undefined>;
  /** Names in a folder, `.` for the root; empty when there is none. */
  list(folder: string): Promise<readonly string[]>;
}

const largestManifest = 1_000_000;

export function repositoryFiles(root: string): RepositoryFiles {
  return {
    async read(path) {
      try {
        const stats = await lstat(join(root, path));
        if (!stats.isFile() || stats.size > largestManifest) return undefined;
        return (await readFile(join(root, path), "utf8")).replace(/^\uFEFF/, "");
      } catch {
        return undefined; // a manifest that can't be read offers no checker
      }
    },
    async list(folder) {
      try {
        return await readdir(join(root, folder));
      } catch {
        return []; // a folder that can't be read offers no checker
      }
    },
  };
}
