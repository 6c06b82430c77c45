import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { averageOver } from "../../server/routing/ability.ts";
import { difficultyOf } from "../../server/routing/difficulty.ts";
import { kinship } from "../../server/routing/kinship.ts";
import { expectedCost, frontierOf, learn, newKnowledge } from "../../server/routing/knowledge.ts";
import { shipped } from "../../server/routing/measured.ts";
import { createRouter } from "../../server/routing/policy.ts";
import { priorOf } from "../../server/routing/priors.ts";
import type { Candidate } from "../../server/routing/route.ts";
import { bestAt, bestFirst, type Ending, plansOf, prospectsOf } from "../../server/routing/search.ts";
import { type Stage, stagesOf } from "../../server/routing/stage.ts";
import { nano } from "../../server/spend/money.ts";
import { frontier, local, open, outcomes, request } from "./candidates.ts";

const at = (model: Candidate, effort: NonNullable<Candidate["effort"]>, changes: Partial<Candidate> = {}) => ({
  ...model,
  id: `${model.id}@${effort}`,
  effort,
  ...changes,
});
const [low, high] = [at(open, "low"), at(open, "high")];
const route = createRouter();
const failed = (id: string) => ({ model: id, cost: nano(20_000_000n), cutShort: false });

function ladder(candidates: readonly Candidate[], tried: readonly string[] = []) {
  const found = route(request({ candidates, tried: tried.map(failed) }), []);
  return found.kind === "ladder" ? found : assert.fail();
}

test("each effort starts from its model: the higher, the abler and the dearer, and what nobody measured is less certain", () => {
  const difficulty = difficultyOf("fix", shipped);
  const glm = { ...open, id: "host/GLM-5" };
  const prior = (candidate: Candidate) => priorOf(candidate, "fix", 0.5, difficulty, shipped);
  const rising = (["none", "low", "medium", "high", "max"] as const).map((effort) => prior(at(glm, effort)));
  rising.slice(1).forEach((each, index) => {
    assert.ok(each.ability > (rising[index]?.ability ?? 0));
    assert.ok((each.cost?.logPrior ?? 0) > (rising[index]?.cost?.logPrior ?? 0));
  });
  const [cheap, usual] = [rising[1], prior(glm)];
  assert.equal(cheap?.source, "measured");
  assert.ok((cheap?.abilityDeviation ?? 0) > usual.abilityDeviation);
  assert.ok((cheap?.cost?.priorDeviation ?? 0) > (usual.cost?.priorDeviation ?? 0));
  assert.deepEqual(rising[3], usual, "the measured runs asked for a high effort");
});

test("what is left after an effort failed is solved least by the same again, a little more by a higher one, and most by strangers", () => {
  const { models } = newKnowledge("fix", [low, high, { ...open, id: "openrouter/glm-5-air" }, frontier], shipped);
  const [lowKin, highKin, cousin, stranger] = [...models.values()].map(({ kin }) => kin);
  if (!lowKin || !highKin || !cousin || !stranger) assert.fail();
  const after = [lowKin, highKin, cousin, stranger].map((one) => kinship(one, [lowKin]));
  assert.deepEqual(
    after,
    after.toSorted((a, b) => a - b),
  );
  assert.equal(new Set(after).size, 4);
  assert.equal(kinship(lowKin, [highKin]), kinship(lowKin, [lowKin]), "less thought is no new way to go about it");
  assert.equal(kinship(highKin, [stranger, lowKin]), kinship(highKin, [lowKin]), "the closest kin counts");
});

test("the same weights at another endpoint are the same model, whose cache is elsewhere", () => {
  const warm = nano(10_000_000n);
  const [one, two] = [
    at(low, "low", { id: "a/m@low", weights: "m", warmCost: warm }),
    at(high, "high", { id: "b/x@high", weights: "m", warmCost: warm }),
  ];
  const { models } = newKnowledge("fix", [one, two, { ...two, id: "a/m@high" }], shipped);
  const [lowKin, elsewhere, here] = [...models.values()].map(({ kin }) => kin);
  if (!lowKin || !elsewhere || !here) assert.fail();
  assert.equal(kinship(elsewhere, [lowKin]), kinship(here, [lowKin]));
  assert.notEqual(elsewhere.name, lowKin.name);
  assert.equal(here.name, lowKin.name);
});

const opus = { ...frontier, id: "anthropic/claude-opus-4-8" };
const novel = { ...open, id: "host/novel", family: "novel", typicalCost: nano(100_000_000n) };

test("effort rises before the model changes where that pays", () => {
  const dear = { ...frontier, typicalCost: nano(2_000_000_000n) };
  const [first, second] = [at(novel, "low"), at(novel, "high")];
  assert.equal(ladder([first, second, dear]).models[0], first.id);
  assert.equal(ladder([first, second, dear], [first.id]).models[0], second.id);
});

test("with one model alone the efforts are tried from the lowest on that pays", () => {
  const rising = (["low", "medium", "high"] as const).map((effort) => at(opus, effort));
  assert.deepEqual(
    ladder(rising.toReversed()).models,
    rising.map(({ id }) => id),
  );
});

test("a stranger as able for the same money goes before the next effort, unless the cache spares enough", () => {
  const stranger = { ...novel, id: "host/odd", family: "odd" };
  const next = (warmCost: bigint) =>
    ladder([at(novel, "low"), at(novel, "high", { warmCost: nano(warmCost) }), stranger], [`${novel.id}@low`]);
  assert.equal(next(100_000_000n).models[0], stranger.id);
  assert.equal(next(95_000_000n).models[0], stranger.id);
  assert.equal(next(10_000_000n).models[0], `${novel.id}@high`);
  assert.ok(next(10_000_000n).quote.likely < next(15_000_000n).quote.likely, "what is spared is in the quote");
});

const knowledge = newKnowledge(
  "fix",
  [
    local,
    at(open, "low", { warmCost: nano(15_000_000n) }),
    at(open, "high", { warmCost: nano(15_000_000n) }),
    frontier,
  ],
  shipped,
);
const limits = { tried: [], left: Number.POSITIVE_INFINITY, allowance: 0, larger: () => 0, check: 0.01 };
const stages = [...knowledge.models.values()].flatMap((model) => stagesOf(knowledge, model, limits));
const levels = knowledge.difficulty.shares;
const rates = { f: 0.1, g: 0.05 };

/** The plain way to value a sequence. */
function plainValue(sequence: readonly Stage[]): { cost: number; success: number } {
  let [cost, success] = [0, 0];
  sequence.forEach((stage, index) => {
    const before = sequence.slice(0, index);
    const { kin } = stage.model;
    const share = before.at(-1)?.model.kin.name === kin.name ? kin.warm : 1;
    const related = kinship(
      kin,
      before.map(({ model }) => model.kin),
    );
    for (let k = 0; k < levels.length; k++) {
      const reach = before.reduce((here, each) => here * (each.fails[k] ?? 0), levels[k] ?? 0);
      cost += reach * ((stage.costs[k] ?? 0) * share + (stage.checks[k] ?? 0));
      const accepted = index === sequence.length - 1 ? 1 : 1 - rates.g;
      success += reach * (stage.solves[k] ?? 0) * related * accepted;
    }
  });
  return { cost, success };
}

const none: Ending = { highest: new Set(), failed: [] };

test("every plan is worth what its parts say, kinship and warm caches included", () => {
  const plans = plansOf(stages, levels, 3, rates, none);
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 50, noNaN: true }), (worth) => {
      const best = bestAt(plans, worth);
      const plain = plainValue(best?.stages ?? []);
      assert.ok(Math.abs(plain.cost - (best?.cost ?? 0)) < 1e-9);
      assert.ok(Math.abs(plain.success - (best?.success ?? 0)) < 1e-9);
      assert.equal(
        bestFirst(prospectsOf(stages, [], levels, 2, none), worth, rates),
        bestAt(plansOf(stages, levels, 2, rates, none), worth)?.stages[0],
      );
    }),
    { numRuns: 50 },
  );
});

test("what one effort shows tells something of the other, and less than of itself", () => {
  const known = newKnowledge("fix", [low, high, frontier], shipped);
  const success = (id: string) =>
    averageOver(known.models.get(id)?.ability.mean ?? new Float64Array(), known.difficulty.shares);
  const before = [low, high, frontier].map(({ id }) => success(id));
  for (const outcome of outcomes(12, low, "refuted")) learn(known, outcome);
  const [ofLow = 0, ofHigh = 0, ofFrontier] = [low, high, frontier].map(
    ({ id }, index) => (before[index] ?? 0) - success(id),
  );
  assert.ok(ofLow > 2 * ofHigh && ofHigh > 0.005, `${ofLow} ${ofHigh}`);
  assert.equal(ofFrontier, 0);
  assert.equal(known.models.get(high.id)?.judged, 0);
});

test("the success that is asked for is that of the highest rung's models at their highest effort", () => {
  const efforts = [at(frontier, "low"), at(frontier, "high")];
  const known = newKnowledge("fix", [open, ...efforts], shipped);
  assert.equal(frontierOf(known, levels)?.candidate.id, efforts[1]?.id);
  assert.ok(
    expectedCost(known.models.get(efforts[0]?.id ?? "") ?? assert.fail()) <
      expectedCost(known.models.get(efforts[1]?.id ?? "") ?? assert.fail()),
  );
});

test("a reason says that a model was measured at another effort", () => {
  const glm = { ...open, id: "host/GLM-5" };
  const because = (candidate: Candidate) => ladder([candidate]).because;
  assert.match(
    because(at(glm, "low")),
    /^GLM-5@low first: measured elsewhere at a high effort, it should finish about/,
  );
  assert.match(because(at(glm, "high")), /^GLM-5@high first: measured elsewhere, it should finish about/);
});
