import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Node } from "@vscode/tree-sitter-wasm";

/** A node of the syntax tree, as far as the policy looks at it. */
export type ShellNode = Pick<Node, "type" | "startIndex" | "endIndex" | "isError" | "isMissing" | "hasError"> & {
  readonly children: readonly (ShellNode | null)[];
};

export interface ShellParser {
  /** The root of the tree, or `undefined` when the parser gave up. */
  parse(text: string): ShellNode | undefined;
}

let loading: Promise<ShellParser | undefined> | undefined;

/** The bash grammar, loaded once. `undefined` when it can't be loaded: then nothing runs unasked. */
export function loadShellParser(): Promise<ShellParser | undefined> {
  loading ??= load().catch(() => undefined);
  return loading;
}

async function load(): Promise<ShellParser> {
  const require = createRequire(import.meta.url);
  const entry = require.resolve("@vscode/tree-sitter-wasm");
  const { Parser, Language }: typeof import("@vscode/tree-sitter-wasm") = require(entry);
  await Parser.init({ locateFile: (name: string) => join(dirname(entry), name) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(join(dirname(entry), "tree-sitter-bash.wasm")));
  return { parse: (text) => parser.parse(text)?.rootNode };
}
