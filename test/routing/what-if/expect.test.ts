import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { RouteRequest } from "../../../server/routing/route.ts";
import { type Expectation, expect, rangeOf } from "../../../server/routing/what-if/expect.ts";
import { nano } from "../../../server/spend/money.ts";
import type { PastAttempt } from "../../../server/spend/past-task.ts";
import { frontier, local, open } from "../candidates.ts";
import { completedOf, conditionsOf, costOf, live, makeTruth, pastTask } from "./truth.ts";

const tried = (changes: Partial<PastAttempt>): PastAttempt => ({
  ...{ attempt: "a", model: local.id, verdict: "proved", ends: true, answered: false, cost: nano(0n) },
  ...{ cutShort: false, forgotten: false, endedAt: "2026-10-01T00:00:00.000Z" },
  ...changes,
});

function ranges({ samples }: Expectation) {
  return {
    completed: rangeOf(samples.map(({ completed }) => completed)),
    cost: rangeOf(samples.map(({ cost }) => cost)),
  };
}

const holds = ({ low, high }: { low: number; high: number }, value: number) => low <= value && value <= high;

const others: readonly (readonly [string, Partial<RouteRequest>])[] = [
  ["the frontier alone", { candidates: [frontier] }],
  ["without the local model", { candidates: [open, frontier] }],
  ["economy", { preference: "economy" }],
];

for (const [name, changes] of others) {
  test(`what is expected of ${name} is what would have come of it, in most worlds whose truth is known`, () => {
    let [completed, cost] = [0, 0];
    const seeds = [1, 2, 3, 4, 5, 6];
    for (const seed of seeds) {
      const truth = makeTruth(120, seed);
      const past = live(truth, {});
      const would = live(truth, changes);
      const expected = ranges(expect(past, conditionsOf(past, changes)));
      if (holds(expected.completed, completedOf(would))) completed += 1;
      if (holds(expected.cost, costOf(would))) cost += 1;
      assert.ok(
        Math.abs(expected.cost.likely / costOf(would) - 1) < 0.35,
        `${expected.cost.likely} of ${costOf(would)}`,
      );
    }
    assert.ok(completed >= 5, `${completed} of 6 completed`);
    assert.ok(cost >= 5, `${cost} of 6 costs`);
  });
}

test("with the settings as they were nearly everything rests on what really happened", () => {
  const past = live(makeTruth(120, 7), {});
  const found = expect(past, conditionsOf(past, {}));
  assert.ok(found.behind.observed > 100, `${found.behind.observed} observed`);
  const { completed, cost } = ranges(found);
  assert.ok(Math.abs(completed.likely - completedOf(past)) < 2);
  assert.ok(Math.abs(cost.likely / costOf(past) - 1) < 0.1);
});

test("the frontier alone costs more than the ladder, and the same ledger gives the same answer", () => {
  const past = live(makeTruth(80, 8), {});
  const alone = () => expect(past, conditionsOf(past, { candidates: [frontier] }));
  const first = alone();
  assert.deepEqual(first.samples, alone().samples);
  assert.ok(ranges(first).cost.low > ranges(expect(past, conditionsOf(past, {}))).cost.high);
});

test("what was stopped before any verdict stays as it was, with its cost", () => {
  const stopped = tried({ verdict: undefined, ends: false, cost: nano(7_000_000_000n) });
  const past = Array.from({ length: 6 }, (_, index) => pastTask(index, [stopped], { completed: false }));
  const { samples, behind } = expect(past, conditionsOf(past, { candidates: [frontier] }));
  assert.deepEqual(behind, { observed: 0, estimated: 0, unchanged: 6 });
  for (const { cost, completed } of samples) {
    assert.ok(Math.abs(cost - 42) < 1e-6, String(cost));
    assert.equal(completed, 0);
  }
});

test("what nothing could check is not completed by another model either, unless the user kept it", () => {
  const alone = { candidates: [frontier] };
  const unproved = Array.from({ length: 8 }, (_, index) => pastTask(index, [tried({ verdict: "unproved" })]));
  assert.equal(ranges(expect(unproved, conditionsOf(unproved, alone))).completed.high, 0);
  const kept = Array.from({ length: 8 }, (_, index) => pastTask(index, [tried({ verdict: "proved" })]));
  assert.ok(ranges(expect(kept, conditionsOf(kept, alone))).completed.likely > 5);
});

test("a task that the user took back is not completed where the same attempt is made again", () => {
  const undone = tried({ verdict: "refuted", ends: true });
  const past = Array.from({ length: 5 }, (_, index) => pastTask(index, [undone], { completed: false }));
  const { samples, behind } = expect(past, conditionsOf(past, { candidates: [local] }));
  assert.equal(behind.observed, 5);
  assert.ok(samples.every(({ completed }) => completed === 0));
});

test("any past gives ordered ranges within its tasks, and every task has something behind it", () => {
  const attempt = fc.record({
    model: fc.constantFrom(local.id, open.id, frontier.id, "gone/model"),
    cents: fc.integer({ min: 0, max: 500 }),
    verdict: fc.constantFrom("proved", "unproved", "refuted", undefined),
    answered: fc.boolean(),
    cutShort: fc.boolean(),
  });
  const candidates = fc.constantFrom([local], [frontier], [local, open, frontier]);
  fc.assert(
    fc.property(
      fc.array(fc.array(attempt, { minLength: 1, maxLength: 3 }), { maxLength: 12 }),
      candidates,
      (all, may) => {
        const past = all.map((attempts, index) =>
          pastTask(
            index,
            attempts.map(({ model, cents, verdict, answered, cutShort }) =>
              tried({
                ...{ model, verdict, cutShort, cost: nano(BigInt(cents) * 10_000_000n) },
                ...{
                  answered: verdict === undefined && answered,
                  ends: verdict === "proved" || verdict === "unproved",
                },
              }),
            ),
          ),
        );
        const found = expect(past, conditionsOf(past, { candidates: may }));
        const { completed, cost } = ranges(found);
        for (const { low, likely, high } of [completed, cost]) {
          assert.ok(low >= 0 && low <= likely && likely <= high, `${low} ${likely} ${high}`);
        }
        assert.ok(completed.high <= past.length + 1e-9);
        const { observed, estimated, unchanged } = found.behind;
        assert.equal(observed + estimated + unchanged, past.length);
      },
    ),
    { numRuns: 25 },
  );
});
