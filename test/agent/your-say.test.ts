import assert from "node:assert/strict";
import { test } from "node:test";
import { evenFiles, fixEven, fixTask } from "./even.ts";
import { makeWorld, type Turns } from "./world.ts";

const answers: Turns = [{ calls: [{ name: "finish", arguments: { summary: "In auth.ts." } }] }];

test("an excluded model is never used: not chosen, not pinned, and not when a task names it", async (t) => {
  const world = await makeWorld(t, {
    configuration: { exclude: ["laptop/small"], pins: { title: ["local"] } },
    scripts: { "*": answers },
  });
  const routes = world.body.routes(world.root);
  for (const { models } of routes) assert.ok(models.every(({ model }) => model !== "laptop/small"));
  const title = routes.find(({ kind }) => kind === "title")?.route;
  assert.match(
    title?.kind === "no-able-model" ? title.because : "",
    /pinned for title work are excluded; change `pins`/,
  );
  const named = await world.run("where are sessions stored?", { mode: "ask", model: "small" });
  assert.equal(named.outcome.kind, "refused");
  assert.match(
    "message" in named.outcome ? named.outcome.message : "",
    /laptop\/small is excluded; take it out of `exclude`/,
  );
  const asked = await world.run("where are sessions stored?", { mode: "ask" });
  assert.equal(asked.outcome.kind, "answered");
  assert.ok(world.server.requests().every(({ model }) => model !== "small"));
});

test("what is forgotten is gone from the survey at once, and the receipt stays", async (t) => {
  const world = await makeWorld(t, {
    files: evenFiles,
    scripts: { small: fixEven("n % 2 === 2"), open: fixEven("n % 2 === 0") },
  });
  const { task } = await world.run(fixTask, { checks: ["npm test"] });
  const seen = () =>
    (world.body.routes(world.root).find(({ kind }) => kind === "fix")?.models ?? []).map(({ model, seen }) => ({
      model,
      attempts: seen.proved + seen.refuted + seen.unproved,
    }));
  const before = seen().filter(({ attempts }) => attempts > 0);
  assert.ok(before.length > 0, "the task left something to learn from");
  const receipt = world.body.books.receipt(task);
  const forgot = world.body.forget({ model: before[0]?.model.split("/")[1], kind: "fix" });
  assert.deepEqual(forgot, { kind: "forgotten", attempts: before[0]?.attempts, models: [before[0]?.model] });
  assert.equal(seen().find(({ model }) => model === before[0]?.model)?.attempts, 0);
  assert.deepEqual(world.body.books.receipt(task), receipt);
  const unknown = world.body.forget({ model: "smal", kind: undefined });
  assert.match(
    unknown.kind === "no-such-model" ? unknown.message : "",
    /No configured model is called smal; did you mean small\?/,
  );
});
