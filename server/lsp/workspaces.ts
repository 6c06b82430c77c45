import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { InitializeParams } from "vscode-languageserver/node";
import type { Workspaces } from "./session.ts";

export function clientFolders(params: InitializeParams): Workspaces {
  const uris = new Set(params.workspaceFolders?.map((folder) => folder.uri) ?? []);
  const allRoots = () => [...uris].flatMap((uri) => canonicalPath(uri) ?? []);
  return {
    roots: allRoots,
    change({ added, removed }) {
      for (const { uri } of removed) uris.delete(uri);
      for (const { uri } of added) uris.add(uri);
    },
    find(asked) {
      const roots = allRoots();
      if (asked === undefined) return roots.length === 1 ? roots[0] : undefined;
      const wanted = canonical(asked);
      return roots.find((root) => root === wanted);
    },
  };
}

/** Undefined for what is no file, and for addresses that no path can have. */
export function canonicalPath(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return canonical(fileURLToPath(uri));
  } catch {
    // Not a path on this machine, so nothing of ours.
    return undefined;
  }
}

/** A file that is not there yet, such as a new document, keeps the path that it was given. */
function canonical(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    // Nothing there to resolve.
    return path;
  }
}
