import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { freeItems, merge, rebate, shipping, subtotal, total, withRebates } from "../src/cart.js";

describe("subtotal", () => {
  it("adds up lines", () => {
    assert.equal(subtotal([{ cents: 250, quantity: 2 }, { cents: 99, quantity: 1 }]), 599);
    assert.equal(subtotal([]), 0);
  });
  it("refuses bad quantities", () => {
    for (const quantity of [0, -1, 1.5]) assert.throws(() => subtotal([{ cents: 1, quantity }]), RangeError);
  });
});

describe("rebate", () => {
  it("takes a percentage", () => {
    assert.equal(rebate(1000, { kind: "percent", percent: 10 }), 100);
    assert.equal(rebate(105, { kind: "percent", percent: 10 }), 11);
  });
  it("takes an amount from a minimum on", () => {
    assert.equal(rebate(1000, { kind: "amount", cents: 300, from: 1000 }), 300);
    assert.equal(rebate(999, { kind: "amount", cents: 300, from: 1000 }), 0);
  });
  it("is never more than the sum", () => {
    assert.equal(rebate(200, { kind: "amount", cents: 300 }), 200);
    assert.equal(rebate(200, { kind: "percent", percent: 150 }), 200);
  });
  it("refuses unknown codes", () => {
    assert.throws(() => rebate(1, { kind: "gift" }), /unknown code: gift/);
  });
});

describe("withRebates", () => {
  it("applies percentages before amounts", () => {
    const codes = [{ kind: "amount", cents: 100 }, { kind: "percent", percent: 50 }];
    assert.equal(withRebates(1000, codes), 400);
  });
  it("applies each rebate to what is left", () => {
    assert.equal(withRebates(1000, [{ kind: "percent", percent: 10 }, { kind: "percent", percent: 10 }]), 810);
  });
});

describe("freeItems", () => {
  it("gives every third item of an article", () => {
    assert.equal(freeItems([{ cents: 100, quantity: 3 }]), 100);
    assert.equal(freeItems([{ cents: 100, quantity: 7 }, { cents: 50, quantity: 2 }]), 200);
  });
});

describe("shipping", () => {
  it("depends on the weight", () => {
    assert.equal(shipping(1000, 2000), 490);
    assert.equal(shipping(1000, 2001), 690);
    assert.equal(shipping(1000, 10000), 690);
  });
  it("is free for large orders", () => {
    assert.equal(shipping(5000, 500), 0);
    assert.equal(shipping(4999, 500), 490);
  });
  it("costs more above ten kilograms, also for large orders", () => {
    assert.equal(shipping(1000, 10001), 790);
    assert.equal(shipping(9000, 12000), 890);
  });
  it("is free without weight", () => {
    assert.equal(shipping(100, 0), 0);
  });
});

describe("total", () => {
  it("adds goods, free items, rebates and shipping", () => {
    const lines = [{ cents: 1000, quantity: 3, grams: 500 }];
    assert.equal(total({ lines, codes: [{ kind: "percent", percent: 10 }] }), 1800 + 490);
  });
  it("needs no weight", () => {
    assert.equal(total({ lines: [{ cents: 1000, quantity: 1 }] }), 1000);
  });
});

describe("merge", () => {
  it("joins lines of one article", () => {
    const lines = [
      { article: "a", cents: 1, quantity: 1 },
      { article: "b", cents: 2, quantity: 1 },
      { article: "a", cents: 1, quantity: 4 },
    ];
    assert.deepEqual(merge(lines), [
      { article: "a", cents: 1, quantity: 5 },
      { article: "b", cents: 2, quantity: 1 },
    ]);
    assert.equal(lines[0].quantity, 1);
  });
  it("refuses two prices for one article", () => {
    assert.throws(() => merge([{ article: "a", cents: 1, quantity: 1 }, { article: "a", cents: 2, quantity: 1 }]), /two prices for a/);
  });
});
