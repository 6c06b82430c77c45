/** One row of a CSV document by its column names, with the line of the file on which it begins. */
export interface CsvRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

export type ReadCsv =
  | { readonly kind: "rows"; readonly columns: readonly string[]; readonly rows: readonly CsvRow[] }
  | { readonly kind: "broken"; readonly line: number; readonly because: string };

interface Cells {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Reads a CSV document with a header (RFC 4180; LF, CRLF and a byte order mark are fine, and so are empty lines). */
export function readCsv(text: string): ReadCsv {
  const read = readCells(text.replace(/^\uFEFF/, ""));
  if (read.kind === "broken") return read;
  const [head, ...rest] = read.rows;
  if (head === undefined) return { kind: "broken", line: 1, because: "the file is empty" };
  const columns = head.cells.map((name) => name.trim());
  const wrong = rest.find(({ cells }) => cells.length !== columns.length);
  if (wrong !== undefined) {
    const because = `it has ${wrong.cells.length} columns and the header has ${columns.length}`;
    return { kind: "broken", line: wrong.line, because };
  }
  const rows = rest.map(({ line, cells }) => ({
    line,
    values: Object.fromEntries(columns.map((name, index) => [name, (cells[index] ?? "").trim()])),
  }));
  return { kind: "rows", columns, rows };
}

type ReadCells = { readonly kind: "rows"; readonly rows: readonly Cells[] } | Extract<ReadCsv, { kind: "broken" }>;

/** A quoted cell, or one without quotes, and what ends it. */
const cellPattern = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|\n|\r|$)/y;

function readCells(text: string): ReadCells {
  const rows: Cells[] = [];
  let cells: string[] = [];
  let line = 1;
  let begins = 1;
  let position = 0;
  const pattern = new RegExp(cellPattern);
  while (position < text.length) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null) return { kind: "broken", line, because: "its quotes do not fit together" };
    const [whole, quoted, plain = "", end] = match;
    cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    position += whole.length;
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0;
    const isLast = position >= text.length;
    if (end === "," && !isLast) continue;
    if (end === "," && isLast) cells.push("");
    if (cells.length > 1 || cells[0] !== "") rows.push({ line: begins, cells });
    cells = [];
    begins = line;
  }
  return { kind: "rows", rows };
}
