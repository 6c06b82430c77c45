import { type NanoUsd, nano, parseUsd } from "../money.ts";
import type { Bill, BillLine, Counted } from "./bill.ts";

type Row = Readonly<Record<string, string>>;

/** One kind of export, told by its columns. Other columns don't matter. */
export interface Format extends Pick<Bill, "host" | "format" | "each"> {
  readonly columns: readonly string[];
  /** Columns of amounts. */
  readonly amounts: readonly string[];
  /** Undefined where the row can't be read. */
  read(row: Row): Omit<BillLine, "line"> | undefined;
}

const day = 86_400_000;

export const formats: readonly Format[] = [
  {
    host: "openrouter",
    format: "OpenRouter activity (CSV)",
    each: "call",
    columns: ["created_at", "cost_total", "tokens_prompt", "tokens_completion", "model_permaslug"],
    amounts: ["cost_total", "byok_usage_inference"],
    read(row) {
      const at = timeOf(row.created_at);
      const usd = total(
        amountOf(row.cost_total),
        row.byok_usage_inference ? amountOf(row.byok_usage_inference) : nano(0n),
      );
      const counted = tokens({
        input: row.tokens_prompt,
        cacheRead: row.tokens_cached,
        output: row.tokens_completion,
      });
      if (at === undefined || usd === undefined || counted === undefined) return undefined;
      return { from: at, to: at, model: row.model_permaslug ?? "", counted: { ...counted, calls: 1, usd } };
    },
  },
  {
    host: "anthropic",
    format: "Anthropic usage (CSV)",
    each: "sum",
    columns: ["usage_date_utc", "model_version", "usage_input_tokens_no_cache", "usage_output_tokens"],
    amounts: [],
    read(row) {
      const counted = tokens({
        uncached: row.usage_input_tokens_no_cache,
        cacheRead: row.usage_input_tokens_cache_read ?? "0",
        write5m: row.usage_input_tokens_cache_write_5m ?? "0",
        write1h: row.usage_input_tokens_cache_write_1h ?? "0",
        output: row.usage_output_tokens,
      });
      if (counted === undefined) return undefined;
      const { uncached, cacheRead, write5m, write1h, output } = counted;
      const cacheWrite = write5m + write1h;
      const sums = { input: uncached + cacheRead + cacheWrite, cacheRead, cacheWrite, output };
      return ofDay(row.usage_date_utc, row.model_version, sums);
    },
  },
  {
    host: "anthropic",
    format: "Anthropic cost (CSV)",
    each: "sum",
    columns: ["usage_date_utc", "model", "cost_usd"],
    amounts: ["cost_usd"],
    read(row) {
      const usd = amountOf(row.cost_usd);
      return usd === undefined ? undefined : ofDay(row.usage_date_utc, row.model, { usd });
    },
  },
  {
    host: "openai",
    format: "OpenAI usage (CSV)",
    each: "sum",
    columns: ["start_time", "end_time", "model", "input_tokens", "output_tokens"],
    amounts: [],
    read(row) {
      const counted = tokens({
        calls: row.num_model_requests,
        input: row.input_tokens,
        cacheRead: row.input_cached_tokens,
        output: row.output_tokens,
      });
      return counted && ofBucket(row.start_time, row.end_time, row.model, counted);
    },
  },
  {
    host: "openai",
    format: "OpenAI costs (CSV)",
    each: "sum",
    columns: ["start_time", "end_time", "amount_value", "line_item"],
    amounts: ["amount_value"],
    read(row) {
      const usd = amountOf(row.amount_value);
      const isUsd = (row.amount_currency ?? "usd").toLowerCase() === "usd";
      // `gpt-6-luna-2026-07-01, cached input`
      const [model] = (row.line_item ?? "").split(",");
      return usd === undefined || !isUsd ? undefined : ofBucket(row.start_time, row.end_time, model, { usd });
    },
  },
];

function ofDay(date: string | undefined, model: string | undefined, counted: Counted) {
  const from = /^\d{4}-\d{2}-\d{2}/.test(date ?? "") ? Date.parse(`${date?.slice(0, 10)}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(from) || model === undefined ? undefined : { from, to: from + day, model, counted };
}

function ofBucket(start: string | undefined, end: string | undefined, model: string | undefined, counted: Counted) {
  const [from, to] = [timeOf(start), timeOf(end)];
  return from === undefined || to === undefined || model === undefined ? undefined : { from, to, model, counted };
}

/** Seconds since the epoch, or a date and time, in UTC unless it says otherwise. */
function timeOf(text = ""): number | undefined {
  if (/^\d{9,11}(\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (!/^\d{4}-\d{2}-\d{2}/.test(text)) return undefined;
  const iso = text.replace(" ", "T");
  const at = Date.parse(/(?:Z|[+-]\d{2}:?\d{2})$/i.test(iso) || iso.length === 10 ? iso : `${iso}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function amountOf(text = ""): NanoUsd | undefined {
  return parseUsd(text.replace(/^\$/, ""));
}

function total(one: NanoUsd | undefined, other: NanoUsd | undefined): NanoUsd | undefined {
  return one === undefined || other === undefined ? undefined : nano(one + other);
}

/** Whole numbers by name; a name without a text is left out. Undefined when any is no number. */
function tokens<Name extends string>(
  texts: Readonly<Record<Name, string | undefined>>,
): Record<Name, number> | undefined {
  const found: [string, number][] = [];
  for (const [name, text] of Object.entries<string | undefined>(texts)) {
    if (text === undefined || text === "") continue;
    if (!/^\d{1,15}(?:\.0+)?$/.test(text)) return undefined;
    found.push([name, Number(text)]);
  }
  return Object.fromEntries(found) as Record<Name, number>;
}
