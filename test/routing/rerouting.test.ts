import assert from "node:assert/strict";
import test from "node:test";
import { createRouter } from "../../server/routing/policy.ts";
import type { Candidate, RouteRequest } from "../../server/routing/route.ts";
import { nano } from "../../server/spend/money.ts";
import { frontier, local, open, outcomes, request } from "./candidates.ts";

const route = createRouter();
const failed = (id: string, cost = 0n) => ({ model: id, cost: nano(cost), cutShort: false });

function ladder(changes: Partial<RouteRequest>) {
  const found = route(request(changes), []);
  assert.equal(found.kind, "ladder");
  if (found.kind !== "ladder") throw new Error("no ladder");
  return found;
}

test("after a failure the rest is decided anew, without the model that failed", () => {
  const { models } = ladder({ tried: [failed(local.id)] });
  assert.deepEqual(models.toSorted(), [frontier.id, open.id].toSorted());
});

test("what failed at one host is not tried again at another host of the same weights", () => {
  const moved = { ...open, alsoAs: ["elsewhere/glm-5"] };
  const { models } = ladder({ candidates: [local, moved, frontier], tried: [failed("elsewhere/glm-5")] });
  assert.deepEqual(models.toSorted(), [frontier.id, local.id].toSorted());
});

test("three attempts are the most", () => {
  const tried = [local, open, frontier].map(({ id }) => failed(id, 1_000_000n));
  const fourth = { ...open, id: "openrouter/kimi-k2.6", family: "kimi" };
  const found = route(request({ tried, candidates: [local, open, frontier, fourth] }), []);
  assert.equal(found.kind, "no-able-model");
});

/** Dear for what it can do: behind the frontier model it is hardly ever worth its cost. */
const dear: Candidate = { ...open, id: "elsewhere/unheard-of", family: "unheard", typicalCost: nano(3_000_000_000n) };

test("a sequence ends with the frontier model where another attempt would cost more than its chance is worth", () => {
  const candidates = [open, dear, frontier];
  assert.deepEqual(ladder({ candidates }).models, [open.id, frontier.id]);
  const tried = [failed(open.id, 20_000_000n), failed(frontier.id, 600_000_000n)];
  const found = route(request({ candidates, tried }), []);
  assert.ok(found.kind === "enough");
  assert.match(found.because, /preference balanced .* retry with a hint or a model of your choice/);
  const pinned = [frontier.id, dear.id];
  assert.deepEqual(
    ladder({ candidates, pinned, tried: [failed(frontier.id)] }).models,
    [dear.id],
    "what you chose goes on",
  );
});

test("before the frontier model has tried it, somebody goes on whatever it costs", () => {
  const tried = [failed(open.id, 20_000_000n), failed(dear.id, 3_000_000_000n)];
  assert.deepEqual(ladder({ candidates: [open, dear, frontier], tried }).models, [frontier.id]);
});

test("a pinned order goes on behind the model that failed", () => {
  const pinned = [frontier.id, local.id, open.id];
  assert.deepEqual(ladder({ pinned, tried: [failed(frontier.id)] }).models, [local.id, open.id]);
});

test("nobody is capped behind whom nobody stands, and no cap is above what is left", () => {
  for (const dollars of [1n, 3n, 20n]) {
    const left = nano(dollars * 1_000_000_000n);
    const { caps, models } = ladder({ left });
    assert.equal(caps.length, models.length);
    assert.equal(caps.at(-1), undefined);
    for (const cap of caps) assert.ok(cap === undefined || cap <= left);
  }
});

test("the tighter the budget, the less is quoted, step by step", () => {
  const likely = [30n, 10n, 3n, 1n].map((dollars) => {
    const left = nano(dollars * 1_000_000_000n);
    return Number(ladder({ left, candidates: [open, frontier] }).quote.likely);
  });
  likely.forEach((amount, index) => {
    assert.ok(amount <= (likely[index - 1] ?? amount) * 1.001, `${likely}`);
  });
});

test("a long brief is quoted dearer, and what was learnt stays", () => {
  const long = [local, { ...open, extraCost: nano(60_000_000n) }, { ...frontier, extraCost: nano(1_800_000_000n) }];
  assert.ok(ladder({ candidates: long, pinned: [open.id] }).quote.likely > ladder({ pinned: [open.id] }).quote.likely);
});

test("learning step by step gives the same route as learning everything at once", () => {
  const all = [
    ...outcomes(20, open, "proved", { cost: nano(300_000_000n) }),
    ...outcomes(9, local, "refuted"),
    ...outcomes(12, frontier, "proved"),
  ];
  const stepwise = createRouter();
  for (let count = 1; count <= all.length; count++) stepwise(request(), all.slice(-count));
  assert.deepEqual(stepwise(request(), all), createRouter()(request(), all));
});

test("a verdict that changed later, as by an undo, is learnt as it is now", () => {
  const proved = outcomes(30, local, "proved");
  const remembering = createRouter();
  remembering(request(), proved);
  const undone = proved.map((outcome) => ({ ...outcome, verdict: "refuted" as const }));
  assert.deepEqual(remembering(request(), undone), createRouter()(request(), undone));
});
