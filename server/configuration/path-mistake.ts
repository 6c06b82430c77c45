import { findNodeAtLocation, type Node } from "jsonc-parser";
import { shown } from "./suggestion.ts";
import type { Mistake } from "./syntax.ts";

export type Path = (string | number)[];

/** A mistake by its place among the values. Where these are written, a file or an editor's settings, is known elsewhere. */
export interface PathMistake {
  readonly path: Path;
  /** Whether the name that stands there is the mistake, or the value. */
  readonly of: "name" | "value";
  readonly message: string;
}

/** How a place is called at the beginning of a sentence. */
export type Naming = (path: Path) => string;

/** A path such as `rungs[0].models[1]`, as the file's reader knows it. */
export const namedInFile: Naming = (path) => (path.length === 0 ? "The file" : shown(pathText(path)));

export function pathText(path: Path): string {
  return path.map((part, index) => (typeof part === "number" ? `[${part}]` : index === 0 ? part : `.${part}`)).join("");
}

/** The mistake at its offset in the text of a tree; of what is missing, at whatever should hold it. */
export function placeIn(root: Node, { path, of, message }: PathMistake): Mistake {
  const node = findNodeAtLocation(root, path);
  if (of === "name") return { offset: node?.parent?.offset ?? root.offset, message };
  const parent = findNodeAtLocation(root, path.slice(0, -1));
  return { offset: (node ?? parent ?? root).offset, message };
}
