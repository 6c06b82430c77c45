import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { routesLines } from "../../server/cli/view/routes-text.ts";
import { startModelServer } from "../model-server/server.ts";
import { evenFiles, evenFixed, fixEven, fixTask } from "./even.ts";
import { type Finished, makeWorld, only, usualConfiguration, type World, type WorldOptions } from "./world.ts";

const check = { checks: ["npm test"] };
const wrong = fixEven("n % 2 === 2");
const right = fixEven("n % 2 === 0");
const done = [{ calls: [{ name: "finish", arguments: { summary: "In even.js." } }] }];

/** `host/open` with two efforts on its rung, between the usual others, at a price at which another attempt pays. */
function withEfforts(url: string) {
  const usual = usualConfiguration(url) as { endpoints: { host: { models: { open: object } } } };
  const price = { input: "0.03", output: "0.12" };
  const open = { ...usual.endpoints.host.models.open, price, efforts: ["high", "low"] };
  const host = { ...usual.endpoints.host, models: { open } };
  return { ...usual, endpoints: { ...usual.endpoints, host }, testFirst: "off" };
}

/** Whoever comes first is wrong, and whoever gets the handover is right. */
const firstIsWrong: NonNullable<WorldOptions["scenario"]>["scripts"] = [
  { model: "open", when: { handover: true }, turns: right },
  { model: "open", turns: wrong },
  { model: "*", turns: wrong },
];

const attemptsOf = ({ events }: Finished) => only(events, "attempt-start").map(({ model }) => model);
const effortsAsked = ({ server }: World) =>
  server.requests().map(({ model, body }) => [model, (body as { reasoning_effort?: string }).reasoning_effort]);

test("a low effort is refuted, and the same model at a high effort goes on before another model", async (t) => {
  const world = await makeWorld(t, {
    files: evenFiles,
    scenario: { scripts: firstIsWrong },
    configure: (url) => ({ ...withEfforts(url), exclude: ["local"] }),
  });
  const finished = await world.run(fixTask, check);
  assert.equal(finished.outcome.kind, "proved");
  assert.equal(world.read("src/even.js"), evenFixed);
  assert.deepEqual(attemptsOf(finished), ["host/open@low", "host/open@high"]);
  assert.match(
    only(finished.events, "subtask-start")[0]?.because ?? "",
    /^open@low first: .*; open@high(, then big)? stands? behind it\.$/,
  );
  const [, handedOver] = only(finished.events, "attempt-start");
  assert.equal(only(finished.events, "escalation")[0]?.to, handedOver?.model);
  assert.deepEqual(effortsAsked(world), [...Array(3).fill(["open", "low"]), ...Array(3).fill(["open", "high"])]);
  const [low, high] = finished.end.receipt.subtasks[0]?.attempts ?? [];
  assert.deepEqual([low?.verdict, high?.verdict], ["refuted", "proved"]);
  const survey = world.body.routes(world.root).find(({ kind }) => kind === "fix") ?? assert.fail();
  const known = survey.models;
  const table = routesLines(survey).join("\n");
  assert.match(table, /host\/open@low .* 1 refuted/);
  assert.doesNotMatch(table, /effort/, "the name says it already");
  const seen = known.map(({ model, effort, seen: { proved, refuted } }) => [model, effort, proved, refuted]);
  assert.deepEqual(seen.filter(([, effort]) => effort !== undefined).sort(), [
    ["host/open@high", "high", 1, 0],
    ["host/open@low", "low", 0, 1],
  ]);
});

async function answering(t: TestContext, configuration: Record<string, unknown> = {}): Promise<World> {
  return makeWorld(t, { scripts: { "*": done }, configure: (url) => ({ ...withEfforts(url), ...configuration }) });
}

test("a task may name one effort, or the model for all of them", async (t) => {
  const world = await answering(t);
  for (const [name, expected] of [
    ["host/open", "host/open@low"],
    ["open", "host/open@low"],
    ["open@high", "host/open@high"],
    ["host/open@high", "host/open@high"],
  ] as const) {
    const finished = await world.run("where is isEven?", { mode: "ask", model: name });
    assert.deepEqual(attemptsOf(finished), [expected], name);
  }
  const unknown = await world.run("where is isEven?", { mode: "ask", model: "open@max" });
  assert.match("message" in unknown.outcome ? unknown.outcome.message : "", /No configured model .* called open@max/);
  const models = (name: string) => {
    const forgot = world.body.forget({ model: name, kind: undefined });
    return forgot.kind === "forgotten" ? forgot.models : [];
  };
  assert.deepEqual(models("open"), ["host/open@low", "host/open@high"]);
  assert.deepEqual(models("open@low"), ["host/open@low"]);
});

test("a pin and an exclusion of the model mean all of its efforts", async (t) => {
  const pinned = await answering(t, { pins: { ask: ["host/open"] } });
  const route = pinned.body.routes(pinned.root).find(({ kind }) => kind === "ask")?.route;
  assert.deepEqual(route?.kind === "ladder" && route.models, ["host/open@low", "host/open@high"]);
  const excluding = await answering(t, { exclude: ["host/open"] });
  for (const { models } of excluding.body.routes(excluding.root))
    assert.ok(models.every(({ model }) => !model.startsWith("host/")));
  const named = await excluding.run("where is isEven?", { mode: "ask", model: "open@high" });
  assert.match("message" in named.outcome ? named.outcome.message : "", /host\/open@high is excluded/);
});

/** Two hosts of the same weights, each with two efforts; `host` is cheaper and always busy. */
async function twoHosts(t: TestContext, pins: Record<string, readonly string[]>) {
  const model = { context: 131_072, maxOutput: 4_096, family: "glm" };
  const open = { ...model, name: "open", dialect: "openai-chat" as const, tools: true };
  const price = { input: "0.60", output: "2.40" };
  const twin = await startModelServer({
    scenarios: { models: [{ ...open, price }], scripts: [{ model: "open", turns: done }] },
  });
  t.after(() => twin.close());
  const busy = { kind: "status", status: 429, headers: { "retry-after": "600" } };
  const at = (url: string, input: string) => ({
    dialect: "openai-chat",
    url: `${url}/v1`,
    models: { open: { ...model, weights: "glm-5.3", efforts: ["low", "high"], price: { ...price, input } } },
  });
  const world = await makeWorld(t, {
    scripts: { open: [{ ...done[0], fault: busy }] as never },
    configure: (url) => ({
      endpoints: { host: at(url, "0.30"), twin: at(twin.url, "0.60") },
      rungs: [{ name: "open", models: ["host/open", "twin/open"] }],
      pins,
    }),
  });
  return { world, twin };
}

test("another host goes on at the same effort, and the host that failed is left alone at each", async (t) => {
  const { world, twin } = await twoHosts(t, { title: ["open"], ask: ["host/open@high", "twin/open"] });
  const route = world.body.routes(world.root).find(({ kind }) => kind === "title")?.route;
  assert.deepEqual(route?.kind === "ladder" && route.models, ["host/open@low", "host/open@high"], "each effort once");
  const first = await world.run("where is isEven?", { mode: "ask" });
  assert.equal(first.outcome.kind, "answered");
  const [attempt] = first.end.receipt.subtasks[0]?.attempts ?? [];
  assert.deepEqual(
    attempt?.endpointChanges?.map(({ from, to }) => [from, to]),
    [["host/open@high", "twin/open@high"]],
  );
  assert.match(JSON.stringify(twin.requests()[0]?.body), /"reasoning_effort":"high"/);
  const asked = world.server.requests().length;
  const second = await world.run("where is isEven?", { mode: "ask", model: "open@low" });
  assert.deepEqual(attemptsOf(second), ["twin/open@low"]);
  assert.equal(world.server.requests().length, asked);
});

test("a host that can't be reached is not tried again at another effort", async (t) => {
  const world = await makeWorld(t, {
    scripts: { "*": done },
    configure: (url) => {
      const { endpoints, ...rest } = withEfforts(url);
      const host = { ...endpoints.host, url: "http://127.0.0.1:45999" };
      return { ...rest, endpoints: { ...endpoints, host }, pins: { ask: ["host/open", "frontier"] } };
    },
  });
  const finished = await world.run("where is isEven?", { mode: "ask" });
  assert.deepEqual(attemptsOf(finished), ["host/open@low", "far/big"]);
});
