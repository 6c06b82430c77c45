import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatUsd, formatUsdExactly, mostMoney, nano, parseUsd, usdText } from "../../server/spend/money.ts";

const amounts = fc.bigInt({ min: 0n, max: mostMoney }).map(nano);

test("reads decimal dollars exactly", () => {
  assert.equal(parseUsd("0.0075"), 7_500_000n);
  assert.equal(parseUsd("3"), 3_000_000_000n);
  assert.equal(parseUsd("12.50"), 12_500_000_000n);
  assert.equal(parseUsd("1.13e-05"), 11_300n);
  assert.equal(parseUsd("2E3"), 2_000_000_000_000n);
  assert.equal(parseUsd("0"), 0n);
});

test("rounds what is finer than a nano-dollar up", () => {
  assert.equal(parseUsd("0.0000000001"), 1n);
  assert.equal(parseUsd("0.0000000010000000000001"), 2n);
  assert.equal(parseUsd("1e-30"), 1n);
});

for (const text of [
  "-1",
  "-0",
  "+1",
  "NaN",
  "Infinity",
  "3,00",
  "1e-400",
  "1e400",
  "1e31",
  "1e10",
  "",
  " ",
  "$1",
  "1.",
  ".5",
  "0x10",
  "1_000",
  "1 2",
]) {
  test(`refuses ${JSON.stringify(text)} as an amount`, () => assert.equal(parseUsd(text), undefined));
}

test("every amount survives being written and read", () => {
  fc.assert(fc.property(amounts, (amount) => parseUsd(usdText(amount)) === amount));
  fc.assert(fc.property(amounts, (amount) => parseUsd(formatUsdExactly(amount).slice(1)) === amount));
});

test("an amount read from a number's shortest form is that number", () => {
  const decimals = fc.tuple(fc.integer({ min: 0, max: 1_000_000 }), fc.integer({ min: 0, max: 9 }));
  fc.assert(
    fc.property(decimals, ([digits, power]) => {
      const expected = BigInt(digits) * 10n ** BigInt(9 - power);
      return parseUsd(String(Number(`${digits}e-${power}`))) === expected;
    }),
  );
});

test("text that is read at all is never understated and off by less than a nano-dollar", () => {
  const text = fc.tuple(fc.integer({ min: 0, max: 9_999 }), fc.stringMatching(/^[0-9]{1,25}$/));
  fc.assert(
    fc.property(text, ([whole, fraction]) => {
      const scale = 10n ** 25n;
      const exact = BigInt(whole) * scale + BigInt(fraction.padEnd(25, "0"));
      const read = (parseUsd(`${whole}.${fraction}`) ?? -1n) * 10n ** 16n;
      return read >= exact && read - exact < 10n ** 16n;
    }),
  );
});

test("shows dollars to the cent and small amounts with two significant digits", () => {
  assert.equal(formatUsd(nano(0n)), "$0.00");
  assert.equal(formatUsd(nano(4_200_000n)), "$0.0042");
  assert.equal(formatUsd(nano(4_249_000n)), "$0.0042");
  assert.equal(formatUsd(nano(1n)), "$0.000000001");
  assert.equal(formatUsd(nano(9_999_999n)), "$0.01");
  assert.equal(formatUsd(nano(123_000_000n)), "$0.12");
  assert.equal(formatUsd(nano(999_900_000n)), "$1.00");
  assert.equal(formatUsd(nano(12_345_000_000n)), "$12.35");
  assert.equal(formatUsd(nano(-5_000_000n)), "-$0.005");
});

test("an amount that is not zero never reads as zero, and is shown within five percent", () => {
  fc.assert(
    fc.property(amounts, (amount) => {
      const shown = parseUsd(formatUsd(amount).slice(1)) ?? -1n;
      const difference = shown > amount ? shown - amount : amount - shown;
      return (shown === 0n) === (amount === 0n) && difference * 20n <= amount;
    }),
  );
});

test("exact amounts keep every digit", () => {
  assert.equal(formatUsdExactly(nano(4_200_001n)), "$0.004200001");
  assert.equal(formatUsdExactly(nano(-12_000_000_000n)), "-$12.00");
});
