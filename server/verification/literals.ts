import type { Node } from "@vscode/tree-sitter-wasm";
import { nodesIn, withTree } from "./grammars.ts";

/** Values that code tells apart by equality: those of one comparison, one table, one list, or one `case`. */
export type Recognised = readonly string[];

/** The strings and numbers that stand in a text, and the names of its tables' entries; strings in double quotes. */
export async function literalsIn(path: string, text: string): Promise<readonly string[]> {
  const found = await withTree(path, text, (root) => values([...nodesIn(root)]));
  return found ?? [];
}

/** What code recognises in the lines for which `isMeant` says yes, 0-based. */
export async function recognisedIn(
  path: string,
  text: string,
  isMeant: (line: number) => boolean,
): Promise<readonly Recognised[]> {
  const found = await withTree(path, text, (root) =>
    [...nodesIn(root)].filter((node) => isMeant(node.startPosition.row)).map(recognisedBy),
  );
  return (found ?? []).filter((group) => group.length > 0);
}

function recognisedBy(node: Node): Recognised {
  const children = node.namedChildren.filter((child) => child !== null);
  if (/^(?:object|dictionary)$/.test(node.type)) return isTable(children) ? values(children.map(keyOf)) : [];
  if (isLookedUp(node)) return values(children.map((child) => (isList(child) ? child.firstNamedChild : child)));
  if (/^(?:switch_case|case_pattern|expression_case)$/.test(node.type)) return values(children.slice(0, 1));
  const compares = node.children.some((child) => child !== null && /^(?:===?|!==?|is)$/.test(child.type));
  return compares && /binary|comparison/.test(node.type) && !/\btypeof\b/.test(node.text) ? values(children) : [];
}

const keyOf = (pair: Node): Node | null => pair.childForFieldName("key");

/** From known values to known values; other objects are no tables. */
const isTable = (pairs: readonly Node[]): boolean =>
  pairs.every((pair) => {
    const value = pair.type === "pair" ? pair.childForFieldName("value") : null;
    return value !== null && literal(value) !== undefined;
  });

const isList = (node: Node): boolean => /^(?:array|list|tuple|set)$/.test(node.type);

/** A list on the right of `in`, or one that is asked whether it holds something. */
function isLookedUp(node: Node): boolean {
  if (!isList(node)) return false;
  const { parent } = node;
  if (parent?.type === "comparison_operator") return parent.children.some((child) => /\bin\b/.test(child?.type ?? ""));
  if (parent?.type === "member_expression")
    return /^(?:includes|indexOf|some|find)$/.test(parent.childForFieldName("property")?.text ?? "");
  return parent?.type === "arguments" && /^new\s+(?:Set|Map)\b/.test(parent.parent?.text ?? "");
}

const values = (nodes: readonly (Node | null)[]): readonly string[] =>
  nodes.flatMap((node) => {
    const value = node === null ? undefined : literal(node);
    return value === undefined ? [] : [value];
  });

const numbers = /^(?:number|integer|float|(?:int|integer|float|decimal_integer)_literal)$/;
const strings = /^(?:string|string_literal|interpreted_string_literal|encapsed_string)$/;

/** A string in double quotes, whatever its own are, or a number with its sign. */
function literal(node: Node): string | undefined {
  if (numbers.test(node.type)) return node.text;
  if (/^unary_(?:operator|expression)$/.test(node.type))
    return /^-\s*[\d.]+$/.test(node.text) ? node.text.replace(/\s/g, "") : undefined;
  if (node.type === "property_identifier" && node.parent?.type === "pair") return JSON.stringify(node.text);
  if (!strings.test(node.type) || node.namedChildren.some((child) => child?.type === "interpolation")) return undefined;
  return JSON.stringify(node.text.replace(/^[a-z]*("""|'''|["'])([\s\S]*)\1$/i, "$2"));
}
