import type { Node } from "@vscode/tree-sitter-wasm";
import { withTree as lookAt } from "../../server/verification/grammars.ts";

/** Looks at a source's syntax tree, which has to be there; what it returns must not hold nodes. */
export async function withTree<Result>(path: string, text: string, look: (root: Node) => Result): Promise<Result> {
  const found = await lookAt(path, text, (root) => ({ result: look(root) }));
  if (found === undefined) throw new Error(`${path} can't be parsed`);
  return found.result;
}

export function* walk(node: Node): Generator<Node> {
  yield node;
  for (const child of node.namedChildren) if (child !== null) yield* walk(child);
}

/** A text with the function or method of a name (`name` or `Class.name`) replaced. */
export function replaceSymbol(path: string, text: string, symbol: string, replacement: string): Promise<string> {
  return withTree(path, text, (root) => {
    const { start, end } = findSymbol(root, text, symbol);
    return text.slice(0, start) + replacement + text.slice(end);
  });
}

export function symbolText(path: string, text: string, symbol: string): Promise<string> {
  return withTree(path, text, (root) => {
    const { start, end } = findSymbol(root, text, symbol);
    return text.slice(start, end);
  });
}

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Whole lines, with `export` in front. */
function findSymbol(root: Node, text: string, symbol: string): Range {
  const names = symbol.split(".");
  let within: Node | undefined = root;
  for (const name of names) {
    within = within && find(within, (node) => node.childForFieldName("name")?.text === name && isDefinition(node));
  }
  if (within === undefined) throw new Error(`there is no ${symbol}`);
  const node = within.parent?.type === "export_statement" ? within.parent : within;
  return { start: text.lastIndexOf("\n", node.startIndex - 1) + 1, end: node.endIndex };
}

const isDefinition = (node: Node): boolean =>
  /^(?:function_declaration|function_definition|class_definition|class_declaration|method_definition)$/.test(node.type);

function find(root: Node, wanted: (node: Node) => boolean): Node | undefined {
  for (const node of walk(root)) if (wanted(node)) return node;
  return undefined;
}

/** How one test is changed: its whole text, and its body's range within it. */
export type ChangeTest = (test: string, body: Range) => string;

/** Changes the tests whose names contain one of the parts. */
export function changeTests(path: string, text: string, parts: readonly string[], change: ChangeTest): Promise<string> {
  return withTree(path, text, (root) => {
    let changed = text;
    for (const { start, end, body } of testsIn(root, parts).toReversed()) {
      const inner = { start: body.start - start, end: body.end - start };
      changed = changed.slice(0, start) + change(changed.slice(start, end), inner) + changed.slice(end);
    }
    return changed;
  });
}

export function hasTests(path: string, text: string, parts: readonly string[]): Promise<boolean> {
  return withTree(path, text, (root) => testsIn(root, parts).length > 0);
}

function testsIn(root: Node, parts: readonly string[]): readonly (Range & { readonly body: Range })[] {
  return [...walk(root)].flatMap((node) => {
    const found = asTest(node);
    if (found === undefined || !parts.some((part) => found.name.includes(part))) return [];
    return [{ start: found.whole.startIndex, end: found.whole.endIndex, body: rangeOf(found.body) }];
  });
}

function asTest(node: Node): { readonly name: string; readonly whole: Node; readonly body: Node } | undefined {
  if (node.type === "function_definition") {
    const name = node.childForFieldName("name")?.text ?? "";
    const body = node.childForFieldName("body");
    if (!name.startsWith("test") || body === null) return undefined;
    return { name, whole: node.parent?.type === "decorated_definition" ? node.parent : node, body };
  }
  if (node.type !== "expression_statement") return undefined;
  const call = node.namedChildren[0];
  if (call?.type !== "call_expression" || !/^(?:test|it)$/.test(call.childForFieldName("function")?.text ?? ""))
    return undefined;
  const [title, ...rest] = call.childForFieldName("arguments")?.namedChildren ?? [];
  const body = rest.at(-1)?.childForFieldName("body");
  return title?.type === "string" && body ? { name: title.text, whole: node, body } : undefined;
}

const rangeOf = (node: Node): Range => ({ start: node.startIndex, end: node.endIndex });
