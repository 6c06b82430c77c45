import type { Node } from "jsonc-parser";
import { names } from "./amounts.ts";
import type { Naming, PathMistake } from "./path-mistake.ts";
import { shown } from "./suggestion.ts";

/** Two spellings of one folder, of which only one could hold. */
export function repeatedFolders(
  root: Node,
  canonicalRoot: (folder: string) => string | undefined,
  named: Naming,
): readonly PathMistake[] {
  return [
    ...repeatedIn(root, ["budgets", "workspaces"], canonicalRoot, named),
    ...repeatedIn(root, ["checks"], canonicalRoot, named),
  ];
}

function* repeatedIn(
  root: Node,
  path: string[],
  canonicalRoot: (folder: string) => string | undefined,
  named: Naming,
): Generator<PathMistake> {
  const seen = new Map<string, string>();
  for (const folder of names(root, path)) {
    const canonical = canonicalRoot(folder) ?? folder;
    const first = seen.get(canonical);
    seen.set(canonical, folder);
    if (first === undefined) continue;
    const place = [...path, folder];
    yield {
      path: place,
      of: "name",
      message: `${named(place)} is the same folder as ${shown(first)}; keep one of the two.`,
    };
  }
}
