import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { newKnowledge } from "../../server/routing/knowledge.ts";
import { shipped } from "../../server/routing/measured.ts";
import { bestAt, bestFirst, plansOf, prospectsOf } from "../../server/routing/search.ts";
import { type Stage, stagesOf } from "../../server/routing/stage.ts";
import { frontier, local, open } from "./candidates.ts";

const fourth = { ...open, id: "openrouter/kimi-k2.6", family: "kimi" };
const knowledge = newKnowledge("fix", [local, open, fourth, frontier], shipped);
const limits = { tried: [], left: Number.POSITIVE_INFINITY, allowance: 0, larger: () => 0, check: 0.01 };
const stages = [...knowledge.models.values()].flatMap((model) => stagesOf(knowledge, model, limits));
const levels = knowledge.difficulty.shares;
const rates = { f: 0.1, g: 0.05 };
const none = () => false;

/** The plain way to value a sequence. */
function plainValue(sequence: readonly Stage[]): { cost: number; success: number } {
  let [cost, success] = [0, 0];
  for (let k = 0; k < levels.length; k++) {
    let reach = levels[k] ?? 0;
    sequence.forEach((stage, index) => {
      const last = index === sequence.length - 1;
      cost += reach * ((stage.costs[k] ?? 0) + (stage.checks[k] ?? 0));
      success += reach * (stage.solves[k] ?? 0) * (last ? 1 : 1 - rates.g);
      reach *= stage.fails[k] ?? 0;
    });
  }
  return { cost, success };
}

test("every plan goes on as long as it can, uses no model twice, and is worth what its parts say", () => {
  const plans = plansOf(stages, levels, 3, rates, none);
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), (worth) => {
      const best = bestAt(plans, worth);
      assert.ok(best !== undefined && best.stages.length === 3);
      assert.equal(new Set(best.stages.map(({ model }) => model)).size, 3);
      const plain = plainValue(best.stages);
      assert.ok(Math.abs(plain.cost - best.cost) < 1e-9 && Math.abs(plain.success - best.success) < 1e-9);
    }),
    { numRuns: 50 },
  );
});

test("the next stage is found without keeping plans, and it is the same one", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), fc.integer({ min: 1, max: 2 }), (worth, left) => {
      const expected = bestAt(plansOf(stages, levels, left, rates, none), worth)?.stages[0];
      const found = bestFirst(prospectsOf(stages, [], levels, left), worth, rates);
      // One stage alone has no check to pay for as a plan, but has one in the middle of a task.
      if (left === 2) assert.equal(found, expected);
      assert.ok(found !== undefined);
    }),
    { numRuns: 50 },
  );
});

test("the more a right result is worth, the likelier it is", () => {
  const plans = plansOf(stages, levels, 3, rates, none);
  const successes = [0.01, 0.1, 1, 10, 100].map((worth) => bestAt(plans, worth)?.success ?? 0);
  assert.deepEqual(
    successes,
    successes.toSorted((a, b) => a - b),
  );
});
