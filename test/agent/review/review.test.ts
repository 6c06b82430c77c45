import assert from "node:assert/strict";
import test from "node:test";
import type { TaskEvent } from "../../../server/protocol/events.ts";
import { evenFiles, evenFixed, fixEven } from "../even.ts";
import { makeWorld, moneyOf, only, type Turns, usualConfiguration, type World, type WorldOptions } from "../world.ts";

const task = "isEven should compare with the right remainder";
const right = fixEven("n % 2 === 0");
const wrong = fixEven("n % 2 === 2");
const accept = '{"verdict": "accept"}';
const reject = '{"verdict": "reject", "reasons": ["Two is still not even."]}';

/** What each model does with tools, and what it says of a change. */
function models(
  work: Readonly<Record<string, Turns>>,
  says: Readonly<Record<string, string>>,
): NonNullable<WorldOptions["scenario"]> {
  return {
    scripts: [
      ...Object.entries(says).map(([model, text]) => ({
        model,
        when: { offersTools: false },
        turns: [{ text }],
        afterLast: "repeat-last" as const,
      })),
      ...Object.entries(work).map(([model, turns]) => ({ model, turns })),
    ],
  };
}

const reviews = (world: World) =>
  world.server.requests().filter(({ body }) => JSON.stringify(body).includes("You review a change"));
const evidenceOf = (events: readonly TaskEvent[]) =>
  only(events, "check-end").flatMap(({ evidence }) => (evidence.check.startsWith("review") ? [evidence] : []));

test("what no check could prove is shown to a model of another family, whose consent proves nothing", async (t) => {
  const scenario = models({ small: right }, { open: accept, big: accept });
  const world = await makeWorld(t, { files: evenFiles, scenario });
  const { outcome, events, end } = await world.run(task);
  assert.equal(outcome.kind, "unproved");
  assert.match("because" in outcome ? outcome.because : "", /A review by host\/open found nothing wrong\.$/);
  assert.equal(world.read("src/even.js"), evenFixed);
  assert.deepEqual(
    evidenceOf(events).map(({ check, outcome: found }) => [check, found]),
    [["review by host/open", "passed"]],
  );
  const [request, ...others] = reviews(world);
  assert.equal(others.length, 0);
  assert.equal(request?.model, "open");
  const body = JSON.stringify(request?.body);
  assert.match(body, /isEven should compare/);
  assert.match(body, /\+export const isEven = \(n\) => n % 2 === 0;/);
  assert.doesNotMatch(body, /read_file|two is even/, "it sees the request and the change, and nothing else");
  const [root, review] = end.receipt.subtasks;
  assert.deepEqual([review?.kind, review?.parent, review?.attempts[0]?.model], ["review", root?.subtask, "host/open"]);
  assert.equal(root?.attempts[0]?.cost, "0", "the review is not booked on the author");
  const { posted, held, bill } = moneyOf(world);
  assert.ok(bill > 0n);
  assert.deepEqual([posted, held], [bill, 0n]);
});

test("an objection takes the change back and hands it over with the reasons", async (t) => {
  const scenario = models({ small: wrong, open: right, big: right }, { open: reject, big: accept });
  const world = await makeWorld(t, { files: evenFiles, scenario, configuration: { preference: "quality" } });
  const { outcome, events } = await world.run(task);
  assert.equal(outcome.kind, "unproved");
  assert.equal(world.read("src/even.js"), evenFixed);
  const [first] = only(events, "attempt-end").filter(({ verdict }) => verdict !== undefined);
  assert.equal(first?.verdict?.kind, "refuted");
  assert.equal(first?.verdict?.because, "A review by host/open objects: Two is still not even.");
  assert.deepEqual(first?.verdict?.grounds, ["looks", "review"]);
  assert.deepEqual(only(events, "roll-back")[0]?.restored, ["src/even.js"]);
  const brief = world.server.requests().find(({ body }) => JSON.stringify(body).includes("Earlier attempts: 1"));
  assert.match(JSON.stringify(brief?.body), /review by host\/open: It objects: Two is still not even\./);
  const [, second] = evidenceOf(events);
  assert.equal(second?.check, "review by far/big", "nobody reviews work of its own family");
});

test("where nobody stands behind the author, an objection is told and the user decides", async (t) => {
  const scenario = models({ open: wrong }, { big: reject });
  const world = await makeWorld(t, {
    files: evenFiles,
    scenario,
    configuration: { pins: { edit: ["host/open"] }, preference: "quality" },
  });
  const { outcome, end, events } = await world.run(task);
  assert.equal(outcome.kind, "unproved");
  assert.match("because" in outcome ? outcome.because : "", /^A review by far\/big objects: Two is still not even\. /);
  assert.deepEqual(end.changed, ["src/even.js"]);
  const ended = only(events, "attempt-end").find(({ verdict }) => verdict !== undefined);
  assert.deepEqual(ended?.verdict?.grounds, ["looks"], "an objection that decides nothing is no ground");
});

test("anything but a clear answer is no evidence, and so is a reviewer that can't be reached", async (t) => {
  const unclear = models({ small: right }, { open: "I think it is fine. ACCEPT", big: "" });
  const world = await makeWorld(t, { files: evenFiles, scenario: unclear });
  const { outcome, events } = await world.run(task);
  assert.equal(outcome.kind, "unproved");
  assert.doesNotMatch("because" in outcome ? outcome.because : "", /review/);
  assert.equal(evidenceOf(events)[0]?.outcome, "skipped");

  const faults = [{ model: "open", times: 9, fault: { kind: "status" as const, status: 400 } }];
  const failing = await makeWorld(t, { files: evenFiles, scenario: { ...models({ small: right }, {}), faults } });
  const second = await failing.run(task);
  assert.equal(second.outcome.kind, "unproved");
  assert.equal(evidenceOf(second.events)[0]?.outcome, "skipped");
  assert.equal(failing.read("src/even.js"), evenFixed);
});

test("what the checks proved is not reviewed as long as they are right as often as is believed", async (t) => {
  const world = await makeWorld(t, { files: evenFiles, scenario: models({ small: right }, { open: reject }) });
  const { outcome } = await world.run("fix the failing even tests", { checks: ["npm test"] });
  assert.equal(outcome.kind, "proved");
  assert.equal(reviews(world).length, 0);
});

const without: readonly (readonly [string, WorldOptions])[] = [
  ["the user has switched it off", { configuration: { review: false } }],
  ["nothing may be spent", { configuration: { budgets: { everything: { task: "0", day: "0" } } } }],
  [
    "it would take more than a quarter of what is left",
    {
      configuration: {
        budgets: { everything: { day: "0.004" } },
        pins: { edit: ["laptop/small"] },
        preference: "quality",
      },
    },
  ],
  ["the change is local-only", { configuration: { localOnly: ["src/**"] } }],
  [
    "nobody of another family stands as high",
    {
      configure: (url) => {
        const usual = usualConfiguration(url) as { rungs: readonly { name: string }[] };
        return { rungs: usual.rungs.filter(({ name }) => name === "local") };
      },
    },
  ],
];
for (const [when, options] of without) {
  test(`there is no review when ${when}`, async (t) => {
    const scenario = models({ small: right }, { open: accept, big: accept });
    const world = await makeWorld(t, { files: evenFiles, scenario, ...options });
    const { outcome, events } = await world.run(task);
    assert.equal(outcome.kind, "unproved");
    assert.equal(reviews(world).length, 0);
    assert.deepEqual(evidenceOf(events), []);
    assert.ok(!only(events, "approval-request").some(({ approval }) => approval.subject.kind === "budget"));
  });
}

test("a task that is for one model alone is reviewed by no other", async (t) => {
  const world = await makeWorld(t, { files: evenFiles, scenario: models({ small: right }, { open: accept }) });
  assert.equal((await world.run(task, { model: "laptop/small" })).outcome.kind, "unproved");
  assert.equal(reviews(world).length, 0);
});
