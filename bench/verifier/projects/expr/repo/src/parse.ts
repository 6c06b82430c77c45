import { type Token, tokenize } from "./tokens.ts";

export type Tree =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "minus"; readonly of: Tree }
  | { readonly kind: "operation"; readonly sign: string; readonly left: Tree; readonly right: Tree }
  | { readonly kind: "choice"; readonly condition: Tree; readonly yes: Tree; readonly no: Tree }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Tree[] };

const strength: Readonly<Record<string, number>> = {
  "==": 1, "!=": 1, "<": 2, "<=": 2, ">": 2, ">=": 2, "+": 3, "-": 3, "*": 4, "/": 4, "%": 4, "**": 6,
};
const minusStrength = 5;

export interface Reader {
  peek(): Token | undefined;
  next(): Token | undefined;
  isSign(sign: string): boolean;
  expect(sign: string): void;
}

export function createReader(tokens: readonly Token[]): Reader {
  let index = 0;
  const isSign = (sign: string) => {
    const token = tokens[index];
    return token?.kind === "sign" && token.sign === sign;
  };
  return {
    peek: () => tokens[index],
    next: () => tokens[index++],
    isSign,
    expect(sign) {
      if (!isSign(sign)) throw new Error(`${sign} expected`);
      index++;
    },
  };
}

/** `**` binds to the right, all else to the left; a minus binds weaker than `**`. */
export function parse(text: string): Tree {
  const reader = createReader(tokenize(text));
  const tree = parseChoice(reader);
  const rest = reader.peek();
  if (rest !== undefined) throw new Error(`unexpected rest at ${rest.at}`);
  return tree;
}

export function parseChoice(reader: Reader): Tree {
  const condition = parseOperation(reader, 0);
  if (!reader.isSign("?")) return condition;
  reader.next();
  const yes = parseChoice(reader);
  reader.expect(":");
  return { kind: "choice", condition, yes, no: parseChoice(reader) };
}

export function parseOperation(reader: Reader, least: number): Tree {
  let left = parseUnary(reader);
  for (;;) {
    const token = reader.peek();
    const own = token?.kind === "sign" ? strength[token.sign] : undefined;
    if (token?.kind !== "sign" || own === undefined || own <= least) return left;
    reader.next();
    const right = parseOperation(reader, token.sign === "**" ? own - 1 : own);
    left = { kind: "operation", sign: token.sign, left, right };
  }
}

function parseUnary(reader: Reader): Tree {
  if (!reader.isSign("-")) return parsePrimary(reader);
  reader.next();
  return { kind: "minus", of: parseOperation(reader, minusStrength) };
}

export function parsePrimary(reader: Reader): Tree {
  const token = reader.next();
  if (token?.kind === "number") return { kind: "number", value: token.value };
  if (token?.kind === "name") return reader.isSign("(") ? parseCall(reader, token.name) : { kind: "name", name: token.name };
  if (token?.kind === "sign" && token.sign === "(") {
    const inner = parseChoice(reader);
    reader.expect(")");
    return inner;
  }
  throw new Error(token === undefined ? "unexpected end" : `unexpected ${token.sign} at ${token.at}`);
}

export function parseCall(reader: Reader, name: string): Tree {
  reader.expect("(");
  const found: Tree[] = [];
  if (!reader.isSign(")")) {
    found.push(parseChoice(reader));
    while (reader.isSign(",")) {
      reader.next();
      found.push(parseChoice(reader));
    }
  }
  reader.expect(")");
  return { kind: "call", name, arguments: found };
}
