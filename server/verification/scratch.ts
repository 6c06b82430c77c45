import { constants } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, realpath, rm, stat, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * A copy of a workspace in which checks may look at other texts than the user's: his own files are never touched for that.
 * Installed packages and build folders are linked, the repository's history is left out.
 */
export interface Scratch extends AsyncDisposable {
  readonly root: string;
  /** Relative paths of all copied files. */
  readonly paths: readonly string[];
  /** Undefined when there is no such file. */
  read(path: string): Promise<string | undefined>;
  /** Undefined deletes. */
  write(path: string, text: string | undefined): Promise<void>;
}

const linked = /^(?:node_modules|bower_components|\.venv|venv|\.tox|target|vendor|\.gradle|\.next|\.yarn)$/;
const leftOut = /^(?:\.git|\.hg|\.svn|__pycache__|\.stepladder)$/;
const mostFiles = 5_000;
const mostBytes = 100_000_000;

/** Undefined when the workspace is too large for a copy, or can't be copied. */
export async function openScratch(root: string): Promise<Scratch | undefined> {
  const copy = await realpath(await mkdtemp(join(tmpdir(), "stepladder-check-")));
  const remove = () => rm(copy, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined);
  const paths = await copyAll(root, copy).catch(() => undefined);
  if (paths === undefined) {
    await remove();
    return undefined;
  }
  return {
    root: copy,
    paths,
    read: (path) => readFile(join(copy, path), "utf8").catch(() => undefined),
    async write(path, text) {
      if (text === undefined) return rm(join(copy, path), { force: true });
      await mkdir(dirname(join(copy, path)), { recursive: true });
      await writeFile(join(copy, path), text);
    },
    [Symbol.asyncDispose]: remove,
  };
}

async function copyAll(root: string, copy: string): Promise<readonly string[] | undefined> {
  const paths: string[] = [];
  const folders = [""];
  let bytes = 0;
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (leftOut.test(entry.name)) continue;
      if (entry.isSymbolicLink() || (entry.isDirectory() && linked.test(entry.name))) await link(root, copy, path);
      else if (entry.isDirectory()) {
        await mkdir(join(copy, path));
        folders.push(path);
      } else if (entry.isFile()) {
        bytes += (await stat(join(root, path))).size;
        paths.push(path);
        if (paths.length > mostFiles || bytes > mostBytes) return undefined;
        await copyFile(join(root, path), join(copy, path), constants.COPYFILE_FICLONE);
      }
    }
  }
  return paths;
}

async function link(root: string, copy: string, path: string): Promise<void> {
  const target = await realpath(join(root, path)).catch(() => undefined);
  if (target === undefined) return; // leads nowhere
  const folder = (await stat(target)).isDirectory();
  await symlink(target, join(copy, path), process.platform === "win32" && folder ? "junction" : undefined);
}
