import assert from "node:assert/strict";
import { test } from "node:test";
import { invoiceTotals } from "../src/invoice.js";

test("invoice: net is quantity times price", () => {
  assert.equal(invoiceTotals([{ text: "hours", quantity: 3, unitCents: 8000 }], 1900).net, 24_000);
});

test("invoice: the tax is the sum of the printed taxes", () => {
  const line = { text: "stamp", quantity: 1, unitCents: 102 };
  const totals = invoiceTotals([line, line, line], 1000);
  assert.deepEqual(totals.lines.map((each) => each.tax), [10, 10, 10]);
  assert.equal(totals.tax, 30);
  assert.equal(totals.gross, 336);
});

test("invoice: half a cent of tax goes to the even cent", () => {
  const totals = invoiceTotals([{ text: "pen", quantity: 1, unitCents: 125 }, { text: "pad", quantity: 1, unitCents: 175 }], 1000);
  assert.deepEqual(totals.lines.map((each) => each.tax), [12, 18]);
  assert.equal(totals.gross, 330);
});
