import assert from "node:assert/strict";
import test from "node:test";
import { laterOf } from "../../server/routing/check-errors.ts";
import { learnErrors, newErrorBelief } from "../../server/routing/error-rates.ts";
import { createRouter } from "../../server/routing/policy.ts";
import { nano } from "../../server/spend/money.ts";
import type { AttemptOutcome } from "../../server/spend/spend.ts";

type Later = AttemptOutcome["later"];
const nothingPassed = { passed: { wrong: 0, undone: 0 } };

function ratesAfter(times: number, proved: boolean, later: Later = undefined) {
  const belief = newErrorBelief({ f: 0.1, g: 0.05 });
  for (let n = 0; n < times; n++) learnErrors(belief, 0.75, proved, laterOf(nothingPassed, later));
  return belief.rates;
}

test("what users take back and what audits reject speaks for checks that accept wrong results, and what audits accept against it", () => {
  const silent = ratesAfter(10, true).f;
  assert.ok(ratesAfter(10, true, "undone").f > silent + 0.1);
  assert.ok(ratesAfter(10, true, "rejected").f > silent + 0.03);
  assert.ok(ratesAfter(10, true, "accepted").f < silent);
});

test("a result that was taken back says nothing against checks that reject right ones", () => {
  assert.ok(ratesAfter(10, true, "undone").g < ratesAfter(10, false).g);
});

test("audits bring the estimate most of the way to the true share of wrong results that checks accept, and more of them nearer", () => {
  const truth = { right: 0.7, f: 0.4, g: 0.05 };
  const reviewer = { f: 0.35, g: 0.15 };
  const accepted = truth.right * (1 - truth.g) + (1 - truth.right) * truth.f;
  const wrong = ((1 - truth.right) * truth.f) / accepted;
  const rejected = wrong * (1 - reviewer.f) + (1 - wrong) * reviewer.g;
  const share = (part: number, n: number) => Math.floor((n + 1) * part) > Math.floor(n * part);
  const estimate = (attempts: number) => {
    const belief = newErrorBelief({ f: 0.1, g: 0.05 });
    let proved = 0;
    for (let n = 0; n < attempts; n++) {
      if (!share(accepted, n)) learnErrors(belief, truth.right, false);
      else
        learnErrors(
          belief,
          truth.right,
          true,
          laterOf(nothingPassed, share(rejected, proved++) ? "rejected" : "accepted"),
        );
    }
    return belief.rates.f;
  };
  assert.ok(estimate(400) > 0.25 && estimate(400) < 0.5, String(estimate(400)));
  assert.ok(Math.abs(estimate(2_000) - truth.f) < 0.08, String(estimate(2_000)));
});

test("a model whose proved results are taken back loses its place to one whose results stay", () => {
  const candidate = (id: string, family: string, rungIndex: number, cost: bigint) => ({
    ...{ id, family, rung: `rung ${rungIndex}`, rungIndex, local: false, context: 100_000 },
    typicalCost: nano(cost),
  });
  const candidates = [candidate("x/cheap", "a", 0, 20_000_000n), candidate("x/dear", "b", 1, 60_000_000n)];
  const first = (later: Later) => {
    const verdict = later === "undone" ? ("refuted" as const) : ("proved" as const);
    const outcomes = Array.from(
      { length: 12 },
      (_, n): AttemptOutcome => ({
        ...{ subtask: `s${n}`, workspace: "/w", model: "x/cheap", kind: "fix", failuresBefore: 0, verdict, later },
        ...{ cost: nano(20_000_000n), cutShort: false, endedAt: new Date(Date.UTC(2026, 0, 1, 0, n)).toISOString() },
      }),
    );
    const route = createRouter()(
      {
        ...{ kind: "fix", candidates, preference: "balanced", localOnly: false, workspace: "/w", tried: [] },
        ...{ contextNeeded: 0, left: "unlimited", pinned: undefined },
      },
      outcomes,
    );
    return route.kind === "ladder" ? route.models[0] : route.kind;
  };
  assert.equal(first(undefined), "x/cheap");
  assert.equal(first("undone"), "x/dear");
});
