import assert from "node:assert/strict";
import test from "node:test";
import { makeWorld, only, type Turns } from "./world.ts";

const read = (path: string): Turns[number] => ({ calls: [{ name: "read_file", arguments: { path } }] });
const files = Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`f${n}.txt`, `${n}\n`]));
const reading: Turns = Array.from({ length: 12 }, (_, n) => read(`f${n}.txt`));

test("an attempt that uses up its steps is stopped before the next call is paid for", async (t) => {
  const world = await makeWorld(t, { files, scripts: { open: reading }, configuration: { limits: { steps: 4 } } });
  const { outcome, end } = await world.run("what is here?", { model: "host/open" });
  assert.equal(outcome.kind, "refuted");
  assert.match(end.answer, /used up its steps/);
  assert.equal(world.server.requests().length, 4);
});

test("an attempt that uses up its tokens is stopped before the next call is paid for", async (t) => {
  const world = await makeWorld(t, { files, scripts: { open: reading }, configuration: { limits: { tokens: 1_000 } } });
  const { end } = await world.run("what is here?", { model: "host/open" });
  assert.match(end.answer, /used up its tokens/);
  assert.equal(world.server.requests().length, 1);
});

test("past its warning level a budget is named once, with what is left", async (t) => {
  const configuration = { budgets: { everything: { task: "1", day: "0.02" } }, warnAt: 0.1 };
  const turns: Turns = [...reading.slice(0, 3), { calls: [{ name: "finish", arguments: { summary: "Numbers." } }] }];
  const world = await makeWorld(t, { files, scripts: { open: turns }, configuration });
  const { outcome, events } = await world.run("what is here?", { model: "host/open" });
  assert.equal(outcome.kind, "answered");
  const warnings = only(events, "budget-warning");
  assert.ok(warnings.length > 0);
  assert.equal(new Set(warnings.map((warning) => warning.message)).size, warnings.length);
});

test("refuted attempts are followed by other models, each once and three at most", async (t) => {
  const wrong: Turns = [{ calls: [{ name: "finish", arguments: { summary: "Nothing to do." } }] }];
  const world = await makeWorld(t, { files, scripts: { "*": wrong } });
  const { events } = await world.run("fix f1.txt", { checks: ["false"] });
  const started = only(events, "attempt-start").map(({ model }) => model);
  assert.equal(started.length, 3);
  assert.equal(new Set(started).size, 3);
});
