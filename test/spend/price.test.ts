import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { Usage } from "../../server/models/usage.ts";
import { nano } from "../../server/spend/money.ts";
import {
  affordableOutput,
  costOf,
  dearestRate,
  isWholeUsage,
  type KnownPrice,
  type Rate,
  rateAt,
  worstCase,
} from "../../server/spend/price.ts";
import { priceFromText, priceToText } from "../../server/spend/price-text.ts";
import { flatPrice, usageOf, usd } from "./fixtures.ts";

const rates = fc
  .tuple(
    fc.bigInt({ min: 0n, max: usd("100") }),
    fc.uniqueArray(fc.tuple(fc.integer({ min: 1, max: 500_000 }), fc.bigInt({ min: 0n, max: usd("200") })), {
      maxLength: 3,
      selector: ([above]) => above,
    }),
  )
  .map(([base, steps]): Rate => {
    const ascending = steps.sort(([a], [b]) => a - b);
    return { base: nano(base), steps: ascending.map(([above, rate]) => ({ above, rate: nano(rate) })) };
  });

const prices = fc
  .record(
    { input: rates, output: rates, cacheRead: rates, cacheWrite: rates, cacheWrite1h: rates },
    { noNullPrototype: true },
  )
  .map((all): KnownPrice => ({ kind: "priced", rates: all, dearest: all, source: "any", asOf: "" }));

const count = fc.integer({ min: 0, max: 300_000 });
const usages = fc
  .record({ uncached: count, cacheRead: count, cacheWrite: count, cacheWrite1h: count, output: count })
  .map((usage): Usage => ({ ...usage, cacheWrite1h: Math.min(usage.cacheWrite1h, usage.cacheWrite), reasoning: 0 }));

test("each part of the tokens is priced at its own rate", () => {
  const price = flatPrice("3", "15");
  const all = {
    ...price.rates,
    cacheRead: { base: usd("0.3"), steps: [] },
    cacheWrite: { base: usd("3.75"), steps: [] },
    cacheWrite1h: { base: usd("6"), steps: [] },
  };
  const usage = { uncached: 1000, cacheRead: 2000, cacheWrite: 3000, cacheWrite1h: 1000, output: 500, reasoning: 400 };
  // 0.003 + 0.0006 + 2,000 × 3.75 + 1,000 × 6 + 0.0075
  assert.equal(costOf({ ...price, rates: all }, usage), usd("0.0246"));
});

test("above a step the whole call takes the step's rate", () => {
  const price = flatPrice("1", "10");
  const stepped = {
    ...price,
    rates: { ...price.rates, input: { base: usd("1.25"), steps: [{ above: 200_000, rate: usd("2.5") }] } },
  };
  assert.equal(costOf(stepped, usageOf(200_000, 0)), usd("0.25"));
  assert.equal(costOf(stepped, usageOf(200_001, 0)), usd("0.5000025"));
});

test("a fraction of a nano-dollar is rounded up once, at the end", () => {
  const price = flatPrice("0.0001", "0.0001");
  assert.equal(costOf(price, usageOf(1, 1)), 1n);
  assert.equal(costOf(price, usageOf(10, 1)), 2n);
});

test("one-hour cache writes above all cache writes count as all of them", () => {
  const usage = { uncached: 0, cacheRead: 0, cacheWrite: 10, cacheWrite1h: 99, output: 0, reasoning: 0 };
  assert.equal(costOf(flatPrice("1", "1"), usage), 10_000n);
});

test("free costs nothing", () => {
  const free = { kind: "free", source: "local" } as const;
  assert.equal(costOf(free, usageOf(1_000_000, 1_000_000)), 0n);
  assert.equal(worstCase(free, 1_000_000, 1_000_000), 0n);
});

test("no usage within a call's bounds costs more than its worst case", () => {
  fc.assert(
    fc.property(prices, usages, count, count, (price, usage, moreInput, moreOutput) => {
      const input = usage.uncached + usage.cacheRead + usage.cacheWrite + moreInput;
      return costOf(price, usage) <= worstCase(price, input, usage.output + moreOutput);
    }),
  );
});

test("the affordable output fits, and one token more does not", () => {
  fc.assert(
    fc.property(prices, count, fc.bigInt({ min: 0n, max: usd("50") }).map(nano), (price, input, available) => {
      const output = affordableOutput(price, input, available);
      if (output === undefined) return worstCase(price, input, 0) > available;
      if (output === Number.MAX_SAFE_INTEGER) return true;
      return worstCase(price, input, output) <= available && worstCase(price, input, output + 1) > available;
    }),
  );
});

test("the dearest of several rates is nowhere below one of them", () => {
  fc.assert(
    fc.property(rates, rates, fc.integer({ min: 0, max: 600_000 }), (a, b, input) => {
      const dearest = rateAt(dearestRate([a, b]), input);
      const both = [rateAt(a, input), rateAt(b, input)];
      return both.includes(dearest) && both.every((rate) => rate <= dearest);
    }),
  );
});

test("a price survives being written and read", () => {
  fc.assert(fc.property(prices, (price) => assert.deepEqual(priceFromText(priceToText(price)), price)));
});

test("usage that is not whole, finite and positive is not usable", () => {
  assert.equal(isWholeUsage(usageOf(1, 2)), true);
  for (const wrong of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 1e300])
    assert.equal(isWholeUsage(usageOf(1, wrong)), false);
});
