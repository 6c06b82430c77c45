export type Token =
  | { readonly kind: "number"; readonly value: number; readonly at: number }
  | { readonly kind: "name"; readonly name: string; readonly at: number }
  | { readonly kind: "sign"; readonly sign: string; readonly at: number };

const pattern = /\s*(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?)|([a-z_]\w*)|(\*\*|<=|>=|==|!=|[-+*/%()<>,?:]))/iy;

/** Pieces of a formula; anything else is an error that names its place. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  pattern.lastIndex = 0;
  while (pattern.lastIndex < end) {
    const from = pattern.lastIndex;
    const found = pattern.exec(text);
    if (found === null) throw new Error(`unexpected ${text.slice(from).trimStart()[0]} at ${from}`);
    const [whole, number, name, sign] = found;
    const at = from + whole.length - whole.trimStart().length;
    if (number !== undefined) tokens.push({ kind: "number", value: Number(number), at });
    else if (name !== undefined) tokens.push({ kind: "name", name, at });
    else tokens.push({ kind: "sign", sign: sign ?? "", at });
  }
  return tokens;
}
