import { createRequire } from "node:module";
import { dirname, extname, join } from "node:path";
import type { Language, Node, Parser } from "@vscode/tree-sitter-wasm";

const grammars: Readonly<Record<string, string>> = {
  ".js": "javascript",
  ".mjs": "javascript",
  ".cjs": "javascript",
  ".jsx": "javascript",
  ".ts": "typescript",
  ".mts": "typescript",
  ".cts": "typescript",
  ".tsx": "tsx",
  ".py": "python",
  ".pyi": "python",
  ".go": "go",
  ".rs": "rust",
  ".java": "java",
  ".rb": "ruby",
  ".php": "php",
  ".cs": "c-sharp",
  ".c": "cpp",
  ".h": "cpp",
  ".cc": "cpp",
  ".cpp": "cpp",
  ".cxx": "cpp",
  ".hh": "cpp",
  ".hpp": "cpp",
  ".css": "css",
  ".sh": "bash",
  ".bash": "bash",
  ".ini": "ini",
  ".ps1": "powershell",
};

/** By a path's extension. */
export const isKnownLanguage = (path: string): boolean => extensionOf(path) in grammars;

const extensionOf = (path: string): string => extname(path).toLowerCase();

/**
 * Looks at a text's syntax tree; what it returns must not hold nodes. Undefined for a language without a grammar, or when it
 * can't be loaded.
 */
export async function withTree<Result>(
  path: string,
  text: string,
  look: (root: Node) => Result,
): Promise<Result | undefined> {
  const name = grammars[extensionOf(path)];
  const parser = name === undefined ? undefined : await loadGrammar(name);
  const tree = parser?.parse(text) ?? null;
  if (tree === null) return undefined;
  try {
    return look(tree.rootNode);
  } finally {
    tree.delete();
  }
}

/** A node and all below it, in the text's order. Iterative, because code can be nested deeply. */
export function* nodesIn(root: Node): Generator<Node> {
  const left: Node[] = [root];
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    yield node;
    for (const child of node.children.toReversed()) if (child !== null) left.push(child);
  }
}

interface TreeSitter {
  readonly Parser: typeof Parser;
  readonly Language: typeof Language;
}

const require = createRequire(import.meta.url);
let started: Promise<{ readonly library: TreeSitter; readonly folder: string }> | undefined;
const loadedGrammars = new Map<string, Promise<Parser | undefined>>();

async function start(): Promise<{ readonly library: TreeSitter; readonly folder: string }> {
  const library: TreeSitter = require("@vscode/tree-sitter-wasm");
  const folder = dirname(require.resolve("@vscode/tree-sitter-wasm"));
  await library.Parser.init({ locateFile: (file) => join(folder, file) });
  return { library, folder };
}

/** Undefined when the grammar's file is missing or damaged: then the check is skipped rather than failed. */
function loadGrammar(name: string): Promise<Parser | undefined> {
  const known = loadedGrammars.get(name);
  if (known !== undefined) return known;
  const loading = openGrammar(name).catch(() => undefined);
  loadedGrammars.set(name, loading);
  return loading;
}

async function openGrammar(name: string): Promise<Parser> {
  started ??= start();
  const { library, folder } = await started;
  const language = await library.Language.load(join(folder, `tree-sitter-${name}.wasm`));
  const parser = new library.Parser();
  parser.setLanguage(language);
  return parser;
}
