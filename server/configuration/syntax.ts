import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { shown } from "./suggestion.ts";

/** A mistake by its place in the text; lines are counted where all mistakes are gathered. */
export interface Mistake {
  readonly offset: number;
  readonly message: string;
}

export type SyntaxResult =
  | { readonly kind: "tree"; readonly root: Node }
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] };

/** Deeper than any configuration, and shallow enough for a recursive parser. */
const deepest = 50;

/** Text to tree. A property that stands twice is a mistake, because two readers could take different ones. */
export function readSyntax(text: string): SyntaxResult {
  if (isTooDeep(text))
    return mistakes([{ offset: 0, message: "The file is nested too deeply; it needs no more than 10 levels." }]);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true, allowEmptyContent: true });
  if (errors.length > 0) return mistakes(errors.filter(isFirstOfLine(text)).map(toMistake));
  if (root === undefined) {
    return mistakes([
      {
        offset: 0,
        message:
          "The file is empty; write your endpoints into { }, or remove the file to use what is found on this machine.",
      },
    ]);
  }
  const repeated = [...repeatedProperties(root)];
  return repeated.length > 0 ? mistakes(repeated) : { kind: "tree", root };
}

function mistakes(found: readonly Mistake[]): SyntaxResult {
  return { kind: "mistakes", mistakes: found };
}

/** The parser reports one slip several times over as it recovers; the first report on a line is the one that helps. */
function isFirstOfLine(text: string): (error: ParseError, index: number, errors: readonly ParseError[]) => boolean {
  return ({ offset }, index, errors) => {
    const before = errors[index - 1];
    return before === undefined || /[\r\n]/.test(text.slice(before.offset, offset));
  };
}

function toMistake({ error, offset }: ParseError): Mistake {
  return { offset, message: explain(error) };
}

function isTooDeep(text: string): boolean {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const token = text[scanner.getTokenOffset()];
    if (token === "{" || token === "[") depth++;
    else if (token === "}" || token === "]") depth--;
    if (depth > deepest) return true;
  }
  return false;
}

function* repeatedProperties(node: Node): Generator<Mistake> {
  const seen = new Set<string>();
  for (const child of node.children ?? []) {
    const name = child.type === "property" ? String(child.children?.[0]?.value) : undefined;
    if (name === "__proto__") yield { offset: child.offset, message: "`__proto__` is no name here; remove it." };
    else if (name !== undefined && seen.has(name)) {
      yield { offset: child.offset, message: `${shown(name)} stands here twice; keep one of the two.` };
    }
    if (name !== undefined) seen.add(name);
    yield* repeatedProperties(child);
  }
}

function explain(code: number): string {
  switch (printParseErrorCode(code)) {
    case "InvalidSymbol":
      return "This is neither a value nor a name; put text into double quotes.";
    case "InvalidNumberFormat":
      return "This is not a number; write for example 0.15.";
    case "PropertyNameExpected":
      return 'A name in double quotes is missing here; write "name": value.';
    case "ValueExpected":
      return "A value is missing here; write one or remove the name.";
    case "ColonExpected":
      return "A colon is missing here; write it between name and value.";
    case "CommaExpected":
      return "A comma is missing here; write one between two entries.";
    case "CloseBraceExpected":
      return "A } is missing here; close the object.";
    case "CloseBracketExpected":
      return "A ] is missing here; close the list.";
    case "EndOfFileExpected":
      return "The file goes on after its end; remove what follows the last }.";
    case "UnexpectedEndOfComment":
      return "A comment is not closed; write */ at its end.";
    case "UnexpectedEndOfString":
      return "A text is not closed; write a double quote at its end.";
    case "UnexpectedEndOfNumber":
      return "A number ends too early; write digits after the point.";
    default:
      return "A text holds a character that it may not hold; write \\\\ for a backslash and \\n for a line break.";
  }
}
