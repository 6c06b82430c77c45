import assert from "node:assert/strict";
import test from "node:test";
import { difficultyOf } from "../../server/routing/difficulty.ts";
import { shipped } from "../../server/routing/measured.ts";
import { isNamed, priorOf } from "../../server/routing/priors.ts";
import type { Candidate } from "../../server/routing/route.ts";
import { nano } from "../../server/spend/money.ts";
import { open } from "./candidates.ts";

const difficulty = difficultyOf("fix", shipped);
const prior = (changes: Partial<Candidate>) => priorOf({ ...open, ...changes }, "fix", 0.5, difficulty, shipped);

for (const id of [
  "anthropic/claude-opus-4-8",
  "openrouter/anthropic/claude-opus-4.8",
  "anthropic/claude-opus-4-8-20260528",
  "openrouter/claude-opus-4.8:beta",
]) {
  test(`${id} is the measured claude-opus-4-8`, () => assert.ok(isNamed(id, "claude-opus-4-8")));
}

test("another version is not the measured model", () => {
  assert.equal(isNamed("anthropic/claude-opus-4-7", "claude-opus-4-8"), false);
  assert.equal(isNamed("minimax/minimax-m2.7", "MiniMax-M2"), false);
});

test("a measured model starts from its own results, with more weight than one that only has a family", () => {
  const own = prior({ id: "host/MiniMax-M3", family: "minimax" });
  const young = prior({ id: "host/MiniMax-M9", family: "minimax" });
  const stranger = prior({ id: "host/novel-1", family: "novel" });
  assert.deepEqual([own.source, young.source, stranger.source], ["measured", "family", "rung"]);
  assert.ok(own.abilityDeviation < young.abilityDeviation);
  assert.ok((own.cost?.priorDeviation ?? 0) < (young.cost?.priorDeviation ?? 0));
});

test("a token-hungry model is dear whatever its list price says", () => {
  const listed = nano(36_500_000n);
  const hungry = prior({ id: "host/Qwen3.5-Flash", family: "qwen", typicalCost: listed });
  const frugal = prior({ id: "host/MiniMax-M3", family: "minimax", typicalCost: listed });
  assert.ok((hungry.cost?.logPrior ?? 0) > (frugal.cost?.logPrior ?? 0) + 2);
});

test("when its host charges half the price, half the cost is expected", () => {
  const [full, half] = [40_800_000n, 20_400_000n].map((typical) =>
    prior({ id: "host/MiniMax-M3", family: "minimax", typicalCost: nano(typical) }),
  );
  assert.ok(Math.abs((full?.cost?.logPrior ?? 0) - (half?.cost?.logPrior ?? 0) - Math.LN2) < 1e-6);
});

test("what ships is summed up by model and says where it is from and when it ran", () => {
  assert.ok(shipped.sources.length > 0);
  for (const work of Object.values(shipped.kinds)) {
    assert.match(work?.ran ?? "", /^\d{4}-\d\d-\d\d to \d{4}-\d\d-\d\d$/);
    for (const model of work?.models ?? []) assert.ok(model.tasks >= 100 && model.resolved > 0 && model.resolved < 1);
  }
});
