import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseAmount } from "../../server/configuration/amount.ts";

test("a decimal is read exactly", () => {
  for (const [text, nano] of [
    ["0.1", 100_000_000n],
    ["0", 0n],
    ["3.00", 3_000_000_000n],
    ["0.000000001", 1n],
    ["1000000000", 1_000_000_000_000_000_000n],
  ] as const) {
    assert.deepEqual(parseAmount(text), { kind: "amount", amount: nano });
  }
});

test("whatever is not a plain decimal is a mistake that says what to write", () => {
  for (const [text, next] of [
    ["-1", /write 0 or more/],
    ["-0", /write 0 or more/],
    ["3,00", /such as 3\.00/],
    ["1e-400", /write all its digits/],
    ["1E5", /write all its digits/],
    ["0.0000000001", /round it up to 9/],
    ["1000000000.01", /a billion/],
    ["99999999999", /a billion/],
    ["NaN", /plain decimal/],
    ["Infinity", /plain decimal/],
    ["$3", /plain decimal/],
    ["", /plain decimal/],
    [" 1", /plain decimal/],
    ["1.", /plain decimal/],
    [".5", /plain decimal/],
    ["0x10", /plain decimal/],
    ["٣", /plain decimal/],
    ["1\n", /plain decimal/],
  ] as const) {
    const result = parseAmount(text);
    assert.equal(result.kind, "mistake", text);
    if (result.kind === "mistake") assert.match(result.because, next, text);
  }
});

test("every amount of nano-dollars survives being written as a decimal", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), (nano) => {
      const text = `${nano / 10n ** 9n}.${String(nano % 10n ** 9n).padStart(9, "0")}`;
      assert.deepEqual(parseAmount(text), { kind: "amount", amount: nano });
    }),
  );
});
