import assert from "node:assert/strict";
import { test } from "node:test";
import { freeItems, merge, rebate, shipping, subtotal, total, withRebates } from "../src/cart.js";
import { formatMoney, roundHalfUp, split } from "../src/money.js";

test("subtotal", () => {
  assert.equal(subtotal([{ cents: 3, quantity: 1 }]), 3);
  assert.equal(subtotal([{ cents: 0, quantity: 5 }, { cents: 7, quantity: 3 }, { cents: 1, quantity: 2 }]), 23);
  for (const quantity of [0, -3, 0.5, Number.NaN, "2", undefined])
    assert.throws(() => subtotal([{ cents: 1, quantity: 1 }, { cents: 1, quantity }]), RangeError);
});
test("rebate", () => {
  const percent = (sum, value) => rebate(sum, { kind: "percent", percent: value });
  assert.deepEqual([percent(0, 10), percent(1, 50), percent(3, 50), percent(999, 33), percent(100, 100), percent(104, 1), percent(1000, 0)], [0, 1, 2, 330, 100, 1, 0]);
  assert.equal(percent(100, 101), 100);
  const amount = (sum, cents, from) => rebate(sum, { kind: "amount", cents, ...(from === undefined ? {} : { from }) });
  assert.deepEqual([amount(500, 100), amount(100, 100), amount(50, 100), amount(0, 100), amount(2000, 300, 1999), amount(2000, 300, 2001), amount(250, 300, 250)], [100, 100, 50, 0, 300, 0, 250]);
  assert.throws(() => rebate(1, { kind: "points" }), /unknown code: points/);
});
test("withRebates", () => {
  const codes = [{ kind: "amount", cents: 200, from: 500 }, { kind: "percent", percent: 25 }, { kind: "amount", cents: 50 }, { kind: "percent", percent: 10 }];
  assert.equal(withRebates(1000, codes), 425);
  assert.equal(withRebates(700, codes), 700 - 175 - 53 - 50);
  assert.equal(withRebates(100, []), 100);
  assert.equal(withRebates(100, [{ kind: "amount", cents: 90 }, { kind: "amount", cents: 90 }]), 0);
  assert.equal(codes[0].kind, "amount");
});
test("freeItems", () => {
  assert.equal(freeItems([]), 0);
  assert.equal(freeItems([{ cents: 10, quantity: 2 }]), 0);
  assert.equal(freeItems([{ cents: 10, quantity: 5 }, { cents: 7, quantity: 6 }, { cents: 1, quantity: 1 }]), 24);
});
test("shipping", () => {
  const cases = [
    [0, 1, 490], [5000, 1, 0], [4999, 2000, 490], [4999, 2001, 690], [5000, 2001, 0], [5000, 10000, 0], [4999, 10000, 690],
    [5000, 10001, 790], [100, 11000, 790], [100, 11001, 890], [99999, 20000, 1690], [100, 0, 0], [100, -5, 0],
  ];
  for (const [sum, grams, expected] of cases) assert.equal(shipping(sum, grams), expected, `${sum} ${grams}`);
});
test("total", () => {
  assert.equal(total({ lines: [] }), 0);
  assert.equal(total({ lines: [{ cents: 5000, quantity: 1, grams: 100 }] }), 5000);
  assert.equal(total({ lines: [{ cents: 5000, quantity: 1, grams: 100 }], codes: [{ kind: "amount", cents: 1 }] }), 4999 + 490);
  assert.equal(total({ lines: [{ cents: 100, quantity: 4, grams: 3000 }, { cents: 50, quantity: 1 }] }), 350 + 690 + 200);
  assert.equal(total({ lines: [{ cents: 3000, quantity: 3, grams: 10 }], codes: [{ kind: "percent", percent: 50 }] }), 3000 + 490);
});
test("merge", () => {
  assert.deepEqual(merge([]), []);
  const lines = [{ article: "b", cents: 5, quantity: 2, grams: 9 }, { article: "a", cents: 1, quantity: 1 }, { article: "b", cents: 5, quantity: 1 }, { article: "b", cents: 5, quantity: 3 }];
  assert.deepEqual(merge(lines), [{ article: "b", cents: 5, quantity: 6, grams: 9 }, { article: "a", cents: 1, quantity: 1 }]);
  assert.deepEqual(lines.map(({ quantity }) => quantity), [2, 1, 1, 3]);
  assert.throws(() => merge([{ article: "x", cents: 1, quantity: 1 }, { article: "x", cents: 0, quantity: 1 }]), /two prices for x/);
});
test("money", () => {
  assert.deepEqual([0, 0.5, 0.4999, 1.5, -0.5, -1.5, -1.51, 7].map((cents) => roundHalfUp(cents) + 0), [0, 1, 0, 2, 0, -1, -2, 7]);
  const shown = { 0: "0.00 €", 99: "0.99 €", 100: "1.00 €", 99999: "999.99 €", 100000: "1,000.00 €", 100000000: "1,000,000.00 €", "-100": "-1.00 €", "-1234567": "-12,345.67 €", 10: "0.10 €" };
  for (const [cents, text] of Object.entries(shown)) assert.equal(formatMoney(Number(cents)), text);
  assert.deepEqual(split(0, 2), [0, 0]);
  assert.deepEqual(split(1, 3), [1, 0, 0]);
  assert.deepEqual(split(5, 1), [5]);
  assert.deepEqual(split(10, 4), [3, 3, 2, 2]);
  assert.deepEqual(split(-1, 2), [0, -1]);
  for (const parts of [0, -1, 2.5, Number.NaN]) assert.throws(() => split(1, parts), RangeError);
});
