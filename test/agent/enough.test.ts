import assert from "node:assert/strict";
import { test } from "node:test";
import { evenFiles, evenFixed, fixEven, fixTask } from "./even.ts";
import { makeWorld, only, usualConfiguration } from "./world.ts";

const check = { checks: ["npm test"] };

/** `host/open` costs far more than the frontier model. */
function withDear(url: string) {
  const usual = usualConfiguration(url) as { endpoints: { host: { models: { open: object } } } };
  const open = { ...usual.endpoints.host.models.open, family: "unheard", price: { input: "60", output: "240" } };
  const endpoints = { ...usual.endpoints, host: { ...usual.endpoints.host, models: { open } } };
  return { ...usual, endpoints, budgets: { everything: { day: "500" } }, testFirst: "off", review: false };
}

test("once the frontier model has failed too, a model that is hardly worth its cost is not tried, and may still be named", async (t) => {
  const world = await makeWorld(t, {
    files: evenFiles,
    scripts: { small: fixEven("n % 2 === 2"), big: fixEven("n % 2 === 3"), open: fixEven("n % 2 === 0") },
    configure: withDear,
  });
  const { outcome, events, end } = await world.run(fixTask, check);
  const models = only(events, "attempt-start").map(({ model }) => model);
  assert.deepEqual(models, ["laptop/small", "far/big"]);
  assert.ok(outcome.kind === "refuted");
  assert.match(
    outcome.because,
    /another attempt would likely cost more than its chance is worth; to go on, retry with a hint/,
  );
  assert.equal(world.read("src/even.js"), evenFiles["src/even.js"]);
  assert.deepEqual(end.changed, []);
  const named = await world.run(fixTask, { ...check, model: "open" });
  assert.equal(named.outcome.kind, "proved");
  assert.equal(world.read("src/even.js"), evenFixed);
});
