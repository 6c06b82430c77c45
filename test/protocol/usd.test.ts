import assert from "node:assert/strict";
import { test } from "node:test";
import { bigInt, assert as holds, property } from "fast-check";
import { exactNanoUsd, formatNanoUsd, limitNanoUsd, nanoUsdOf } from "../../server/protocol/usd.ts";

test("an amount shows cents, and two digits that mean something below one cent", () => {
  const shown = {
    "0": "$0.00",
    "1": "$0.000000001",
    "4200000": "$0.0042",
    "4249000": "$0.0042",
    "9999999": "$0.01",
    "10000000": "$0.01",
    "424900000": "$0.42",
    "425000000": "$0.43",
    "999999999": "$1.00",
    "12345000000": "$12.35",
    "-1500000": "-$0.0015",
  };
  for (const [amount, text] of Object.entries(shown)) assert.equal(formatNanoUsd(amount), text);
});

test("a limit shows no cents when it has none, and every digit otherwise", () => {
  assert.equal(limitNanoUsd("10000000000"), "$10");
  assert.equal(limitNanoUsd("2500000000"), "$2.50");
  assert.equal(limitNanoUsd("1234500"), "$0.0012345");
  assert.equal(limitNanoUsd("0"), "$0");
});

test("an amount that is not zero never reads as zero", () => {
  holds(property(bigInt(1n, 10n ** 18n), (amount) => Number(formatNanoUsd(`${amount}`).slice(1)) > 0));
});

test("what is typed is read back exactly as it was shown", () => {
  holds(property(bigInt(0n, 10n ** 18n - 1n), (amount) => nanoUsdOf(exactNanoUsd(`${amount}`)) === `${amount}`));
});

test("what is no amount of dollars is refused", () => {
  for (const text of ["", ".", "$", "-1", "1,5", "1e3", "NaN", "0.0000000001", "10000000000", "1 2", "€1"]) {
    assert.equal(nanoUsdOf(text), undefined, text);
  }
  assert.equal(nanoUsdOf(" $ .5 "), "500000000");
  assert.equal(nanoUsdOf("2."), "2000000000");
});
