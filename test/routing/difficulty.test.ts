import assert from "node:assert/strict";
import test from "node:test";
import { abilityFor, averageChance, difficultyOf } from "../../server/routing/difficulty.ts";
import { along, learn, levelsAfter, newKnowledge } from "../../server/routing/knowledge.ts";
import { shipped } from "../../server/routing/measured.ts";
import { sharesIn } from "../../server/routing/mix.ts";
import type { Candidate } from "../../server/routing/route.ts";
import { nano } from "../../server/spend/money.ts";
import { frontier, local, open, outcomes } from "./candidates.ts";

const hosted = (id: string, family: string, rungIndex: number, listed: bigint): Candidate => ({
  ...open,
  id: `host/${id}`,
  family,
  rungIndex,
  typicalCost: nano(listed),
});
const deepseek = hosted("DeepSeek-V4-Pro", "deepseek", 1, 17_730_000n);
const minimax = hosted("MiniMax-M3", "minimax", 1, 40_800_000n);
const opus = hosted("claude-opus-4-8", "claude", 2, 320_000_000n);
const known = () => newKnowledge("fix", [deepseek, minimax, opus], shipped);

function modelIn(knowledge: ReturnType<typeof known>, { id }: Candidate) {
  const model = knowledge.models.get(id);
  if (model === undefined) throw new Error(`${id} is missing`);
  return model;
}

test("the ability for a share of the work solves that share", () => {
  for (const kind of ["fix", "test"] as const) {
    const difficulty = difficultyOf(kind, shipped);
    for (const share of [0.2, 0.5, 0.75, 0.95])
      assert.ok(Math.abs(averageChance(abilityFor(share, difficulty), difficulty) - share) < 1e-6);
  }
});

test("what one model failed at is harder for the next, as far as public results say", () => {
  const knowledge = known();
  const fresh = sharesIn(knowledge.mix, undefined);
  const failed = { verdict: "refuted", cost: 0, cutShort: false } as const;
  const once = levelsAfter(knowledge, fresh, { model: modelIn(knowledge, deepseek), ...failed });
  const twice = levelsAfter(knowledge, once, { model: modelIn(knowledge, minimax), ...failed });
  const chances = [fresh, once, twice].map((levels) => along(levels, modelIn(knowledge, opus).ability.mean));
  // The shares of the failed tasks that the model resolved: 0.84 of all, about 0.5 after one, below it after two.
  assert.ok(Math.abs((chances[0] ?? 0) - 0.835) < 0.02, `${chances}`);
  assert.ok((chances[1] ?? 0) > 0.45 && (chances[1] ?? 0) < 0.62, `${chances}`);
  assert.ok((chances[2] ?? 0) < (chances[1] ?? 0), `${chances}`);
});

test("an attempt that failed dearly speaks for a harder task than one that failed cheaply", () => {
  const knowledge = known();
  const seen = { model: modelIn(knowledge, deepseek), verdict: "refuted", cutShort: false } as const;
  const fresh = sharesIn(knowledge.mix, undefined);
  const [cheap, dear] = [0.01, 0.15].map((cost) => levelsAfter(knowledge, fresh, { ...seen, cost }));
  const { levels } = knowledge.difficulty;
  assert.ok(along(dear ?? fresh, levels) > along(cheap ?? fresh, levels) + 0.2);
});

test("a repository of hard tasks is expected to go on being hard, and others are not", () => {
  const knowledge = known();
  for (const outcome of outcomes(30, opus, "refuted", { workspace: "/hard" })) learn(knowledge, outcome);
  const mean = (workspace: string) => along(sharesIn(knowledge.mix, workspace), knowledge.difficulty.levels);
  assert.ok(mean("/hard") > mean("/other") + 0.3);
});

test("half a year later hardly anything of an outcome is left", () => {
  const knowledge = known();
  const model = modelIn(knowledge, minimax);
  const prior = along(knowledge.difficulty.shares, model.ability.mean);
  for (const outcome of outcomes(60, minimax, "refuted", { endedAt: "2026-01-01T00:00:00.000Z" }))
    learn(knowledge, outcome);
  const taught = along(knowledge.difficulty.shares, model.ability.mean);
  for (const outcome of outcomes(1, opus, "unproved", { endedAt: "2026-09-01T00:00:00.000Z" }))
    learn(knowledge, outcome);
  const later = along(knowledge.difficulty.shares, model.ability.mean);
  assert.ok(taught < prior - 0.03 && Math.abs(later - prior) < 0.02, `${prior} ${taught} ${later}`);
});

test("free and unknown candidates have finite beliefs", () => {
  const knowledge = newKnowledge("ask", [local, open, frontier], shipped);
  for (const { ability } of knowledge.models.values())
    assert.ok(ability.mean.every((chance) => chance > 0 && chance < 1));
});
