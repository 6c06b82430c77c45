import type { Node } from "jsonc-parser";
import { names } from "./amounts.ts";
import { nameOffset, where } from "./schema-mistakes.ts";
import { shown } from "./suggestion.ts";
import type { Mistake } from "./syntax.ts";

/** Two spellings of one folder, of which only one could hold. */
export function repeatedFolders(root: Node, canonicalRoot: (folder: string) => string | undefined): readonly Mistake[] {
  return [
    ...repeatedIn(root, ["budgets", "workspaces"], canonicalRoot),
    ...repeatedIn(root, ["checks"], canonicalRoot),
  ];
}

function* repeatedIn(
  root: Node,
  path: string[],
  canonicalRoot: (folder: string) => string | undefined,
): Generator<Mistake> {
  const seen = new Map<string, string>();
  for (const folder of names(root, path)) {
    const canonical = canonicalRoot(folder) ?? folder;
    const first = seen.get(canonical);
    seen.set(canonical, folder);
    if (first === undefined) continue;
    const message = `${where([...path, folder])} is the same folder as ${shown(first)}; keep one of the two.`;
    yield { offset: nameOffset(root, [...path, folder]), message };
  }
}
