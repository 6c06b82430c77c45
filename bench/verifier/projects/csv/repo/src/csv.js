/** Splits one record into its fields. A quoted field may hold separators; a doubled quote in it stands for one. */
export function parseLine(line, separator = ",") {
  const fields = [];
  let field = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i];
    if (quoted) {
      if (c === '"' && line[i + 1] === '"') {
        field += '"';
        i++;
      } else if (c === '"') quoted = false;
      else field += c;
    } else if (c === '"' && field === "") quoted = true;
    else if (c === separator) {
      fields.push(field);
      field = "";
    } else field += c;
  }
  if (quoted) throw new Error("unterminated quote");
  fields.push(field);
  return fields;
}

/** Rows of a whole text. Lines end in LF or CRLF, empty lines are left out, and a quoted field may hold a line end. */
export function parse(text, separator = ",") {
  const rows = [];
  let pending = "";
  for (const line of text.split(/\r?\n/)) {
    const record = pending === "" ? line : `${pending}\n${line}`;
    if (record === "") continue;
    if (countQuotes(record) % 2 === 1) {
      pending = record;
      continue;
    }
    pending = "";
    rows.push(parseLine(record, separator));
  }
  if (pending !== "") throw new Error("unterminated quote");
  return rows;
}

function countQuotes(text) {
  return text.split('"').length - 1;
}

/** The first row names the fields of the others. Missing fields are empty, and too many are an error. */
export function toObjects(rows) {
  const [header = [], ...rest] = rows;
  return rest.map((row, index) => {
    if (row.length > header.length) throw new Error(`row ${index + 1} has ${row.length} fields instead of ${header.length}`);
    return Object.fromEntries(header.map((name, at) => [name, row[at] ?? ""]));
  });
}

/** One field as text: quoted when it holds a separator, a quote, a line end or white space at its ends. */
export function formatField(value, separator = ",") {
  const text = value === null || value === undefined ? "" : String(value);
  const plain = !text.includes(separator) && !/["\r\n]|^\s|\s$/.test(text);
  return plain ? text : `"${text.replaceAll('"', '""')}"`;
}

/** Text with a header of all names that occur, in the order of their first appearance. */
export function format(objects, separator = ",") {
  const names = [...new Set(objects.flatMap((object) => Object.keys(object)))];
  if (names.length === 0) return "";
  const lines = objects.map((object) => names.map((name) => formatField(object[name], separator)).join(separator));
  return [names.map((name) => formatField(name, separator)).join(separator), ...lines].map((line) => `${line}\n`).join("");
}

/** Numbers of one column; thousands may be grouped with underscores, and empty fields are left out. */
export function numbers(objects, name) {
  return objects
    .map((object) => object[name])
    .filter((text) => text !== undefined && text.trim() !== "")
    .map((text) => {
      const number = Number(text.replaceAll("_", ""));
      if (Number.isNaN(number)) throw new Error(`${text} is not a number`);
      return number;
    });
}

/** Which separator a text uses: the one of comma, semicolon and tab that occurs most in its first line outside of quotes. */
export function guessSeparator(text) {
  const first = text.split(/\r?\n/, 1)[0].replace(/"[^"]*"/g, "");
  let best = ",";
  let most = 0;
  for (const candidate of [",", ";", "\t"]) {
    const count = first.split(candidate).length - 1;
    if (count > most) {
      best = candidate;
      most = count;
    }
  }
  return best;
}
