/** One CSV document (RFC 4180, CRLF) that is safe to open in a spreadsheet: a text that would be a formula is prefixed with `'`. */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

const plainNumber = /^-?\d+(\.\d+)?$/;

function field(value: string): string {
  const harmless = /^[\s]*[=+\-@]|^[\t\r\n]/.test(value) && !plainNumber.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
