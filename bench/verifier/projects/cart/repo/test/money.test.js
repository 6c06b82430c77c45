import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { formatMoney, roundHalfUp, split } from "../src/money.js";

describe("roundHalfUp", () => {
  it("rounds half up", () => {
    assert.equal(roundHalfUp(2.5), 3);
    assert.equal(roundHalfUp(2.49), 2);
    assert.equal(roundHalfUp(-2.5), -2);
  });
});

describe("formatMoney", () => {
  it("groups thousands", () => {
    assert.equal(formatMoney(123456), "1,234.56 €");
    assert.equal(formatMoney(123456789), "1,234,567.89 €");
  });
  it("fills up cents", () => {
    assert.equal(formatMoney(5), "0.05 €");
    assert.equal(formatMoney(1000), "10.00 €");
  });
  it("shows negative amounts", () => {
    assert.equal(formatMoney(-5), "-0.05 €");
    assert.equal(formatMoney(-123456), "-1,234.56 €");
  });
});

describe("split", () => {
  it("splits evenly", () => {
    assert.deepEqual(split(100, 4), [25, 25, 25, 25]);
  });
  it("gives what is left to the first ones", () => {
    assert.deepEqual(split(100, 3), [34, 33, 33]);
    assert.deepEqual(split(11, 4), [3, 3, 3, 2]);
  });
  it("refuses bad numbers of parts", () => {
    assert.throws(() => split(1, 0), RangeError);
    assert.throws(() => split(1, 1.5), RangeError);
  });
});
