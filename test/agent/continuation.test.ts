import assert from "node:assert/strict";
import test from "node:test";
import type { TaskRequest } from "../../server/agent/agent.ts";
import type { TaskEvent } from "../../server/protocol/events.ts";
import { evenFiles, evenFixed, fixEven, fixTask } from "./even.ts";
import { makeWorld, nobody, only, type World } from "./world.ts";

const broken = evenFiles["src/even.js"];
const wrong = fixEven("n % 2 === 2");
const right = fixEven("n % 2 === 0");
const answer = (text: string) => [{ calls: [{ name: "finish", arguments: { summary: text } }] }];
const lastBrief = (world: World) => {
  const body = world.server.requests().at(-1)?.body as { messages: { role: string; content: unknown }[] };
  return JSON.stringify(body.messages.find((message) => message.role === "user"));
};

const requestIn = (world: World, changes: Partial<TaskRequest>): TaskRequest => ({
  prompt: fixTask,
  workspace: world.root,
  mode: "edit",
  kind: undefined,
  checks: [],
  allow: [],
  budget: undefined,
  model: undefined,
  ...changes,
});

test("a follow-up reads the earlier request, its outcome, its answer and the changed files, and no transcript", async (t) => {
  const scripts = [
    { model: "*", when: { prompt: "now explain" }, turns: answer("Explained.") },
    { model: "*", turns: right },
  ];
  const world = await makeWorld(t, { files: evenFiles, scenario: { scripts } });
  const first = await world.run(fixTask, { model: "local" });
  assert.equal(first.outcome.kind, "unproved");
  const { outcome } = await world.run("now explain it", {
    mode: "ask",
    model: "local",
    continues: { task: first.task, how: "follow-up", hint: undefined },
  });
  assert.equal(outcome.kind, "answered");
  const brief = lastBrief(world);
  for (const part of [
    /now explain it/,
    /ended as: unproved/,
    /fix the failing even tests/,
    /right remainder/,
    /src\/even\.js/,
  ])
    assert.match(brief, part);
  assert.doesNotMatch(brief, /read_file|===/);
  assert.equal(world.read("src/even.js"), evenFixed);
  assert.equal(world.body.books.receipt(first.task)?.outcome, "unproved");
});

test("a retry takes the earlier task back first, and its brief has the hint and the rejected change", async (t) => {
  const scripts = [
    { model: "*", when: { prompt: "mind three" }, turns: right },
    { model: "*", turns: wrong },
  ];
  const world = await makeWorld(t, { files: evenFiles, scenario: { scripts } });
  const first = await world.run(fixTask, { model: "local" });
  const { outcome, events } = await world.run(fixTask, {
    model: "local",
    continues: { task: first.task, how: "retry", hint: "mind three" },
  });
  assert.equal(outcome.kind, "unproved");
  assert.equal(world.read("src/even.js"), evenFixed);
  assert.equal(world.body.books.receipt(first.task)?.outcome, "undone");
  const brief = lastBrief(world);
  assert.match(brief, /The user says: mind three/);
  assert.match(brief, /\+export const isEven = \(n\) => n % 2 === 2;/);
  assert.equal(only(events, "task-start")[0]?.kind, "fix");
});

test("another try stands beside the same things as the first; a follow-up does not", async (t) => {
  const world = await makeWorld(t, { files: { ...evenFiles, "notes.md": "Zero is even." }, scripts: { "*": right } });
  const context = [{ kind: "file", path: "notes.md" }] as const;
  const first = await world.run(fixTask, { model: "local", context });
  const again = (how: "retry" | "follow-up", task: string) =>
    world.run(fixTask, { model: "local", continues: { task, how, hint: undefined } });
  const second = await again("retry", first.task);
  assert.match(lastBrief(world), /Zero is even\./);
  const third = await again("retry", second.task);
  assert.match(lastBrief(world), /Zero is even\./);
  await again("follow-up", third.task);
  assert.doesNotMatch(lastBrief(world), /Zero is even\./);
});

test("an escalation leaves out the last model and all that stand no higher, also in another process", async (t) => {
  const world = await makeWorld(t, { files: evenFiles, scripts: { small: wrong, big: right } });
  const configuration = { model: "laptop/small" };
  const first = await world.run(fixTask, configuration);
  const other = await world.another();
  const request = requestIn(world, {
    model: "far/big",
    continues: { task: first.task, how: "escalate", hint: undefined },
  });
  const run = other.agent.run(request, nobody, new AbortController().signal);
  for await (const _ of run.events);
  assert.equal((await run.outcome).kind, "unproved");
  assert.equal(world.read("src/even.js"), evenFixed);
  const again = await world.run(fixTask, { continues: { task: run.task, how: "escalate", hint: undefined } });
  assert.equal(again.outcome.kind, "refused");
  assert.match(
    "message" in again.outcome ? again.outcome.message : "",
    /Nothing stands higher on the ladder than far\/big/,
  );
  assert.equal(world.read("src/even.js"), evenFixed, "nothing is taken back when nobody could go on");
});

test("another try stops when the earlier task can't be taken back whole, and nothing is touched", async (t) => {
  const newFile = { calls: [{ name: "write_file", arguments: { path: "src/new.js", content: "export {};" } }] };
  const world = await makeWorld(t, { files: evenFiles, scripts: { "*": [newFile, ...right] } });
  const first = await world.run(fixTask, { model: "local" });
  world.write("src/even.js", `// mine\n${evenFixed}`);
  const { outcome } = await world.run(fixTask, { continues: { task: first.task, how: "retry", hint: undefined } });
  assert.equal(outcome.kind, "refused");
  assert.match("message" in outcome ? outcome.message : "", /src\/even\.js changed after it\. Nothing was touched/);
  assert.equal(world.read("src/even.js"), `// mine\n${evenFixed}`);
  assert.equal(world.read("src/new.js"), "export {};");
  assert.equal(world.body.books.receipt(first.task)?.outcome, "unproved");
});

test("a task that nobody knows can't be gone on from", async (t) => {
  const world = await makeWorld(t, { files: evenFiles });
  const { outcome } = await world.run(fixTask, { continues: { task: "task-none", how: "retry", hint: undefined } });
  assert.match("message" in outcome ? outcome.message : "", /The ledger knows no task-none/);
});

test("a user who asks for a stronger model ends the running attempt, and the next one goes on in the same task", async (t) => {
  const world = await makeWorld(t, {
    files: evenFiles,
    scripts: {
      small: [...fixEven("n % 2 === 2").slice(0, 2), { text: "hm", pieces: { delayMs: 60_000 } }],
      open: right,
      big: right,
    },
  });
  const request = requestIn(world, { model: "local" });
  const run = world.body.agent.run(request, nobody, new AbortController().signal);
  const events: TaskEvent[] = [];
  for await (const event of run.events) {
    events.push(event);
    if (event.type === "tool-end" && event.diff !== undefined && run.escalate("use zero").kind === "escalated")
      assert.equal(run.escalate(undefined).kind, "refused", "one attempt ends once");
  }
  assert.equal((await run.outcome).kind, "unproved");
  assert.equal(world.read("src/even.js"), evenFixed);
  const [ended] = only(events, "attempt-end");
  assert.deepEqual(ended?.verdict, {
    kind: "refuted",
    because: "The user asked for a stronger model.",
    evidence: [],
    grounds: ["user"],
  });
  assert.deepEqual(only(events, "roll-back")[0]?.restored, ["src/even.js"]);
  assert.equal(only(events, "escalation")[0]?.from, "laptop/small");
  const brief = JSON.stringify(world.server.requests().find((each) => each.model !== "small")?.body);
  assert.match(brief, /The user says: use zero/);
  assert.match(brief, /n % 2 === 2/);
});

test("without a stronger model the attempt goes on, and the user is told what to do", async (t) => {
  const world = await makeWorld(t, { files: evenFiles, scripts: { big: right } });
  let refused = "";
  const request = requestIn(world, { model: "far/big" });
  const run = world.body.agent.run(request, nobody, new AbortController().signal);
  for await (const event of run.events) {
    if (event.type !== "tool-start") continue;
    const result = run.escalate(undefined);
    refused = result.kind === "refused" ? result.message : "escalated";
  }
  assert.match(refused, /No stronger model stands behind.*higher rung/);
  assert.equal((await run.outcome).kind, "unproved");
  assert.equal(world.read("src/even.js") === broken, false);
});
