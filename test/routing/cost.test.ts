import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { believeCosts, type CostRecord, learnCost, newCost } from "../../server/routing/cost.ts";
import { learn, newKnowledge } from "../../server/routing/knowledge.ts";
import { nothingMeasured } from "../../server/routing/measured.ts";
import { nano, noMoney } from "../../server/spend/money.ts";
import { local, open, outcomes } from "./candidates.ts";

const logPrior = Math.log(0.1);
const models = (count: number): readonly CostRecord[] => {
  const records = Array.from({ length: count }, () =>
    newCost({ logPrior, slope: 1, priorSpread: 0.4, priorDeviation: 0.7 }),
  );
  believeCosts(records);
  return records;
};
const at = (records: readonly CostRecord[], place: number) => records[place] ?? assert.fail();

/** So many attempts of each of the first models, at a multiple of what was assumed. */
function attempts(records: readonly CostRecord[], multiples: readonly number[], each = 5): void {
  for (const [place, multiple] of multiples.entries())
    for (let count = 0; count < each; count++) learnCost(at(records, place), 0.1 * multiple, 0, false);
  believeCosts(records);
}

test("before anything was seen a cost is believed as it was assumed", () => {
  const [{ belief }] = models(3) as [CostRecord];
  assert.ok(Math.abs(belief.logMean - logPrior) < 1e-9);
  assert.ok(belief.deviation > 0.1);
});

test("where models cost what was assumed the others are doubted less, where they do not, more", () => {
  const [asAssumed, otherwise] = [models(6), models(6)];
  const before = at(asAssumed, 5).belief.deviation;
  attempts(asAssumed, [1, 1, 1, 1]);
  attempts(otherwise, [4, 0.25, 3, 0.3]);
  assert.ok(at(asAssumed, 5).belief.deviation < before);
  assert.ok(at(otherwise, 5).belief.deviation > before);
});

test("when all that were tried cost twice as much, the work is larger, and the others are expected to cost more too", () => {
  const records = models(6);
  attempts(records, [2, 2, 2, 2]);
  assert.ok(at(records, 5).belief.logMean > logPrior + 0.4);
});

test("a cost is believed between what was assumed and what was seen, the surer the more was seen", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.2, max: 5, noNaN: true }), fc.integer({ min: 1, max: 30 }), (multiple, each) => {
      const [some, more] = [models(1), models(1)];
      attempts(some, [multiple], each);
      attempts(more, [multiple], each * 4);
      const seen = logPrior + Math.log(multiple);
      const [low, high] = [Math.min(logPrior, seen) - 1e-9, Math.max(logPrior, seen) + 1e-9];
      for (const { belief } of [at(some, 0), at(more, 0)]) assert.ok(belief.logMean >= low && belief.logMean <= high);
      assert.ok(Math.abs(at(more, 0).belief.logMean - seen) <= Math.abs(at(some, 0).belief.logMean - seen) + 1e-9);
      if (each >= 5) assert.ok(at(more, 0).belief.deviation < at(some, 0).belief.deviation);
    }),
  );
});

test("an attempt that was cut at its cap tells that it would have cost more", () => {
  const [cut, whole] = [models(1), models(1)];
  learnCost(at(cut, 0), 0.2, 0, true);
  learnCost(at(whole, 0), 0.2, 0, false);
  believeCosts(cut);
  believeCosts(whole);
  assert.ok(at(cut, 0).belief.logMean > at(whole, 0).belief.logMean);
});

test("what was paid half a year ago hardly counts, also when nothing has been paid since", () => {
  const knowledge = newKnowledge("fix", [local, open], nothingMeasured);
  const costOfOpen = () => knowledge.models.get(open.id)?.cost?.belief.logMean ?? assert.fail();
  const assumed = costOfOpen();
  const paid = { cost: nano(500_000_000n), endedAt: "2026-01-01T00:00:00.000Z" };
  for (const outcome of outcomes(8, open, "proved", paid)) learn(knowledge, outcome);
  const then = costOfOpen() - assumed;
  for (const outcome of outcomes(1, local, "proved", { cost: noMoney, endedAt: "2026-07-01T00:00:00.000Z" }))
    learn(knowledge, outcome);
  assert.ok(then > 1);
  assert.ok(costOfOpen() - assumed < then / 2, `${costOfOpen() - assumed} of ${then}`);
});
