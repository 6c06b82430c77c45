import assert from "node:assert/strict";
import test from "node:test";
import { appetiteFor, targetFor } from "../../server/routing/appetite.ts";
import { newKnowledge } from "../../server/routing/knowledge.ts";
import { shipped } from "../../server/routing/measured.ts";
import { frontier } from "./candidates.ts";

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

test("the last bit of success may be the dearer, the more wrong results pass the checks", () => {
  const dearest = (f: number) => {
    const knowledge = newKnowledge("fix", [frontier], { ...shipped, checks: { f, g: 0.05 } });
    return targetFor("balanced", knowledge, 1, knowledge.difficulty.shares).dearest;
  };
  assert.equal(dearest(0.02), dearest(0.1));
  assert.ok(dearest(0.3) > 1.5 * dearest(0.1));
});
