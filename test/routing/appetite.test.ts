import assert from "node:assert/strict";
import test from "node:test";
import { appetiteFor, targetFor, usualWorth } from "../../server/routing/appetite.ts";
import { expectedCost, learn, newKnowledge } from "../../server/routing/knowledge.ts";
import { shipped } from "../../server/routing/measured.ts";
import { nano } from "../../server/spend/money.ts";
import { frontier, open, outcomes } from "./candidates.ts";

const target = { least: 0.8, most: 0.85, pays: 0.5, dearest: 4 };

test("a right result is worth just enough to reach the success asked for", () => {
  const { low, high } = appetiteFor((worth) => Math.min(0.9, 0.6 + worth / 10), target, 2);
  assert.ok(low <= 2 && high >= 2 && high < low * 1.05, `${low} to ${high}`);
});

test("success that is out of reach is not paid for at any price", () => {
  const { high } = appetiteFor(() => 0.7, target, 2);
  assert.ok(high <= 4, `${high}`);
});

test("where more than enough is reached a right result is worth less", () => {
  assert.ok(appetiteFor((worth) => Math.min(0.95, 0.8 + worth / 10), target, 2).high < 1);
});

test("less is paid on the word of a frontier model whose own cost is in doubt, since others cost other than was assumed", () => {
  const others = ["one", "two", "three", "four"].map((name) => ({ ...open, id: `host/${name}`, family: name }));
  const after = (multiples: readonly number[]) => {
    const knowledge = newKnowledge("fix", [...others, frontier], shipped);
    const costs = others.map(({ id }) => expectedCost(knowledge.models.get(id) ?? assert.fail()));
    for (const [place, multiple] of multiples.entries()) {
      const cost = nano(BigInt(Math.round((costs[place] ?? 0) * multiple * 1e9)));
      for (const outcome of outcomes(6, others[place] ?? assert.fail(), "proved", { cost })) learn(knowledge, outcome);
    }
    return usualWorth(knowledge, knowledge.difficulty.shares);
  };
  assert.ok(after([0.25, 4, 0.25, 4]) < 0.8 * after([1, 1, 1, 1]));
});

test("the last bit of success may be the dearer, the more wrong results pass the checks", () => {
  const dearest = (f: number) => {
    const knowledge = newKnowledge("fix", [frontier], { ...shipped, checks: { f, g: 0.05 } });
    return targetFor("balanced", knowledge, 1, knowledge.difficulty.shares).dearest;
  };
  assert.equal(dearest(0.02), dearest(0.1));
  assert.ok(dearest(0.3) > 1.5 * dearest(0.1));
});
