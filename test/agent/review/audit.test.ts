import assert from "node:assert/strict";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import { isDrawn } from "../../../server/agent/review/audit.ts";
import { openLedger } from "../../../server/spend/ledger.ts";
import { evenFiles, evenFixed, fixEven, fixTask } from "../even.ts";
import { makeWorld, moneyOf, only, type Turns, type World, type WorldOptions } from "../world.ts";

const accept = '{"verdict": "accept"}';
const reject = '{"verdict": "reject", "reasons": ["Negative numbers are wrong."]}';
const check = { checks: ["npm test"], model: undefined };

/** Work that costs enough for an audit to be a small part of the spend. */
const costly = fixEven("n % 2 === 0").map((turn) => ({
  ...turn,
  usage: { uncached: 1_000_000, output: 100 },
})) as Turns;
const cheap = fixEven("n % 2 === 0");

function audited(work: Turns, says: string, configuration: WorldOptions["configuration"] = {}): WorldOptions {
  return {
    files: evenFiles,
    configuration: { audits: 1, pins: { fix: ["host/open"] }, limits: { tokens: 100_000_000 }, ...configuration },
    scenario: {
      scripts: [
        { model: "*", when: { offersTools: false }, turns: [{ text: says }], afterLast: "repeat-last" },
        { model: "*", turns: work },
      ],
    },
  };
}

const audits = (world: World) =>
  world.server.requests().filter(({ body }) => JSON.stringify(body).includes("You review a change"));

/** What the router learns of the newest attempt. */
function learnt(world: World) {
  const folder = join(world.home, "data", "ledger");
  const ledger = openLedger({ folder, clock: () => new Date(), processId: process.pid, budgets: [], warnAt: 0.8 });
  try {
    return ledger.outcomes(1).map(({ model, verdict, later }) => ({ model, verdict, later }))[0];
  } finally {
    ledger.close();
  }
}

test("an audit that doubts a proved result is told and recorded, and the result stays", async (t) => {
  const world = await makeWorld(t, audited(costly, reject));
  const { outcome, events, end } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.equal(world.read("src/even.js"), evenFixed);
  const [request, ...others] = audits(world);
  assert.deepEqual([request?.model, others.length], ["big", 0], "the strongest model of another family");
  const notices = only(events, "notice").map(({ message }) => message);
  assert.ok(
    notices.some((message) => /audit by far\/big doubts.*Negative numbers are wrong\./.test(message)),
    notices[0],
  );
  assert.equal(end.receipt.subtasks[1]?.title, "Audit of the change");
  assert.deepEqual(learnt(world), { model: "host/open", verdict: "proved", later: "rejected" });
  const { posted, bill } = moneyOf(world);
  assert.equal(posted, bill);
});

test("an audit that finds nothing is recorded, and nobody is bothered", async (t) => {
  const world = await makeWorld(t, audited(costly, accept));
  const { outcome, events } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.deepEqual(only(events, "notice"), []);
  assert.deepEqual(learnt(world), { model: "host/open", verdict: "proved", later: "accepted" });
});

const without: readonly (readonly [string, WorldOptions])[] = [
  ["they are switched off", audited(costly, reject, { audits: 0 })],
  ["they would be more than a twentieth of the spend", audited(cheap, reject)],
  ["a budget is near its end", audited(costly, reject, { warnAt: 0.1, budgets: { everything: { day: "3" } } })],
  ["the work was done on this machine", audited(cheap, reject, { pins: { fix: ["laptop/small"] } })],
];
for (const [when, options] of without) {
  test(`there is no audit when ${when}`, async (t) => {
    const world = await makeWorld(t, options);
    const { outcome } = await world.run(fixTask, check);
    assert.equal(outcome.kind, "proved");
    assert.equal(audits(world).length, 0);
    assert.equal(learnt(world)?.later, "stayed");
  });
}

test("an audit without a clear answer leaves no record", async (t) => {
  const world = await makeWorld(t, audited(costly, "Looks good to me."));
  const { outcome } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.equal(audits(world).length, 1);
  assert.equal(learnt(world)?.later, "stayed");
});

test("about the share that was asked for is drawn, none at 0 and all at 1", () => {
  const drawn = (share: number) =>
    Array.from({ length: 10_000 }, (_, n) => isDrawn(`attempt-${n}`, share)).filter(Boolean).length;
  assert.ok(drawn(0.04) > 320 && drawn(0.04) < 480, String(drawn(0.04)));
  fc.assert(
    fc.property(fc.string(), (attempt) => {
      assert.equal(isDrawn(attempt, 0), false);
      assert.equal(isDrawn(attempt, 1), true);
    }),
  );
});
