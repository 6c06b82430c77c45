import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { createRouter } from "../../server/routing/policy.ts";
import type { Candidate, RouteRequest } from "../../server/routing/route.ts";
import { nano } from "../../server/spend/money.ts";
import type { AttemptOutcome } from "../../server/spend/spend.ts";
import { frontier, local, open, outcomes, request } from "./candidates.ts";

const route = createRouter();

function models(changes: Partial<RouteRequest>, known: readonly AttemptOutcome[] = []): readonly string[] {
  const found = route(request(changes), known);
  assert.equal(found.kind, "ladder");
  return found.kind === "ladder" ? found.models : [];
}

test("a fix starts at the free local model and ends at the strongest", () => {
  assert.deepEqual(models({}), [local.id, open.id, frontier.id]);
});

test("quality skips a model that too often ends in a wrong result", () => {
  assert.notEqual(models({ preference: "quality" })[0], local.id);
});

test("a question goes to the local model first, whose answers are seldom wrong", () => {
  assert.equal(models({ kind: "ask" })[0], local.id);
});

test("a model that keeps being refuted is no longer first", () => {
  assert.notEqual(models({}, outcomes(60, local, "refuted"))[0], local.id);
});

test("outcomes at another kind do not count", () => {
  assert.equal(models({}, outcomes(60, local, "refuted", { kind: "test" }))[0], local.id);
});

test("a model that is dear per attempt, whatever its list price, loses its place", () => {
  const dear = { cost: nano(30_000_000_000n) };
  const hungry = [...outcomes(30, open, "proved", dear), ...outcomes(10, open, "refuted", dear)];
  const chosen = models({}, hungry);
  assert.ok(chosen.includes(frontier.id));
  assert.ok(!chosen.slice(0, chosen.indexOf(frontier.id)).includes(open.id), `${chosen}`);
});

test("unproved outcomes teach the cost and not the success", () => {
  const found = route(request(), outcomes(40, local, "unproved"));
  assert.equal(found.kind === "ladder" && found.models[0], local.id);
});

test("a local-only subtask never reaches a remote model", () => {
  assert.deepEqual(models({ localOnly: true }), [local.id]);
});

test("local-only without a local model is refused with the reason", () => {
  const found = route(request({ localOnly: true, candidates: [open, frontier] }), []);
  assert.equal(found.kind, "no-able-model");
});

test("models whose context is too small are left out", () => {
  assert.equal(models({ contextNeeded: 100_000 }).includes(local.id), false);
});

test("a model without a known price is never chosen, and alone it is an error that names it", () => {
  const unpriced = { ...open, typicalCost: undefined };
  assert.equal(models({ candidates: [local, unpriced] }).includes(open.id), false);
  assert.deepEqual(route(request({ candidates: [unpriced] }), []), { kind: "price-unknown", models: [open.id] });
});

test("without any model the route says how to get one", () => {
  const found = route(request({ candidates: [] }), []);
  assert.match(found.kind === "no-able-model" ? found.because : "", /stepladder doctor/);
});

test("with an empty budget a paid ladder is refused, and a free one goes on", () => {
  assert.equal(route(request({ left: nano(0n), candidates: [open] }), []).kind, "over-budget");
  assert.equal(route(request({ left: nano(0n), candidates: [local] }), []).kind, "ladder");
});

test("a pinned paid model is refused with an empty budget, and named beside a free one that goes on", () => {
  assert.equal(route(request({ left: nano(0n), pinned: [frontier.id] }), []).kind, "over-budget");
  const found = route(request({ left: nano(0n), pinned: [frontier.id, local.id] }), []);
  assert.deepEqual(found.kind === "ladder" && [found.models, found.because], [
    [local.id],
    "qwen3-coder first: you chose it for fix work; nothing stands behind it. What is left of the budget is too little for opus.",
  ]);
});

test("a model whose first call does not fit what is left is never chosen, and refused where it is the only one", () => {
  const holds = (candidate: Candidate, cents: bigint) => ({ ...candidate, leastHold: nano(cents * 10_000_000n) });
  const candidates = [local, holds(open, 1n), holds(frontier, 8n)];
  const left = nano(20_000_000n);
  assert.deepEqual(models({ candidates, left }), [local.id, open.id]);
  assert.deepEqual(models({ candidates, left, tried: [{ model: local.id, cost: nano(0n), cutShort: false }] }), [
    open.id,
  ]);
  const alone = route(request({ candidates, left, pinned: [frontier.id] }), []);
  assert.ok(alone.kind === "over-budget" && alone.cheapest > alone.left);
});

test("a model that would hardly ever end within what is left does not go before one that may", () => {
  const left = nano(300_000_000n);
  assert.deepEqual(models({ left, candidates: [open, frontier] }), [open.id]);
});

test("no quote is above what is left", () => {
  const found = route(request({ left: nano(100_000_000n), candidates: [open, frontier] }), []);
  assert.ok(found.kind === "ladder" && found.quote.high <= 100_000_000n);
});

test("a pinned order is kept as it is", () => {
  assert.deepEqual(models({ pinned: [frontier.id, local.id] }), [frontier.id, local.id]);
});

test("the reason names the first model, its record once there is one, and who stands behind it", () => {
  const found = route(request(), [...outcomes(14, local, "proved"), ...outcomes(3, local, "refuted")]);
  assert.equal(
    found.kind === "ladder" && found.because,
    "qwen3-coder first: it finished 14 of 17 fixes like this for free; glm-5, then opus stand behind it.",
  );
});

test("any request gives at most three different able models, a quote in order, and the same answer again", () => {
  const verdict = fc.constantFrom("proved", "unproved", "refuted", undefined);
  const outcome = fc.record({
    model: fc.constantFrom(local, open, frontier),
    verdict,
    cents: fc.integer({ min: 0, max: 300 }),
  });
  fc.assert(
    fc.property(
      fc.array(outcome, { maxLength: 60 }),
      fc.constantFrom("economy", "balanced", "quality"),
      (list, preference) => {
        const known = list.flatMap(({ model, verdict: seen, cents }) =>
          outcomes(1, model, seen, { cost: nano(BigInt(cents) * 10_000_000n) }),
        );
        const found = route(request({ preference }), known);
        assert.equal(found.kind, "ladder");
        if (found.kind !== "ladder") return;
        assert.equal(new Set(found.models).size, found.models.length);
        assert.ok(found.models.length <= 3);
        assert.ok(found.quote.low <= found.quote.high && found.quote.likely >= 0n);
        assert.deepEqual(route(request({ preference }), known), found);
      },
    ),
    { numRuns: 200 },
  );
});
