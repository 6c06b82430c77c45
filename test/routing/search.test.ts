import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { newKnowledge } from "../../server/routing/knowledge.ts";
import { shipped } from "../../server/routing/measured.ts";
import { bestAt, bestFirst, type Ending, plansOf, prospectsOf } from "../../server/routing/search.ts";
import { type Stage, stagesOf } from "../../server/routing/stage.ts";
import { nano } from "../../server/spend/money.ts";
import { frontier, local, open } from "./candidates.ts";

const fourth = { ...open, id: "openrouter/kimi-k2.6", family: "kimi" };
const knowledge = newKnowledge("fix", [local, open, fourth, frontier], shipped);
const limits = { tried: [], left: Number.POSITIVE_INFINITY, allowance: 0, larger: () => 0, check: 0.01 };
const stages = [...knowledge.models.values()].flatMap((model) => stagesOf(knowledge, model, limits));
const levels = knowledge.difficulty.shares;
const rates = { f: 0.1, g: 0.05 };
const none: Ending = { highest: new Set(), failed: [] };
const top = knowledge.models.get(frontier.id) ?? assert.fail();
const highest: Ending = { highest: new Set([top]), failed: [] };

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

test("a plan ends early only behind the model that stands highest", () => {
  const dear = { ...fourth, typicalCost: nano(3_000_000_000n) };
  const { models } = newKnowledge("fix", [open, dear, frontier], shipped);
  const top = models.get(frontier.id) ?? assert.fail();
  const three = [...models.values()].flatMap((model) => stagesOf(knowledge, model, limits));
  const plans = plansOf(three, levels, 3, rates, { highest: new Set([top]), failed: [] });
  const found = [0.001, 0.01, 0.1, 0.5, 1, 2, 5, 20, 100, 10_000].flatMap((worth) => bestAt(plans, worth) ?? []);
  const short = found.filter((plan) => plan.stages.length < 3);
  assert.ok(found.length > 0 && found.some((plan) => plan.stages.length === 3));
  assert.ok(short.length > 0);
  for (const plan of short) assert.ok(plan.stages.some(({ model }) => model === top));
  for (const plan of found.filter((one) => one.stages.length > 1)) {
    const plain = plainValue(plan.stages);
    assert.ok(Math.abs(plain.cost - plan.cost) < 1e-9 && Math.abs(plain.success - plan.success) < 1e-9);
  }
});

test("the next stage is found without keeping plans, and it is the same one", () => {
  const worths = fc.double({ min: 0.01, max: 50, noNaN: true });
  const stagesLeft = fc.integer({ min: 1, max: 2 });
  fc.assert(
    fc.property(worths, stagesLeft, fc.constantFrom(none, highest), (worth, left, ending) => {
      const found = bestFirst(prospectsOf(stages, [], levels, left, ending), worth, rates);
      // In the middle of a task one stage alone has a check to pay for; as a plan it has none.
      const plans = plansOf(stages, levels, left, rates, ending);
      const expected = bestAt(plans, worth);
      if (left === 2 && expected?.stages.length === 2) assert.equal(found, expected.stages[0]);
      assert.ok(found !== undefined);
    }),
    { numRuns: 100 },
  );
});

test("once the model that stands highest has failed too, nobody goes on for more than that is worth; before, somebody does", () => {
  const known = (id: string) => knowledge.models.get(id) ?? assert.fail();
  const next = (worth: number, ...failed: string[]) => {
    const ending = { ...highest, failed: failed.map(known) };
    const untried = stages.filter(({ model }) => !ending.failed.includes(model));
    return bestFirst(prospectsOf(untried, [], levels, 1, ending), worth, rates)?.model.candidate.id;
  };
  assert.equal(next(0.001, open.id, frontier.id), undefined);
  assert.notEqual(next(10, open.id, frontier.id), undefined);
  assert.notEqual(next(0.001, open.id, fourth.id), undefined);
  assert.notEqual(next(0.001, frontier.id), undefined, "after one failure somebody goes on");
});

test("the more a right result is worth, the likelier it is", () => {
  const plans = plansOf(stages, levels, 3, rates, none);
  const successes = [0.01, 0.1, 1, 10, 100].map((worth) => bestAt(plans, worth)?.success ?? 0);
  assert.deepEqual(
    successes,
    successes.toSorted((a, b) => a - b),
  );
});
