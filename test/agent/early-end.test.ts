import assert from "node:assert/strict";
import test from "node:test";
import { evenFiles, evenFixed, fixEven, fixTask } from "./even.ts";
import { makeWorld, moneyOf, only, type Turns } from "./world.ts";

const check = { checks: ["npm test"] };
const right = fixEven("n % 2 === 0");
const runCheck: Turns[number] = { calls: [{ name: "check", arguments: {} }] };
const read = (path: string): Turns[number] => ({ calls: [{ name: "read_file", arguments: { path } }] });
const replace = (old: string, next: string): Turns[number] => ({
  calls: [{ name: "edit_file", arguments: { path: "src/even.js", old, new: next } }],
});

/** Edits to no effect, and asks what it has asked before. */
const stuck: Turns = [
  read("src/even.js"),
  runCheck,
  replace("n % 2 === 1", "n % 2 == 1"),
  runCheck,
  read("package.json"),
  read("package.json"),
  ...right,
];

test("an attempt that gets nowhere is given up with the reason in words, and the next model reads it", async (t) => {
  const world = await makeWorld(t, { files: evenFiles, scripts: { small: stuck, big: right } });
  const { outcome, events, end } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  const [first] = only(events, "attempt-end");
  assert.match(
    first?.end ?? "",
    /^It got nowhere: `check all checks` ran into the same error again and it repeated `read_file package\.json`/,
  );
  assert.equal(first?.verdict?.kind, "refuted");
  assert.match(first?.verdict?.because ?? "", /^It got nowhere: /);
  assert.match(only(events, "escalation")[0]?.because ?? "", /^It got nowhere: /);
  assert.equal(world.server.requests().filter(({ model }) => model === "small").length, 6);
  const brief = JSON.stringify(world.server.requests().find(({ model }) => model === "big")?.body);
  assert.match(brief, /It got nowhere/);
  assert.match(brief, /n % 2 == 1/);
  assert.match(brief, /two is even/, "the failing check's own words");
  const attempt = end.receipt.subtasks[0]?.attempts[0];
  assert.deepEqual([attempt?.end, attempt?.verdict], ["stuck", "refuted"]);
});

test("the same signs stop nobody behind whom nobody stands", async (t) => {
  const world = await makeWorld(t, { files: evenFiles, scripts: { open: stuck } });
  const { outcome, events } = await world.run(fixTask, { ...check, model: "host/open" });
  assert.equal(only(events, "attempt-end")[0]?.end, "");
  assert.equal(outcome.kind, "refuted", "its last edit did not find its place any more");
});

test("an attempt whose check has turned green goes on to its end", async (t) => {
  const late: Turns = [
    read("src/even.js"),
    runCheck,
    replace("n % 2 === 1", "n % 2 == 1"),
    runCheck,
    replace("n % 2 == 1", "n % 2 === 0"),
    runCheck,
    read("package.json"),
    read("package.json"),
    { calls: [{ name: "finish", arguments: { summary: "Done." } }] },
  ];
  const world = await makeWorld(t, { files: evenFiles, scripts: { small: late } });
  const { outcome, events } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.equal(only(events, "attempt-start").length, 1);
});

/** Two models that were measured, of which the first is worth a cap beside the second. */
const measured = {
  "minimax-m2.5": { context: 200_000, maxOutput: 8_192, price: { input: "0.10", output: "2.40" } },
  "gemini-3-flash": { context: 200_000, maxOutput: 8_192, price: { input: "0.30", output: "7.80" } },
};

test("an attempt that reaches its cap is cut before the next call is paid for, and handed over", async (t) => {
  const dear = { usage: { uncached: 900_000, output: 1_000 } };
  const wasteful: Turns = [
    { ...read("src/even.js"), ...dear },
    { ...replace("n % 2 === 1", "n % 2 === 2"), ...dear },
    ...Array.from({ length: 12 }, (_, n) => ({ ...read(`f${n}.txt`), ...dear })),
  ];
  const world = await makeWorld(t, {
    files: { ...evenFiles, ...Object.fromEntries(Array.from({ length: 12 }, (_, n) => [`f${n}.txt`, `${n}\n`])) },
    scenario: {
      models: Object.entries(measured).map(([name, facts]) => ({
        ...{ name, dialect: "openai-chat", family: name.split("-")[0] ?? "", tools: true },
        ...facts,
      })),
      scripts: [
        { model: "minimax-m2.5", turns: wasteful },
        { model: "gemini-3-flash", turns: right },
      ],
    },
    configure: (url) => ({
      endpoints: { host: { dialect: "openai-chat", url: `${url}/v1`, models: measured } },
      rungs: [
        { name: "open", models: ["host/minimax-m2.5"] },
        { name: "frontier", models: ["host/gemini-3-flash"] },
      ],
      limits: { tokens: 100_000_000 },
    }),
  });
  const route = world.body.routes(world.root).find(({ kind }) => kind === "fix")?.route;
  const cap = route?.kind === "ladder" ? route.caps[0] : undefined;
  assert.ok(cap !== undefined, "the route has a cap");
  const { outcome, events, end } = await world.run(fixTask, check);
  assert.equal(outcome.kind, "proved");
  assert.equal(world.read("src/even.js"), evenFixed);
  assert.match(
    only(events, "attempt-end")[0]?.verdict?.because ?? "",
    /^It used up the \$0\.\d+ that were set for it\./,
  );
  const [attempt, next] = end.receipt.subtasks[0]?.attempts ?? [];
  assert.deepEqual([attempt?.end, attempt?.verdict, next?.verdict], ["out-of-money", "refuted", "proved"]);
  const costs = attempt?.calls.map(({ cost }) => BigInt(cost)) ?? [];
  const sum = (some: readonly bigint[]) => some.reduce((all, cost) => all + cost, 0n);
  assert.ok(costs.length < wasteful.length && sum(costs) >= cap, `${costs.length} calls for ${sum(costs)} of ${cap}`);
  assert.ok(sum(costs.slice(0, -1)) < cap, "it was below its cap before the last call");
  const { posted, bill } = moneyOf(world);
  assert.equal(posted, bill);
  const brief = world.server.requests().find(({ model }) => model === "gemini-3-flash")?.body;
  assert.match(JSON.stringify(brief), /used up the \$0/);
});
