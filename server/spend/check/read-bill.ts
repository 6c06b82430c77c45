import { z } from "zod";
import type { Bill, ReadBill } from "./bill.ts";
import { type Format, formats } from "./formats.ts";
import { type CsvRow, readCsv } from "./read-csv.ts";

/** Reads a provider's own usage export. Nothing is guessed: what can't be read in full is refused. */
export function readBill(text: string): ReadBill {
  return /^\uFEFF?\s*[[{]/.test(text) ? readJson(text) : readTable(text);
}

function readTable(text: string): ReadBill {
  const csv = readCsv(text);
  if (csv.kind === "broken") return unreadable(`Line ${csv.line} can't be read: ${csv.because}.`);
  const format = formats.find(({ columns }) => columns.every((column) => csv.columns.includes(column)));
  if (format === undefined)
    return unreadable(`Its columns are ${csv.columns.slice(0, 12).join(", ")}, which no known export has.`);
  return billOf(format, csv.rows, format.format);
}

function billOf(format: Format, rows: readonly CsvRow[], name: string): ReadBill {
  const lines: Bill["lines"][number][] = [];
  for (const { line, values } of rows) {
    const read = format.read(values);
    if (read === undefined)
      return unreadable(`Line ${line} of this ${name} export has a time, a count or an amount that can't be read.`);
    if (read.model !== "") lines.push({ line, ...read });
  }
  const decimals = Math.max(
    0,
    ...rows.flatMap(({ values }) => format.amounts.map((column) => decimalsOf(values[column]))),
  );
  return { kind: "bill", bill: { host: format.host, format: name, each: format.each, decimals, lines } };
}

function decimalsOf(text = ""): number {
  const [, fraction = "", exponent = "0"] = /^\$?\d+(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  return Math.min(9, Math.max(0, fraction.length - Number(exponent)));
}

const scalar = z.union([z.string(), z.number()]).nullish();
const pages = z.looseObject({
  data: z.array(
    z.looseObject({
      start_time: z.number(),
      end_time: z.number(),
      results: z.array(
        z.looseObject({
          object: z.string(),
          model: scalar,
          input_tokens: scalar,
          input_cached_tokens: scalar,
          output_tokens: scalar,
          num_model_requests: scalar,
          line_item: scalar,
          amount: z.looseObject({ value: scalar, currency: scalar }).nullish(),
        }),
      ),
    }),
  ),
});

/** A page of OpenAI's usage or costs interface, or a list of such pages. */
function readJson(text: string): ReadBill {
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return unreadable("It begins like JSON and is none.");
  }
  const parsed = z.array(pages).safeParse(Array.isArray(value) ? value : [value]);
  if (!parsed.success) return unreadable("It is JSON, but no page of OpenAI's usage or costs.");
  const results = parsed.data.flatMap(({ data }) =>
    data.flatMap(({ start_time, end_time, results: found }) =>
      found.map((each) => ({ ...each, start_time, end_time })),
    ),
  );
  const isCosts = results.some(({ object }) => object === "organization.costs.result");
  const format = formats.find((each) => each.format === (isCosts ? "OpenAI costs (CSV)" : "OpenAI usage (CSV)"));
  const isOneKind = results.every(({ object }) => (object === "organization.costs.result") === isCosts);
  if (format === undefined || !isOneKind) return unreadable("It mixes usage and costs.");
  const rows = results.map((each, index) => ({
    line: index + 1,
    values: textsOf({ ...each, amount_value: each.amount?.value, amount_currency: each.amount?.currency }),
  }));
  return billOf(format, rows, format.format.replace("CSV", "JSON"));
}

function textsOf(values: Readonly<Record<string, unknown>>): Record<string, string> {
  const plain = Object.entries(values).filter(([, value]) => typeof value === "string" || typeof value === "number");
  return Object.fromEntries(plain.map(([name, value]) => [name, String(value)]));
}

function unreadable(why: string): ReadBill {
  const known = [...formats.map(({ format }) => format), "OpenAI usage or costs (JSON)"].join(", ");
  return { kind: "unreadable", message: `${why} What can be read: ${known}. docs/spend.md names the columns.` };
}
