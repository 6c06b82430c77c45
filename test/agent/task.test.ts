import assert from "node:assert/strict";
import test from "node:test";
import { evenFiles, evenFixed, fixEven, fixTask } from "./even.ts";
import { makeWorld, moneyOf, only, type Turns, yesToAll } from "./world.ts";

const files = evenFiles;
const broken = evenFiles["src/even.js"];
const fixed = evenFixed;
const right = fixEven("n % 2 === 0");
const wrong = fixEven("n % 2 === 2");
const task = fixTask;
const check = { checks: ["npm test"] };

test("the local model finishes a fix for nothing, and the test that failed before proves it", async (t) => {
  const world = await makeWorld(t, { files, scripts: { small: right } });
  const { outcome, end } = await world.run(task, check);
  assert.equal(outcome.kind, "proved");
  assert.equal(world.read("src/even.js"), fixed);
  assert.deepEqual(end.changed, ["src/even.js"]);
  assert.equal(end.receipt.total, "0");
  assert.deepEqual(moneyOf(world), { posted: 0n, held: 0n, bill: 0n });
});

test("a refuted attempt is taken back byte for byte before the next model starts, which reads why it failed", async (t) => {
  const world = await makeWorld(t, { files, scripts: { small: wrong, open: right } });
  const { outcome, events } = await world.run(task, check);
  assert.equal(outcome.kind, "proved");
  assert.deepEqual(
    only(events, "roll-back").map((event) => event.restored),
    [["src/even.js"]],
  );
  assert.deepEqual(
    only(events, "escalation").map(({ from, to }) => [from, to]),
    [["laptop/small", "host/open"]],
  );
  const request = world.server.requests().find((each) => each.model === "open");
  const brief = JSON.stringify(request?.body);
  assert.match(brief, /Earlier attempts: 1/);
  assert.match(brief, /n % 2 === 2/);
  const { posted, held, bill } = moneyOf(world);
  assert.equal(posted, bill);
  assert.equal(held, 0n);
  assert.ok(bill > 0n);
});

test("when no model passes, every file is as before and the outcome is refuted", async (t) => {
  const world = await makeWorld(t, { files, scripts: { "*": wrong } });
  const { outcome, events, end } = await world.run(task, check);
  assert.equal(outcome.kind, "refuted");
  assert.equal(only(events, "attempt-start").length, 3);
  assert.equal(world.read("src/even.js"), broken);
  assert.deepEqual(end.changed, []);
});

test("a question edits nothing and is offered no tool that could", async (t) => {
  const answer: Turns = [
    { calls: [{ name: "read_file", arguments: { path: "src/even.js" } }] },
    { calls: [{ name: "finish", arguments: { summary: "In src/even.js." } }] },
  ];
  const world = await makeWorld(t, { files, scripts: { small: answer } });
  const { outcome, end } = await world.run("where is isEven defined?");
  assert.deepEqual(outcome, { kind: "answered" });
  assert.equal(end.answer, "In src/even.js.");
  assert.doesNotMatch(JSON.stringify(world.server.requests()[0]?.body), /edit_file|write_file|run_command/);
});

test("without a check the change is kept and called unproved, with the next step", async (t) => {
  const world = await makeWorld(t, { files, scripts: { small: right } });
  const { outcome, events } = await world.run(task);
  assert.equal(outcome.kind, "unproved");
  assert.equal(world.read("src/even.js"), fixed);
  assert.match(
    only(events, "notice")
      .map((event) => event.message)
      .join("\n"),
    /stepladder trust/,
  );
});

test("a delegated child runs on its own route and its cost counts in the task", async (t) => {
  const child: Turns = [{ calls: [{ name: "finish", arguments: { summary: "Only src/even.js defines it." } }] }];
  const parent: Turns = [
    {
      calls: [
        { name: "delegate", arguments: { kind: "explore", brief: "Which file defines isEven? Report the path." } },
      ],
    },
    ...right,
  ];
  const scripts = [
    { model: "*", when: { prompt: "Which file defines isEven?" }, turns: child },
    { model: "*", when: { prompt: task }, turns: parent },
  ];
  const world = await makeWorld(t, { files, scenario: { scripts } });
  const { outcome, end, events } = await world.run(task, { ...check, model: "host/open" });
  assert.equal(outcome.kind, "proved");
  const [root, explored] = end.receipt.subtasks;
  assert.equal(explored?.parent, root?.subtask);
  assert.equal(explored?.kind, "explore");
  assert.match(JSON.stringify(world.server.requests().at(-1)?.body), /Only src\/even\.js defines it\./);
  assert.equal(BigInt(end.receipt.total), moneyOf(world).bill);
  assert.equal(only(events, "subtask-start").length, 2);
});

test("a task budget stops the task before the money is spent and takes the edits back", async (t) => {
  const world = await makeWorld(t, { files, scripts: { open: right } });
  const { outcome } = await world.run(task, { ...check, model: "host/open", budget: 100_000n });
  assert.equal(outcome.kind, "over-budget");
  assert.equal(world.read("src/even.js"), broken);
  assert.ok(moneyOf(world).posted <= 100_000n);
});

test("at the limit a person can raise the budget, and the attempt goes on where it was", async (t) => {
  const world = await makeWorld(t, {
    files,
    scripts: { open: right },
    configuration: { atLimit: "ask" },
    person: yesToAll,
  });
  const { outcome, events } = await world.run(task, { ...check, model: "host/open", budget: 2_000_000n });
  assert.equal(outcome.kind, "proved");
  assert.ok(only(events, "approval-request").some((event) => event.approval.subject.kind === "budget"));
  assert.equal(only(events, "attempt-start").length, 1);
});

test("after a failure the next model is one that what is left of the budget reaches for", async (t) => {
  const configuration = { budgets: { everything: { task: "1", day: "0.02" } } };
  const world = await makeWorld(t, { files, scripts: { small: wrong, open: right }, configuration });
  const { outcome, end } = await world.run(task, check);
  assert.equal(outcome.kind, "proved");
  assert.deepEqual(
    end.receipt.subtasks[0]?.attempts.map((attempt) => attempt.model),
    ["laptop/small", "host/open"],
  );
});

test("a failure ends over the budget when no model behind it fits what is left", async (t) => {
  const configuration = { budgets: { everything: { task: "1", day: "0.0005" } } };
  const world = await makeWorld(t, { files, scripts: { small: wrong, open: right }, configuration });
  const { outcome } = await world.run(task, check);
  assert.ok(outcome.kind === "over-budget" && outcome.message.includes("Raise the budget"));
  assert.equal(world.read("src/even.js"), broken);
  assert.equal(world.server.bill().total, 0n);
});

test("a budget of 0 refuses every paid call and lets the free local model work", async (t) => {
  const configuration = { budgets: { everything: { task: "0", day: "0" } } };
  const world = await makeWorld(t, { files, scripts: { small: right }, configuration });
  assert.equal((await world.run(task, check)).outcome.kind, "proved");
  const paid = await world.run(task, { ...check, model: "host/open" });
  assert.equal(paid.outcome.kind, "over-budget");
  assert.equal(world.server.bill().total, 0n);
});

test("cancelling in the middle ends the task, takes the edits back and reaches the socket", async (t) => {
  const slow: Turns = [
    ...right.slice(0, 2),
    { text: "thinking it over ".repeat(50), pieces: { characters: 5, delayMs: 40 } },
  ];
  const world = await makeWorld(t, { files, scripts: { small: slow } });
  const cancel = new AbortController();
  const { outcome } = await world.run(task, check, cancel.signal, (event) => {
    if (event.type === "text-delta" && world.read("src/even.js") === fixed) cancel.abort();
  });
  assert.deepEqual(outcome, { kind: "cancelled" });
  assert.equal(world.read("src/even.js"), broken);
});

test("undo takes a finished task back", async (t) => {
  const world = await makeWorld(t, { files, scripts: { small: right } });
  const { task: id } = await world.run(task, check);
  const undone = await world.body.agent.undo(id, world.root);
  assert.equal(undone.kind, "undone");
  assert.equal(world.read("src/even.js"), broken);
});

test("undo leaves a file alone that the user changed afterwards, and says where the old content is", async (t) => {
  const world = await makeWorld(t, { files, scripts: { small: right } });
  const { task: id } = await world.run(task, check);
  world.write("src/even.js", "// mine\n");
  const undone = await world.body.agent.undo(id, world.root);
  assert.equal(undone.kind, "partly");
  assert.equal(world.read("src/even.js"), "// mine\n");
});
