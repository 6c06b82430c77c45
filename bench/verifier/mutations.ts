import type { Node } from "@vscode/tree-sitter-wasm";
import { shuffled } from "../support/random.ts";
import { walk, withTree } from "./source.ts";

export interface Mutation {
  readonly sort: "operator" | "condition" | "constant" | "return" | "statement" | "call";
  readonly text: string;
}

const operators: Readonly<Record<string, readonly string[]>> = {
  "+": ["-"],
  "-": ["+"],
  "*": ["/", "+"],
  "/": ["*"],
  "%": ["*"],
  "//": ["*"],
  "<": ["<=", ">="],
  "<=": ["<", ">"],
  ">": [">=", "<="],
  ">=": [">", "<"],
  "==": ["!="],
  "!=": ["=="],
  "===": ["!=="],
  "!==": ["==="],
  "&&": ["||"],
  "||": ["&&"],
  "??": ["&&"],
  and: ["or"],
  or: ["and"],
  "+=": ["-=", "="],
  "-=": ["+="],
  in: ["not in"],
};

const constants: Readonly<Record<string, string>> = {
  true: "false",
  false: "true",
  True: "False",
  False: "True",
  null: "0",
  None: "0",
};

/**
 * Up to `most` small faults of one function, spread over the sorts. This engine is not the one that verification itself
 * uses to find out what tests notice: it also drops statements, empties returns and calls what is not there.
 */
export async function mutationsOf(
  path: string,
  text: string,
  most: number,
  random: () => number,
): Promise<readonly Mutation[]> {
  const all = await withTree(path, text, (root) => [...walk(root)].flatMap((node) => mutate(node, text)));
  const bySort = Map.groupBy(shuffled(all, random), (mutation) => mutation.sort);
  const chosen: Mutation[] = [];
  for (let round = 0; chosen.length < most && round < all.length; round++)
    for (const list of bySort.values())
      if (round < list.length && chosen.length < most) chosen.push(list[round] as Mutation);
  return chosen;
}

function mutate(node: Node, text: string): readonly Mutation[] {
  const replaced = (sort: Mutation["sort"], part: Node, by: string): Mutation => ({
    sort,
    text: text.slice(0, part.startIndex) + by + text.slice(part.endIndex),
  });
  const found: Mutation[] = [];
  for (const child of node.children) {
    if (child === null || child.isNamed) continue;
    if (/binary_|boolean_op|comparison|augmented/.test(node.type))
      for (const other of operators[child.type] ?? []) found.push(replaced("operator", child, other));
  }
  const condition = /^(?:if_statement|while_statement|ternary_expression|elif_clause)$/.test(node.type)
    ? node.childForFieldName("condition")
    : null;
  if (condition !== null) found.push(replaced("condition", condition, negated(condition.text)));
  if (/^(?:number|integer|float)$/.test(node.type)) {
    found.push(replaced("constant", node, String(Number(node.text.replace("_", "")) + 1)));
    if (Number(node.text) !== 0) found.push(replaced("constant", node, "0"));
  }
  if (node.text in constants && node.childCount === 0)
    found.push(replaced("constant", node, constants[node.text] ?? ""));
  if (node.type === "string" && node.text.length > 2 && node.parent?.type !== "subscript")
    found.push(replaced("constant", node, '""'));
  if (node.type === "return_statement" && node.namedChildCount > 0)
    found.push(replaced("return", node, emptyReturn(node)));
  if (/^(?:expression_statement|break_statement|continue_statement|throw_statement|raise_statement)$/.test(node.type))
    if (!node.text.startsWith('"""')) found.push(replaced("statement", node, node.text.endsWith(";") ? ";" : "pass"));
  if (/^(?:call_expression|call)$/.test(node.type)) found.push(...unknownCall(node, replaced));
  return found;
}

const negated = (condition: string): string =>
  condition.startsWith("(") && condition.endsWith(")") ? `(!${condition})` : `not (${condition})`;

const emptyReturn = (node: Node): string => (node.text.endsWith(";") ? "return undefined;" : "return None");

/** The same call by a name that nothing has. */
function unknownCall(
  node: Node,
  replaced: (sort: Mutation["sort"], part: Node, by: string) => Mutation,
): readonly Mutation[] {
  const called = node.childForFieldName("function");
  const name = called?.childForFieldName("property") ?? called?.childForFieldName("attribute") ?? called;
  if (!name || !/^[a-z_]\w*$/i.test(name.text)) return [];
  return [replaced("call", name, `${name.text}All`)];
}
