import { createHash } from "node:crypto";
import type { Node } from "@vscode/tree-sitter-wasm";
import { nodesIn, withTree } from "./grammars.ts";

/** A file with one small change that makes it do something else. */
export interface Mutant {
  readonly path: string;
  /** 1-based. */
  readonly line: number;
  /** Like “`<` for `<=`”. */
  readonly change: string;
  readonly text: string;
}

const swapped: Readonly<Record<string, string>> = {
  "<": "<=",
  "<=": "<",
  ">": ">=",
  ">=": ">",
  "==": "!=",
  "!=": "==",
  "===": "!==",
  "!==": "===",
  "&&": "||",
  "||": "&&",
  and: "or",
  or: "and",
  "+": "-",
  "-": "+",
  "*": "/",
  "/": "*",
  "//": "*",
  "%": "*",
  "+=": "-=",
  "-=": "+=",
  true: "false",
  false: "true",
  True: "False",
  False: "True",
};

const statements = /^(?:expression_statement|throw_statement|raise_statement|break_statement|continue_statement)$/;
const withCondition =
  /^(?:if_statement|while_statement|elif_clause|ternary_expression|if_expression|while_expression)$/;

/**
 * Up to `most` mutants of the lines for which `isMeant` says yes (0-based), spread over lines and always the same for the same
 * text. Where no other fault fits, values are taken away, which shows at least whether the lines are run. Empty for a language
 * without a grammar.
 */
export async function mutantsOf(
  path: string,
  text: string,
  isMeant: (line: number) => boolean,
  most: number,
): Promise<readonly Mutant[]> {
  const found = await withTree(path, text, (root) => {
    const mutants = mutantsIn(root, path, text, isMeant);
    return mutants.length > 0 ? mutants : withoutValues(root, path, text, isMeant);
  });
  return spread(found ?? [], most);
}

/** The lines of the functions and methods with one of these names, 0-based; empty for a language without a grammar. */
export async function linesOfFunctions(
  path: string,
  text: string,
  names: ReadonlySet<string>,
): Promise<ReadonlySet<number>> {
  const lines = new Set<number>();
  await withTree(path, text, (root) => {
    for (const node of nodesIn(root)) {
      if (!/function|method|variable_declarator/.test(node.type) || node.isError) continue;
      const name = node.childForFieldName("name")?.text;
      if (name === undefined || !names.has(name)) continue;
      for (let line = node.startPosition.row; line <= node.endPosition.row; line++) lines.add(line);
    }
  });
  return lines;
}

function mutantsIn(root: Node, path: string, text: string, isMeant: (line: number) => boolean): readonly Mutant[] {
  const found: Mutant[] = [];
  const add = (node: Node, by: string, change: string) => {
    const mutated = text.slice(0, node.startIndex) + by + text.slice(node.endIndex);
    found.push({ path, line: node.startPosition.row + 1, change, text: mutated });
  };
  for (const node of nodesIn(root)) {
    if (!isMeant(node.startPosition.row)) continue;
    const own = node.text;
    const other = node.childCount === 0 && isOperand(node) ? swapped[own] : undefined;
    if (other !== undefined) add(node, other, `\`${other}\` for \`${own}\``);
    else if (/^(?:number|integer|int_literal|integer_literal)$/.test(node.type) && /^\d+$/.test(own))
      add(node, String(Number(own) + 1), `${Number(own) + 1} for ${own}`);
    // Python's statements end without a sign; `pass` in their place keeps the block.
    else if (statements.test(node.type) && !/^["'`]/.test(own))
      add(node, own.endsWith(";") ? ";" : "pass", `without \`${excerpt(own)}\``);
    if (!withCondition.test(node.type)) continue;
    const condition = node.childForFieldName("condition");
    if (condition === null) continue;
    const never = path.endsWith(".py") ? "False" : condition.text.startsWith("(") ? "(false)" : "false";
    if (node.type !== "while_statement") add(condition, never, `never when \`${excerpt(condition.text)}\``);
  }
  return found;
}

/** What a line returns, or gives a name to, is nothing. */
function withoutValues(root: Node, path: string, text: string, isMeant: (line: number) => boolean): readonly Mutant[] {
  const nothing = /\.pyi?$/.test(path) ? "None" : "undefined";
  return [...nodesIn(root)].flatMap((node): readonly Mutant[] => {
    const value = givenBy(node);
    if (value === null || value.text === nothing || !isMeant(value.startPosition.row)) return [];
    const change = `${nothing} for \`${excerpt(value.text)}\``;
    const mutated = text.slice(0, value.startIndex) + nothing + text.slice(value.endIndex);
    return [{ path, line: value.startPosition.row + 1, change, text: mutated }];
  });
}

function givenBy(node: Node): Node | null {
  if (node.type === "return_statement") return node.namedChildren.find((child) => child?.type !== "comment") ?? null;
  if (node.type === "variable_declarator") return node.childForFieldName("value");
  const body = node.type === "arrow_function" ? node.childForFieldName("body") : null;
  return body?.type === "statement_block" ? null : body;
}

/** Signs of types and type parameters are no operators. */
function isOperand(node: Node): boolean {
  const parent = node.parent?.type ?? "";
  return (
    /binary|boolean_operator|comparison|augmented|assignment/.test(parent) ||
    /^(?:true|false|True|False)$/.test(node.text)
  );
}

/** One of each line in turn, in an order that has nothing to do with where it stands. */
function spread(mutants: readonly Mutant[], most: number): readonly Mutant[] {
  const key = ({ change, line, text }: Mutant) => createHash("sha1").update(`${line}${change}${text}`).digest("hex");
  const ordered = mutants
    .map((mutant) => ({ mutant, key: key(mutant) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ mutant }) => mutant);
  const byLine = [...Map.groupBy(ordered, ({ line }) => line).values()];
  const chosen: Mutant[] = [];
  for (let round = 0; chosen.length < most && byLine.some((list) => list.length > round); round++)
    for (const list of byLine)
      if (list[round] !== undefined && chosen.length < most) chosen.push(list[round] as Mutant);
  return chosen;
}

const excerpt = (text: string): string => {
  const line = text.split("\n", 1)[0] ?? "";
  return line.length > 40 ? `${line.slice(0, 40)}…` : line;
};
