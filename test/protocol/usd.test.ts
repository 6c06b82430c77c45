import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { formatNanoUsd } from "../../server/protocol/usd.ts";
import { formatUsd, nano } from "../../server/spend/money.ts";

test("an editor shows an amount exactly as the terminal does", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (amount) => {
      assert.equal(formatNanoUsd(String(amount)), formatUsd(nano(amount)));
    }),
  );
  assert.equal(formatNanoUsd("4200000"), "$0.0042");
});
