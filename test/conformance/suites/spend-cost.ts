import { z } from "zod";
import type { ServedModel } from "../../../server/models/endpoint.ts";
import { inputTotal, type Usage } from "../../../server/models/usage.ts";
import { type NanoUsd, nano, parseUsd, usdText } from "../../../server/spend/money.ts";
import { costOf, type Rate, type Rates } from "../../../server/spend/price.ts";
import { priceOf } from "../../../server/spend/price-catalogue.ts";
import type { CaseResult } from "../suite.ts";

const tokens = z.number().int().nonnegative().nullish();
const usageFields = {
  input_tokens: tokens,
  output_tokens: tokens,
  cache_write_tokens: tokens,
  cache_read_tokens: tokens,
};

const longContext = z.object({
  thresholdTokens: z.number(),
  inputPriceMultiplier: z.number().optional(),
  outputPriceMultiplier: z.number().optional(),
  cacheWritesPriceMultiplier: z.number().optional(),
  cacheReadsPriceMultiplier: z.number().optional(),
});

const byFormula = z.object({
  id: z.string(),
  formula: z.literal("cost"),
  token_convention: z.enum(["input-excludes-cache", "input-includes-cache"]),
  price_per_mtok: z.object({
    inputPrice: z.number().optional(),
    outputPrice: z.number().optional(),
    cacheWritesPrice: z.number().optional(),
    cacheReadsPrice: z.number().optional(),
  }),
  model_extra: z.object({ longContextPricing: longContext.optional() }).nullish(),
  ...usageFields,
  expected: z.object({ cost: z.number(), total_input: z.number().optional(), total_output: z.number().optional() }),
});

const byName = z.object({
  id: z.string(),
  formula: z.literal("cost-by-name"),
  provider: z.string(),
  model: z.string(),
  ...usageFields,
  expected: z.object({ cost: z.number().nullable() }),
});

type FormulaCase = z.infer<typeof byFormula>;
type NameCase = z.infer<typeof byName>;

export const suite = {
  name: "spend/cost",
  *run(cases: unknown): Generator<CaseResult> {
    for (const each of z.array(z.looseObject({ id: z.string() })).parse(cases)) {
      const parsed = z.discriminatedUnion("formula", [byFormula, byName]).safeParse(each);
      if (!parsed.success) yield { id: each.id, outcome: "failed", why: z.prettifyError(parsed.error) };
      else yield parsed.data.formula === "cost" ? checkFormula(parsed.data) : checkName(parsed.data);
    }
  },
};

function checkFormula(each: FormulaCase): CaseResult {
  const rates = ratesIn(each);
  const usage = usageIn(each, each.token_convention === "input-includes-cache");
  const cost = costOf({ kind: "priced", rates, dearest: rates, source: "case", asOf: "" }, usage);
  const { total_input: input, total_output: output } = each.expected;
  if (input !== undefined && inputTotal(usage) !== input)
    return failed(each.id, `input total ${inputTotal(usage)}, not ${input}`);
  if (output !== undefined && usage.output !== output)
    return failed(each.id, `output total ${usage.output}, not ${output}`);
  return compare(each.id, cost, each.expected.cost);
}

/** Peers' cost by name uses Anthropic's convention throughout: the input does not include what was cached. */
function checkName(each: NameCase): CaseResult {
  const price = priceOf(servedModel(each.provider, each.model), new Map(), new Date("2026-11-21T12:00:00Z"));
  if (price.kind === "unknown") {
    if (each.expected.cost === null) return { id: each.id, outcome: "passed" };
    return failed(each.id, price.because);
  }
  if (each.expected.cost === null) return failed(each.id, "a price was found where there is none");
  return compare(each.id, costOf(price, usageIn(each, false)), each.expected.cost);
}

function compare(id: string, cost: NanoUsd, expected: number): CaseResult {
  const wanted = nano(BigInt(Math.round(expected * 1e9)));
  return cost === wanted ? { id, outcome: "passed" } : failed(id, `$${usdText(cost)}, not $${usdText(wanted)}`);
}

function failed(id: string, why: string): CaseResult {
  return { id, outcome: "failed", why };
}

function usageIn(each: FormulaCase | NameCase, inputIncludesCache: boolean): Usage {
  const input = each.input_tokens ?? 0;
  const write = each.cache_write_tokens ?? 0;
  const read = each.cache_read_tokens ?? 0;
  const cacheWrite = inputIncludesCache ? Math.min(write, input) : write;
  const cacheRead = inputIncludesCache ? Math.min(read, input - cacheWrite) : read;
  const uncached = inputIncludesCache ? input - cacheWrite - cacheRead : input;
  return { uncached, cacheRead, cacheWrite, cacheWrite1h: 0, output: each.output_tokens ?? 0, reasoning: 0 };
}

/** These cases are about arithmetic, so a rate that a case leaves out is 0 here; in the product such a price is unknown and refused. */
function ratesIn(each: FormulaCase): Rates {
  const { inputPrice, outputPrice, cacheWritesPrice, cacheReadsPrice } = each.price_per_mtok;
  const long = each.model_extra?.longContextPricing;
  const rate = (price = 0, multiplier = 1): Rate => ({
    base: exact(price),
    steps: long === undefined ? [] : [{ above: long.thresholdTokens, rate: exact(price * multiplier) }],
  });
  const cacheWrite = rate(cacheWritesPrice, long?.cacheWritesPriceMultiplier);
  return {
    input: rate(inputPrice, long?.inputPriceMultiplier),
    output: rate(outputPrice, long?.outputPriceMultiplier),
    cacheRead: rate(cacheReadsPrice, long?.cacheReadsPriceMultiplier),
    cacheWrite,
    cacheWrite1h: cacheWrite,
  };
}

function exact(price: number): NanoUsd {
  const amount = parseUsd(price.toFixed(9));
  if (amount === undefined) throw new RangeError(`${price} is no price`);
  return amount;
}

function servedModel(provider: string, model: string): ServedModel {
  return {
    id: `${provider}/${model}`,
    endpoint: {
      id: provider,
      dialect: "openai-chat",
      url: "https://host.example/v1",
      keyName: undefined,
      provider,
      local: false,
      timeouts: { headers: 1, firstToken: 1, idle: 1 },
    },
    model,
    family: "any",
    context: 1,
    maxOutput: 1,
    abilities: { tools: true },
  };
}
