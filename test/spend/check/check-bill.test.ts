import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import type { Usage } from "../../../server/models/usage.ts";
import { checkBill } from "../../../server/spend/check/check-bill.ts";
import { readBill } from "../../../server/spend/check/read-bill.ts";
import { readCsv } from "../../../server/spend/check/read-csv.ts";
import { toCsv } from "../../../server/spend/csv.ts";
import type { Ledger } from "../../../server/spend/ledger.ts";
import { newCall, open, plainPrice, settableClock, startWork, usageOf, usd } from "../fixtures.ts";

interface Called {
  readonly call: string;
  readonly at: string;
  readonly model: string;
  readonly usage: Usage;
  readonly reported?: string;
  readonly answeredBy?: string;
  readonly end?: "posted" | "unknown" | "void";
}

/** A ledger with these calls, each settled a second after it began. */
function ledgerWith(t: TestContext, endpoint: string, calls: readonly Called[]): Ledger {
  const clock = settableClock("2026-11-01T00:00:00Z");
  const ledger = open(t, { clock: clock.now });
  const work = startWork(ledger);
  for (const { call, at, model, usage, reported, answeredBy, end = "posted" } of calls) {
    clock.set(at);
    const request = { call, model: `${endpoint}/${model}`, endpoint, price: plainPrice };
    assert.equal(ledger.reserve(newCall(work, request)).kind, "held");
    clock.set(new Date(Date.parse(at) + 1_000).toISOString());
    if (end === "posted") ledger.settle(call, { kind: "posted", usage, reportedUsd: reported, answeredBy });
    else if (end === "void") ledger.settle(call, { kind: "void", because: "refused" });
    else ledger.settle(call, { kind: "unknown", because: "cut off", usage: undefined });
  }
  return ledger;
}

function check(text: string, ledger: Ledger, endpoint: string) {
  const checked = checkBill(text, () => [endpoint], ledger.linesToCheck);
  assert.ok(checked.kind === "compared", "message" in checked ? checked.message : checked.kind);
  return checked.comparison;
}

const kindsOf = ({ compared }: ReturnType<typeof check>) =>
  compared.map(({ kind, lines, calls }) => [kind, lines, calls]);

test("a bill knows nothing of efforts", (t) => {
  const ledger = ledgerWith(t, "router", [
    {
      call: "one",
      at: "2026-11-20T10:00:00Z",
      model: "z-ai/glm-5.3@low",
      usage: usageOf(1_000, 100),
      reported: "0.0021",
    },
  ]);
  const text = [activity, "gen-1,2026-11-20 10:00:02,0.0021,1000,100,0,z-ai/glm-5.3-20260710,0"].join("\n");
  assert.deepEqual(kindsOf(check(text, ledger, "router")), [["matched", [2], ["one"]]]);
});

const activity =
  "generation_id,created_at,cost_total,tokens_prompt,tokens_completion,tokens_cached,model_permaslug,byok_usage_inference";

test("an OpenRouter activity is compared call by call", (t) => {
  const model = "z-ai/glm-5.3";
  const ledger = ledgerWith(t, "router", [
    { call: "one", at: "2026-11-20T10:00:00Z", model, usage: usageOf(1_000, 100), reported: "0.0021" },
    { call: "two", at: "2026-11-20T10:00:30Z", model, usage: usageOf(2_000, 200), reported: "0.004" },
    { call: "refused", at: "2026-11-20T10:01:00Z", model, usage: usageOf(0, 0), end: "void" },
    { call: "cut", at: "2026-11-20T10:05:00Z", model, usage: usageOf(0, 0), end: "unknown" },
    { call: "alone", at: "2026-11-20T11:00:00Z", model, usage: usageOf(5, 5), reported: "0.00001" },
    { call: "later", at: "2026-11-21T11:00:00Z", model, usage: usageOf(5, 5), reported: "0.00001" },
  ]);
  const text = [
    activity,
    "gen-2,2026-11-20 10:00:32.5,0.0041,2000,200,0,z-ai/glm-5.3-20260710,0",
    "gen-1,2026-11-20 10:00:02,0.0021,1000,100,0,z-ai/glm-5.3-20260710,0",
    "gen-4,2026-11-20 10:05:03,0.003,900,90,0,z-ai/glm-5.3-20260710,0.001",
    "gen-5,2026-11-20 12:00:00,0.5,10,10,0,anthropic/claude-opus-5.5,0",
  ].join("\r\n");
  const result = check(text, ledger, "router");
  assert.deepEqual(kindsOf(result), [
    ["matched", [3], ["one"]],
    ["differs", [2], ["two"]],
    ["differs", [4], ["cut"]],
    ["only-here", [], ["alone"]],
    ["only-there", [5], []],
  ]);
  assert.deepEqual(result.compared[1]?.differences, ["the amount"]);
  assert.match(result.compared[2]?.differences.join() ?? "", /the cost of cut is not known here/);
  assert.equal(result.compared[2]?.there.usd, usd("0.004"));
  assert.equal(result.totals.there.usd, usd("0.5102"));
});

test("of two calls of the same minute each finds its own line", (t) => {
  const model = "qwen/qwen3-coder-next";
  const at = "2026-11-20T10:00:00Z";
  const ledger = ledgerWith(t, "router", [
    { call: "small", at, model, usage: usageOf(10, 1), reported: "0.001" },
    { call: "large", at: "2026-11-20T10:00:02Z", model, usage: usageOf(9_000, 900), reported: "0.9" },
  ]);
  const text = `${activity}\ng1,2026-11-20T10:00:02Z,0.001,10,1,0,${model},\ng2,2026-11-20T10:00:01Z,0.9,9000,900,0,${model},\n`;
  assert.deepEqual(
    kindsOf(check(text, ledger, "router")).map(([kind]) => kind),
    ["matched", "matched"],
  );
});

const cached = { uncached: 100, cacheRead: 50, cacheWrite: 30, cacheWrite1h: 10, output: 20, reasoning: 5 };

test("an Anthropic usage export is compared by day and model, over all of its keys", (t) => {
  const model = "claude-haiku-4-5";
  const ledger = ledgerWith(t, "anthropic", [
    { call: "one", at: "2026-11-19T23:59:59Z", model, usage: cached },
    { call: "two", at: "2026-11-20T00:00:00Z", model, usage: cached },
    { call: "three", at: "2026-11-20T09:00:00Z", model, usage: cached },
  ]);
  const head =
    "usage_date_utc,model_version,api_key,usage_input_tokens_no_cache,usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,usage_output_tokens";
  const rows = [
    "2026-11-19,claude-haiku-4-5-20251001,one,100,20,10,50,20",
    "2026-11-20,claude-haiku-4-5-20251001,one,100,20,10,50,20",
    "2026-11-20,claude-haiku-4-5-20251001,two,100,20,10,50,21",
  ];
  const result = check([head, ...rows].join("\n"), ledger, "anthropic");
  assert.deepEqual(kindsOf(result), [
    ["matched", [2], ["one"]],
    ["differs", [3, 4], ["two", "three"]],
  ]);
  assert.deepEqual(result.compared[1]?.differences, ["41 output tokens there, 40 here"]);
});

test("an Anthropic cost export adds its kinds of tokens up, and its rounding is no difference", (t) => {
  const usage = { ...cached, uncached: 1_234_567 };
  const ledger = ledgerWith(t, "anthropic", [
    { call: "one", at: "2026-11-20T09:00:00Z", model: "claude-opus-5-5", usage },
  ]);
  const head = "usage_date_utc,model,token_type,cost_usd";
  const bill = (cents: string) =>
    [head, `2026-11-20,Claude Opus 5.5,input,${cents}`, "2026-11-20,Claude Opus 5.5,output,0.00"].join("\n");
  assert.deepEqual(
    kindsOf(check(bill("1.23"), ledger, "anthropic")).map(([kind]) => kind),
    ["matched"],
  );
  assert.deepEqual(
    kindsOf(check(bill("1.30"), ledger, "anthropic")).map(([kind]) => kind),
    ["differs"],
  );
});

const from = Date.parse("2026-11-20T00:00:00Z") / 1000;
const until = from + 86_400;

test("OpenAI's usage and costs are read as CSV and as pages of JSON", (t) => {
  const model = "gpt-6-luna";
  const usage = { uncached: 600, cacheRead: 400, cacheWrite: 0, cacheWrite1h: 0, output: 77, reasoning: 7 };
  const ledger = ledgerWith(t, "openai", [
    { call: "one", at: "2026-11-20T09:00:00Z", model, usage, answeredBy: "gpt-6-luna-2026-07-01" },
  ]);
  const usageCsv = `start_time,end_time,model,num_model_requests,input_tokens,output_tokens,input_cached_tokens\n${from},${until},gpt-6-luna-2026-07-01,1,1000,77,400\n`;
  const costCsv = `start_time,end_time,amount_value,amount_currency,line_item\n${from},${until},0.000677,usd,"gpt-6-luna-2026-07-01, input"\n${from},${until},0.0004,usd,"gpt-6-luna-2026-07-01, cached input"\n`;
  const page = (results: readonly object[]) =>
    JSON.stringify({ object: "page", data: [{ object: "bucket", start_time: from, end_time: until, results }] });
  const usageJson = page([
    {
      object: "organization.usage.completions.result",
      model: "gpt-6-luna-2026-07-01",
      input_tokens: 1000,
      output_tokens: 77,
      input_cached_tokens: 400,
      num_model_requests: 1,
    },
  ]);
  const costJson = page([
    {
      object: "organization.costs.result",
      amount: { value: 0.001077, currency: "usd" },
      line_item: "gpt-6-luna-2026-07-01, input",
    },
  ]);
  for (const text of [usageCsv, costCsv, usageJson, `[${usageJson}]`, costJson]) {
    assert.deepEqual(
      kindsOf(check(text, ledger, "openai")).map(([kind]) => kind),
      ["matched"],
      text,
    );
  }
  const more = usageCsv.replace(",1,1000,", ",2,1000,");
  assert.deepEqual(check(more, ledger, "openai").compared[0]?.differences, ["2 calls there, 1 here"]);
});

test("what is no known export is refused with the known ones, and so is a line that can't be read", () => {
  for (const [text, because] of [
    ["", /the file is empty/],
    ["a,b\n1,2", /columns are a, b, which no known export has/],
    ['a,"b\n1', /quotes do not fit/],
    [`${activity}\ng,yesterday,0.1,1,1,0,m,`, /Line 2 .*can't be read/],
    [`${activity}\ng,2026-11-20,NaN,1,1,0,m,`, /Line 2 .*can't be read/],
    [`${activity}\ng,2026-11-20,-1,1,1,0,m,`, /Line 2 .*can't be read/],
    [`${activity}\ng,2026-11-20`, /Line 2 can't be read: it has 2 columns/],
    ["{nonsense", /begins like JSON/],
    ['{"object": "page"}', /no page of OpenAI/],
    ["\u0000\u0001PK", /no known export/],
  ] as const) {
    const read = readBill(text);
    assert.ok(read.kind === "unreadable", text);
    assert.match(read.message, because);
    assert.match(read.message, /OpenRouter activity \(CSV\).*docs\/spend\.md/);
  }
});

test("an amount in another currency is not taken for dollars", () => {
  const text = `start_time,end_time,amount_value,amount_currency,line_item\n${from},${until},1,eur,"gpt-6-luna, input"`;
  assert.equal(readBill(text).kind, "unreadable");
});

test("every table that we write is read back, and no text makes the reader fail otherwise than by saying so", () => {
  const cell = fc.string({ unit: "grapheme" }).map((text) => text.replaceAll(/[=+\-@\t]/g, "x").trim());
  const table = fc
    .integer({ min: 2, max: 5 })
    .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 1 }));
  fc.assert(
    fc.property(table, (rows) => {
      const named = [(rows[0] ?? []).map((_, index) => `c${index}`), ...rows];
      const read = readCsv(toCsv(named));
      assert.ok(read.kind === "rows");
      const kept = rows.map((row) => row.map((value) => value.trim()));
      assert.deepEqual(
        read.rows.map(({ values }) => Object.values(values)),
        kept,
      );
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => ["bill", "unreadable"].includes(readBill(text).kind)));
});
