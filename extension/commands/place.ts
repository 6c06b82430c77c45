/** A document's lines, 0-based, end excluded. */
export interface Lines {
  readonly startLine: number;
  readonly endLine: number;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Span {
  readonly start: Position;
  readonly end: Position;
}

/** A selection that ends at the start of a line does not mean that line. An empty one means the line that it is in. */
export function wholeLines({ start, end }: Span): Lines {
  const last = end.character === 0 && end.line > start.line ? end.line - 1 : end.line;
  return { startLine: start.line, endLine: last + 1 };
}

/** Such as `src/dates.ts`, `src/dates.ts:3` or `src/dates.ts:3-9`, with 1-based lines as the editor shows them. */
export function placeName(path: string, lines?: Lines): string {
  const name = path.replace(/\p{C}/gu, "\u{fffd}");
  if (lines === undefined) return name;
  const { startLine, endLine } = lines;
  return endLine - startLine <= 1 ? `${name}:${startLine + 1}` : `${name}:${startLine + 1}-${endLine}`;
}

/** What document symbols have in common, nested or flat. */
export interface SymbolLike {
  readonly kind: number;
  readonly range: Span;
  readonly children?: readonly SymbolLike[];
}

/** The editor's kinds of symbols that hold code: class, method, constructor, enum, interface, function, struct. */
const holdsCode: ReadonlySet<number> = new Set([4, 5, 8, 9, 10, 11, 22]);
/** Those that a person means who stands in one: a method rather than its class. */
const isFunction: ReadonlySet<number> = new Set([5, 8, 11]);

/** The innermost function around a line; without one the innermost class or the like; undefined when there is neither. */
export function enclosingSymbol(symbols: readonly SymbolLike[], line: number): Lines | undefined {
  const around = flat(symbols).filter(({ kind, range }) => holdsCode.has(kind) && includes(range, line));
  const innermost = around.toSorted((a, b) => size(a.range) - size(b.range));
  const found = innermost.find(({ kind }) => isFunction.has(kind)) ?? innermost[0];
  return found && wholeLines(found.range);
}

function flat(symbols: readonly SymbolLike[]): readonly SymbolLike[] {
  return symbols.flatMap((symbol) => [symbol, ...flat(symbol.children ?? [])]);
}

function includes({ start, end }: Span, line: number): boolean {
  return line >= start.line && line <= end.line;
}

function size({ start, end }: Span): number {
  return end.line - start.line;
}
