import assert from "node:assert/strict";
import test, { type TestContext } from "node:test";
import type { ScenarioInput } from "../model-server/scenario.ts";
import { type ModelServer, startModelServer } from "../model-server/server.ts";
import { evenFiles, evenFixed, fixEven, fixTask } from "./even.ts";
import { type Finished, makeWorld, moneyOf, only, type Turns, type World } from "./world.ts";

const check = { checks: ["npm test"] };
const right = fixEven("n % 2 === 0");
const openModel = {
  name: "open",
  dialect: "openai-chat",
  family: "glm",
  context: 131_072,
  maxOutput: 4_096,
  tools: true,
  price: { input: "0.60", output: "2.40" },
} as const;

/** Two hosts of the same open weights, `host` at half the price of `twin`, and nothing else. */
async function twoHosts(
  t: TestContext,
  turns: Turns = right,
  change: {
    readonly configuration?: Record<string, unknown>;
    readonly local?: boolean;
    readonly firstTurns?: Turns;
  } = {},
): Promise<{ readonly world: World; readonly twin: ModelServer }> {
  const scenario: ScenarioInput = { models: [openModel], scripts: [{ model: "open", turns }] };
  const twin = await startModelServer({ scenarios: scenario });
  t.after(() => twin.close());
  const world = await makeWorld(t, {
    files: evenFiles,
    scripts: { open: change.firstTurns ?? turns },
    configure: (url) => ({
      endpoints: {
        twin: endpointAt(twin.url, { input: "0.60", output: "2.40" }),
        host: { ...endpointAt(url, { input: "0.30", output: "1.20" }), local: change.local ?? false },
      },
      rungs: [{ name: "open", models: ["twin/open", "host/open"] }],
      budgets: { everything: { task: "2", day: "10" } },
      atLimit: "stop",
      ...change.configuration,
    }),
  });
  return { world, twin };
}

function endpointAt(url: string, price: object) {
  const model = { context: 131_072, maxOutput: 4_096, family: "glm", weights: "glm-5.3", price };
  return { dialect: "openai-chat", url: `${url}/v1`, models: { open: model } };
}

const attemptsOf = ({ end }: Finished) => end.receipt.subtasks[0]?.attempts ?? [];
const modelsOf = (finished: Finished) => attemptsOf(finished).flatMap(({ calls }) => calls.map(({ model }) => model));

test("the cheapest endpoint of the weights does the work", async (t) => {
  const { world, twin } = await twoHosts(t);
  const finished = await world.run(fixTask, check);
  assert.equal(finished.outcome.kind, "proved");
  assert.deepEqual([...new Set(modelsOf(finished))], ["host/open"]);
  assert.equal(attemptsOf(finished)[0]?.endpointChanges, undefined);
  assert.equal(twin.requests().length, 0);
});

test("a host that goes down in the middle of an attempt: the next endpoint continues with the same messages", async (t) => {
  const { world, twin } = await twoHosts(t);
  let closing: Promise<void> | undefined;
  const finished = await world.run(fixTask, check, undefined, (event) => {
    if (event.type === "tool-end") closing ??= world.server.close();
  });
  await closing;
  assert.equal(finished.outcome.kind, "proved");
  assert.equal(world.read("src/even.js"), evenFixed);
  assert.equal(only(finished.events, "attempt-start").length, 1);
  const [attempt] = attemptsOf(finished);
  assert.equal(attempt?.endpointChanges?.length, 1);
  const [change] = attempt?.endpointChanges ?? [];
  assert.deepEqual([change?.from, change?.to], ["host/open", "twin/open"]);
  assert.match(change?.because ?? "", /host/);
  const first = twin.requests()[0]?.body as { messages: { role: string; content: unknown }[] };
  assert.deepEqual(
    first.messages.map(({ role }) => role),
    ["system", "user", "assistant", "tool"],
  );
  assert.match(JSON.stringify(first.messages.at(-1)), /isEven/);
  const ids = await world.body.books.spend({ by: "model", since: undefined, until: undefined, workspace: undefined });
  assert.ok(ids.rows.some(({ key, calls }) => key === "twin/open" && calls >= 2));
});

for (const [what, fault, because] of [
  ["rate limited", { kind: "status", status: 429, headers: { "retry-after": "600" } }, /asks to wait/],
  ["out of quota", { kind: "status", status: 402 }, /credit or spend limit/],
  ["withdrawn", { kind: "status", status: 404 }, /does not know the model/],
  ["without a valid key", { kind: "status", status: 401 }, /refuses the key/],
] as const) {
  test(`an endpoint that is ${what} is left in the middle, and left alone afterwards`, async (t) => {
    const [read, edit, done] = right;
    const firstTurns = [read, { ...edit, fault }, done] as Turns;
    const { world, twin } = await twoHosts(t, right, { firstTurns });
    const finished = await world.run(fixTask, check);
    assert.equal(finished.outcome.kind, "proved");
    assert.equal(attemptsOf(finished).length, 1);
    assert.match(attemptsOf(finished)[0]?.endpointChanges?.[0]?.because ?? "", because);
    assert.match(only(finished.events, "retry").at(-1)?.because ?? "", /goes on at twin/);
    assert.deepEqual(modelsOf(finished), ["host/open", "host/open", "twin/open", "twin/open"]);
    const { posted, held, bill } = moneyOf(world);
    assert.deepEqual([posted, held], [bill + twin.bill().total, 0n]);

    const before = world.server.requests().length;
    const again = await world.run("where is isEven?", { mode: "ask" });
    assert.deepEqual([...new Set(modelsOf(again))], ["twin/open"]);
    assert.equal(world.server.requests().length, before);
  });
}

test("a stream that is cut again and again moves on, and what may have been billed stays held", async (t) => {
  const [read, edit, done] = right;
  const cut = { ...edit, text: "I see it now. ".repeat(20), fault: { kind: "cut", afterPieces: 2 } };
  const { world, twin } = await twoHosts(t, right, { firstTurns: [read, cut, done] as Turns });
  const finished = await world.run(fixTask, check);
  assert.equal(finished.outcome.kind, "proved");
  assert.equal(attemptsOf(finished).length, 1);
  const { posted, held, bill } = moneyOf(world);
  assert.ok(held > 0n && posted + held >= bill + twin.bill().total);
});

test("a request that every host would refuse goes to no second one", async (t) => {
  const firstTurns = [{ text: "", fault: { kind: "status", status: 400, message: "No such parameter." } }] as Turns;
  const { world, twin } = await twoHosts(t, right, { firstTurns });
  const { outcome } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "failed");
  assert.equal(twin.requests().length, 0);
});

test("reasoning that a host wants back stays with it", async (t) => {
  const [read, edit, done] = right;
  const firstTurns = [
    { ...read, thinking: "I look at it." },
    { ...edit, fault: { kind: "status", status: 402 } },
    done,
  ];
  const { world, twin } = await twoHosts(t, right, { firstTurns: firstTurns as Turns });
  const { outcome } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.match(JSON.stringify(world.server.requests()[1]?.body), /I look at it/);
  assert.doesNotMatch(JSON.stringify(twin.requests()), /I look at it|reasoning_content/);
});

test("what runs on this machine never moves off it", async (t) => {
  const { world, twin } = await twoHosts(t, right, { local: true });
  await world.server.close();
  const finished = await world.run(fixTask, check);
  assert.equal(finished.outcome.kind, "failed");
  assert.equal(twin.requests().length, 0);
});

test("a model that the user named by its endpoint is asked there and nowhere else", async (t) => {
  const { world, twin } = await twoHosts(t);
  await world.server.close();
  const { outcome } = await world.run(fixTask, { ...check, model: "host/open" });
  assert.equal(outcome.kind, "failed");
  assert.equal(twin.requests().length, 0);
});

test("weights can be chosen by their name, and pins keep their order before the price", async (t) => {
  const { world } = await twoHosts(t);
  const named = await world.run("where is isEven?", { mode: "ask", model: "glm-5.3" });
  assert.deepEqual([...new Set(modelsOf(named))], ["host/open"]);
  const pinned = await twoHosts(t, right, { configuration: { pins: { fix: ["twin/open", "host/open"] } } });
  const finished = await pinned.world.run(fixTask, check);
  assert.deepEqual([...new Set(modelsOf(finished))], ["twin/open"]);
});

test("when every endpoint of the weights is down the task says so and bills nothing", async (t) => {
  const { world, twin } = await twoHosts(t);
  await Promise.all([world.server.close(), twin.close()]);
  const finished = await world.run(fixTask, check);
  assert.equal(finished.outcome.kind, "failed");
  assert.deepEqual(
    modelsOf(finished)
      .filter((model, index, all) => all.indexOf(model) === index)
      .sort(),
    ["host/open", "twin/open"],
  );
  assert.equal(moneyOf(world).posted + moneyOf(world).held, 0n);
});
