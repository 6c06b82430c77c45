import type { Node } from "@vscode/tree-sitter-wasm";
import { type ParseError, parse as parseJson, printParseErrorCode } from "jsonc-parser";
import { isKnownLanguage, withTree } from "./grammars.ts";

/** What a look at one changed file shows. Only syntax errors that were not there before are an attempt's fault. */
export type ParseOutcome =
  | { readonly kind: "parses" }
  | { readonly kind: "skipped"; readonly because: "unknown-language" | "too-large" | "no-grammar" }
  | { readonly kind: "broken"; readonly errors: readonly SyntaxError[] };

export interface SyntaxError {
  /** 1-based. */
  readonly line: number;
  readonly message: string;
}

const largest = 1_000_000;

/**
 * Compares the syntax errors of a file before and after. `before` is undefined for a new file. A file that was broken
 * before is blamed only for more errors than it had, because an error moves when lines above it change.
 */
export async function checkParses(path: string, before: string | undefined, after: string): Promise<ParseOutcome> {
  if (after.length > largest) return { kind: "skipped", because: "too-large" };
  const errors = await errorsIn(path, after);
  if (errors === undefined)
    return { kind: "skipped", because: isKnownLanguage(path) ? "no-grammar" : "unknown-language" };
  if (errors.length === 0) return { kind: "parses" };
  const had = before === undefined || before.length > largest ? [] : ((await errorsIn(path, before)) ?? []);
  const added = notAmong(errors, had);
  return added.length === 0 ? { kind: "parses" } : { kind: "broken", errors: added };
}

/** Errors whose message occurs more often than before; the last ones of each message count as the new ones. */
function notAmong(errors: readonly SyntaxError[], had: readonly SyntaxError[]): readonly SyntaxError[] {
  if (errors.length <= had.length) return [];
  const left = new Map<string, number>();
  for (const error of had) left.set(error.message, (left.get(error.message) ?? 0) + 1);
  const added = errors.filter((error) => {
    const known = left.get(error.message) ?? 0;
    left.set(error.message, known - 1);
    return known <= 0;
  });
  return added.length > 0 ? added : errors.slice(had.length);
}

async function errorsIn(path: string, text: string): Promise<readonly SyntaxError[] | undefined> {
  return /\.jsonc?$/i.test(path) ? jsonErrors(text) : withTree(path, text, (root) => treeErrors(root, text));
}

function jsonErrors(text: string): readonly SyntaxError[] {
  const errors: ParseError[] = [];
  parseJson(text, errors, { allowTrailingComma: true, disallowComments: false, allowEmptyContent: true });
  return errors.map((error) => ({
    line: text.slice(0, error.offset).split("\n").length,
    message: printParseErrorCode(error.error),
  }));
}

/** An error inside an error is the same mistake, so the walk stops there. Iterative, because code can be nested deeply. */
function treeErrors(root: Node, text: string): readonly SyntaxError[] {
  const errors: SyntaxError[] = [];
  const left: Node[] = root.hasError ? [root] : [];
  for (let node = left.pop(); node !== undefined && errors.length < 100; node = left.pop()) {
    if (node.isMissing) errors.push({ line: node.startPosition.row + 1, message: `${node.type} is missing` });
    else if (node.isError) {
      const excerpt = text.slice(node.startIndex, Math.min(node.endIndex, node.startIndex + 60)).split("\n")[0] ?? "";
      errors.push({ line: node.startPosition.row + 1, message: `unexpected ${excerpt.trim()}`.trim() });
    } else if (node.hasError) {
      for (const child of node.children.toReversed()) if (child !== null) left.push(child);
    }
  }
  return errors;
}
