import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { correctionBy, learnQuote, noPastQuotes } from "../../server/routing/past-quotes.ts";
import { createRouter } from "../../server/routing/policy.ts";
import { nano } from "../../server/spend/money.ts";
import type { AttemptOutcome } from "../../server/spend/spend.ts";
import { frontier, open, outcomes, request } from "./candidates.ts";

function after(tasks: number, times: number) {
  const past = noPastQuotes();
  for (let task = 0; task < tasks; task++) learnQuote(past, 0.1, 0.1 * times);
  return correctionBy(past);
}

test("before anything that was quoted has ended, quotes are what is expected", () => {
  assert.equal(after(0, 1), 1);
});

test("one task moves the next quote a little, many move it to what they cost", () => {
  assert.ok(after(1, 2) > 1.02 && after(1, 2) < 1.1);
  assert.ok(after(60, 2) > 1.7 && after(60, 2) < 2);
  assert.ok(after(60, 0.5) < 0.65 && after(60, 0.5) > 0.5);
});

test("what was long ago counts less than what came since", () => {
  const past = noPastQuotes();
  for (let task = 0; task < 300; task++) learnQuote(past, 0.1, 0.3);
  for (let task = 0; task < 100; task++) learnQuote(past, 0.1, 0.1);
  assert.ok(correctionBy(past) < 1.8);
});

test("whatever tasks cost, the correction lies between none and what they show, and within a factor of three", () => {
  const amount = fc.double({ min: 0, max: 1_000, noNaN: true });
  const expected = fc.double({ min: 1e-6, max: 1_000, noNaN: true });
  fc.assert(
    fc.property(fc.array(fc.tuple(expected, amount), { minLength: 1, maxLength: 40 }), (tasks) => {
      const past = noPastQuotes();
      for (const [one, cost] of tasks) learnQuote(past, one, cost);
      const [found, shown] = [correctionBy(past), past.cost / past.expected];
      assert.ok(found >= Math.min(1, shown) - 1e-9 && found <= Math.max(1, shown) + 1e-9);
      assert.ok(found >= 1 / 3 && found <= 3);
    }),
  );
});

/** Tasks of which each cost so many times what was expected of it. */
function history(times: number): readonly AttemptOutcome[] {
  const cost = open.typicalCost ?? nano(0n);
  const whole = { expected: nano((cost * 100n) / BigInt(Math.round(times * 100))), cost };
  return outcomes(20, open, "proved", { whole });
}

function quoted(past: readonly AttemptOutcome[]) {
  const route = createRouter()(request({ candidates: [open, frontier] }), past);
  assert.ok(route.kind === "ladder" && route.expected !== undefined);
  return { ...route.quote, expected: route.expected, models: route.models };
}

test("where tasks cost more than was expected of them the next are quoted dearer, up to a higher end, and routed the same", () => {
  const [usual, dearer] = [quoted(history(1)), quoted(history(2))];
  assert.equal(dearer.expected, usual.expected);
  assert.deepEqual(dearer.models, usual.models);
  assert.equal(dearer.low, usual.low);
  assert.ok(dearer.likely > usual.likely && dearer.high > usual.high);
});

test("where they cost less the next are quoted cheaper, down to a lower end", () => {
  const [usual, cheaper] = [quoted(history(1)), quoted(history(0.5))];
  assert.equal(cheaper.high, usual.high);
  assert.ok(cheaper.likely < usual.likely && cheaper.low < usual.low);
});
