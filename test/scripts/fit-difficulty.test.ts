import assert from "node:assert/strict";
import { test } from "node:test";
import { fitDifficulty } from "../../scripts/priors/fit-difficulty.ts";

/** A fixed stream of numbers from 0 to 1 (Park and Miller's generator). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

const drawn = [
  { ability: 0, steepness: 1 },
  { ability: 1, steepness: 1 },
  { ability: -1, steepness: 1 },
  { ability: 1, steepness: 0.4 },
  { ability: 1, steepness: 2.5 },
  { ability: 3, steepness: 1 },
];
const random = randomFrom(7);
const results = Array.from({ length: 400 }, () => {
  const level = 8 * random() - 4;
  return drawn.map(({ ability, steepness }) =>
    random() < 0.05 ? null : random() < 1 / (1 + Math.exp(steepness * (level - ability))) ? 1 : 0,
  );
});

test("abilities are found in their order, and which model a hard task hurts less", () => {
  const { abilities, steepnesses } = fitDifficulty(results);
  const [middle = 0, better = 0, worse = 0, , , best = 0] = abilities;
  assert.ok(worse < middle && middle < better && better < best);
  const [, , , flat = 1, steep = 1] = steepnesses;
  assert.ok(flat < 0.8 && steep > 1.2, `${flat} and ${steep}`);
});

test("shares of the levels and of each task add up to one, easiest level first", () => {
  const { levels, shares, memberships } = fitDifficulty(results);
  assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 0.02);
  assert.deepEqual(
    levels,
    levels.toSorted((a, b) => a - b),
  );
  for (const task of memberships) assert.ok(Math.abs(task.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
});
