import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import type { TaskEvent } from "../../../server/protocol/events.ts";
import { evenFiles, evenFixed, fixEven } from "../even.ts";
import { makeWorld, moneyOf, only, type Turns, type World, type WorldOptions } from "../world.ts";

/** The bug is there, and no test shows it. */
const files = {
  ...evenFiles,
  "test/even.test.js": `import test from "node:test";
import assert from "node:assert";
import { isEven } from "../src/even.js";
test("even: it gives a boolean", () => assert.equal(typeof isEven(2), "boolean"));
`,
};
const prompt = "fix isEven: it says that 2 is odd";
const right = fixEven("n % 2 === 0");
const wrong = fixEven("n % 2 === 2");
const path = "test/two.test.js";
const testSaying = (expected: boolean) => `import test from "node:test";
import assert from "node:assert";
import { isEven } from "../src/even.js";
test("two is even", () => assert.equal(isEven(2), ${expected}));
`;
const done = (summary: string): Turns[number] => ({ calls: [{ name: "finish", arguments: { summary } }] });
const writing = (content: string, at = path): Turns => [
  { calls: [{ name: "read_file", arguments: { path: "src/even.js" } }] },
  { calls: [{ name: "write_file", arguments: { path: at, content } }] },
  done("It fails."),
];
const accept = '{"verdict": "accept"}';

function world(t: Parameters<typeof makeWorld>[0], tester: Turns, fixes: Turns, configuration = {}): Promise<World> {
  const scenario: WorldOptions["scenario"] = {
    scripts: [
      { model: "*", when: { offersTools: false }, turns: [{ text: accept }], afterLast: "repeat-last" },
      { model: "*", when: { prompt: "Somebody else will work on the request" }, turns: tester },
      { model: "*", turns: fixes },
    ],
  };
  return makeWorld(t, { files, scenario, configuration: { preference: "quality", budgets, ...configuration } });
}

/** Of models that nobody measured much is expected to be spent. */
const budgets = { everything: { task: "100", day: "100" } };
const check = { checks: [], allow: [] };
const agreed = async (one: World) => {
  one.body.trust.agreements.add(one.root, await one.body.trust.discover(one.root));
};
const evidenceOf = (events: readonly TaskEvent[]) =>
  only(events, "check-end").flatMap(({ evidence }) => (evidence.check.startsWith("test by") ? [evidence] : []));
const because = (outcome: object) => ("because" in outcome ? String(outcome.because) : "");
const writers = (one: World) =>
  one.server.requests().filter(({ body }) => JSON.stringify(body).includes("Somebody else will work"));

test("a fix without a failing test is proved by one that another family wrote before it, and the test leaves again", async (t) => {
  const one = await world(t, writing(testSaying(true)), right);
  await agreed(one);
  const { outcome, events, end } = await one.run(prompt, check);
  assert.equal(outcome.kind, "proved", because(outcome));
  assert.match(because(outcome), /^A test that \S+ wrote for this failed before and passes now/);
  assert.equal(one.read("src/even.js"), evenFixed);
  assert.deepEqual(readdirSync(join(one.root, "test")), ["even.test.js"]);
  assert.deepEqual(end.changed, ["src/even.js"]);
  const [evidence] = evidenceOf(events);
  assert.equal(evidence?.outcome, "passed");
  assert.match(evidence?.detail ?? "", /test\/two\.test\.js:\n[\s\S]*isEven\(2\), true/, "the user can read it");
  const [root, written] = end.receipt.subtasks;
  assert.equal(written?.kind, "test");
  assert.equal(written?.parent, root?.subtask);
  assert.equal(written?.attempts[0]?.verdict, "proved");
  assert.notEqual(written?.attempts[0]?.model, root?.attempts[0]?.model);
  const fixer = one.server.requests().filter(({ model }) => `${root?.attempts[0]?.model}`.endsWith(`${model}`));
  assert.ok(!fixer.some(({ body }) => JSON.stringify(body).includes("two is even")), "the fixer never sees it");
  const { posted, held, bill } = moneyOf(one);
  assert.deepEqual([posted, held], [bill, 0n]);
});

test("with the setting to keep it, the test stays with the fix, and undo takes both back", async (t) => {
  const one = await world(t, writing(testSaying(true)), right, { testFirst: "keep" });
  await agreed(one);
  const { outcome, end, task } = await one.run(prompt, check);
  assert.equal(outcome.kind, "proved", because(outcome));
  assert.equal(one.read(path), testSaying(true));
  assert.deepEqual(end.changed.toSorted(), ["src/even.js", path].toSorted());
  assert.equal((await one.body.agent.undo(task, one.root)).kind, "undone");
  assert.equal(existsSync(join(one.root, path)), false);
});

test("a test that still fails after the fix counts for nothing, since it may be wrong itself", async (t) => {
  const one = await world(t, writing(testSaying(true)), wrong);
  await agreed(one);
  const { outcome, events } = await one.run(prompt, check);
  assert.equal(outcome.kind, "unproved", because(outcome));
  assert.equal(evidenceOf(events)[0]?.outcome, "skipped");
  assert.deepEqual(readdirSync(join(one.root, "test")), ["even.test.js"]);
});

for (const [what, tester, reason] of [
  ["passes on the old code", writing(testSaying(false)), /passes on the code as it is/],
  [
    "stands in a file that was there",
    [
      { calls: [{ name: "read_file", arguments: { path: "test/even.test.js" } }] },
      { calls: [{ name: "write_file", arguments: { path: "test/even.test.js", content: testSaying(true) } }] },
      done("It fails."),
    ],
    /was to stand in a file of its own/,
  ],
  ["was never written", [done("Nothing to do.")], /No test was written/],
] as const) {
  test(`a test that ${what} is thrown away, and the fix goes on without it`, async (t) => {
    const one = await world(t, tester as Turns, right);
    await agreed(one);
    const { outcome, events, end } = await one.run(prompt, check);
    assert.equal(outcome.kind, "unproved", because(outcome));
    assert.deepEqual(evidenceOf(events), []);
    assert.match(end.receipt.subtasks[1]?.attempts[0]?.because ?? "", reason);
    assert.equal(one.read("test/even.test.js"), files["test/even.test.js"]);
    assert.equal(one.read("src/even.js"), evenFixed);
  });
}

const without: readonly (readonly [string, Readonly<Record<string, unknown>>, boolean])[] = [
  ["it is switched off", { testFirst: "off" }, true],
  ["the user has agreed to no test command", {}, false],
  ["nothing may be spent", { budgets: { everything: { task: "0", day: "0" } } }, true],
  ["it may take more than a quarter of what is left", { budgets: { everything: { task: "1" } } }, true],
  ["little cost is wanted", { preference: "economy" }, true],
];
for (const [when, configuration, agrees] of without) {
  test(`no test is written when ${when}`, async (t) => {
    const one = await world(t, writing(testSaying(true)), right, configuration);
    if (agrees) await agreed(one);
    const { outcome } = await one.run(prompt, check);
    assert.equal(outcome.kind, "unproved", because(outcome));
    assert.equal(writers(one).length, 0);
  });
}

test("no test is written when one fails already", async (t) => {
  const one = await world(t, writing(testSaying(true)), right);
  one.write("test/even.test.js", evenFiles["test/even.test.js"]);
  await agreed(one);
  assert.equal((await one.run(prompt, check)).outcome.kind, "proved");
  assert.equal(writers(one).length, 0);
});
