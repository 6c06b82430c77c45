/** The fields of one CSV line. A field in quotes may hold commas; a quote inside it is written twice. */
export function parseCsvLine(line) {
  const fields = [];
  let field = "";
  let quoted = false;
  for (let index = 0; index < line.length; index++) {
    const character = line[index];
    if (character === '"') {
      quoted = !quoted;
    } else if (character === "," && !quoted) {
      fields.push(field);
      field = "";
    } else {
      field += character;
    }
  }
  if (quoted) throw new SyntaxError("a quoted field does not end");
  fields.push(field);
  return fields;
}

/** One CSV line; fields are quoted only when they must be. */
export function formatCsvLine(fields) {
  return fields.map(formatField).join(",");
}

function formatField(field) {
  return /[",\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
