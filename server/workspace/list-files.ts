import { relative, sep } from "node:path";
import type { ListFiles } from "./ports.ts";
import { packagedRipgrep, type RunRipgrep } from "./ripgrep.ts";

const timeoutMs = 20_000;

/** Hidden files are listed, ignored ones and the insides of `.git` are not. A folder that can't be read counts as empty. */
export function createListFiles(ripgrep: RunRipgrep): ListFiles {
  return (root, within, max, signal) => list(ripgrep, root, within, max, signal, ["--sort", "path"]);
}

/** The same without an order and without heeding `.ignore` files, which are about searching: quicker, and it misses less. */
export function createListForKeeping(ripgrep: RunRipgrep): ListFiles {
  return (root, within, max, signal) => list(ripgrep, root, within, max, signal, ["--no-ignore-dot"]);
}

/** With the ripgrep of the npm package. */
export const listFiles: ListFiles = createListFiles(packagedRipgrep);
export const listForKeeping: ListFiles = createListForKeeping(packagedRipgrep);

async function list(
  ripgrep: RunRipgrep,
  root: string,
  within: string,
  max: number,
  signal: AbortSignal,
  order: readonly string[],
): Promise<{ readonly files: readonly string[]; readonly truncated: boolean }> {
  const files: string[] = [];
  let truncated = false;
  const end = await ripgrep(
    {
      args: ["--files", "--hidden", "--no-require-git", "--null", "--glob=!.git", ...order, "--", within],
      cwd: root,
      timeoutMs,
      separator: "\0",
      onPiece(piece) {
        truncated = files.length >= max;
        if (truncated) return "stop";
        files.push(relative(root, piece.toString()).split(sep).join("/"));
        return "go-on";
      },
    },
    signal,
  );
  return { files: files.sort(byPath), truncated: truncated || end.kind !== "ended" };
}

function byPath(one: string, two: string): number {
  return one < two ? -1 : one > two ? 1 : 0;
}
