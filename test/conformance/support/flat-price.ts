import type { Usage } from "../../../server/models/usage.ts";
import { type NanoUsd, nano, parseUsd, usdText } from "../../../server/spend/money.ts";
import { costOf, type Rate } from "../../../server/spend/price.ts";

/** US dollars for a usage at rates per million tokens, as the product computes them. A rate that is left out is 0. */
export function flatPrice(price: Readonly<Record<string, number | null>>, usage: Usage): string {
  const rate = (...names: readonly string[]): Rate => ({ base: exact(price, names), steps: [] });
  const cacheWrite = rate("cacheWrite", "cacheWrites", "cacheWritesPrice");
  const rates = {
    input: rate("input", "inputPrice"),
    output: rate("output", "outputPrice"),
    cacheRead: rate("cacheRead", "cacheReads", "cacheReadsPrice"),
    cacheWrite,
    cacheWrite1h: cacheWrite,
  };
  return usdText(costOf({ kind: "priced", rates, dearest: rates, source: "case", asOf: "" }, usage));
}

function exact(price: Readonly<Record<string, number | null>>, names: readonly string[]): NanoUsd {
  const given = names.map((name) => price[name]).find((value) => typeof value === "number") ?? 0;
  return parseUsd(given.toFixed(9)) ?? nano(0n);
}
