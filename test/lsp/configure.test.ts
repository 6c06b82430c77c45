import assert from "node:assert/strict";
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { evenFiles, fixEven, fixTask } from "../agent/even.ts";
import { makeWorld, type World } from "../agent/world.ts";
import { type Client, startRealClient } from "./client.ts";

const canary = "sk-canary-abcdef0123456789abcdef0123456789";

function connect(t: Parameters<typeof startRealClient>[0], world: World, options = {}): Promise<Client> {
  return startRealClient(t, { folder: world.root, env: world.env }, options);
}

async function follow(client: Client, prompt: string, model?: string): Promise<string> {
  const { task } = await client.request("stepladder/task/start", { prompt, mode: "ask", ...(model && { model }) });
  const replay = await client.request("stepladder/task/follow", { task });
  client.told.unshift(...replay.events.map((event, index) => ({ task, index, event })));
  return task;
}

/** Says yes to whatever is asked on the way. */
async function endOf(client: Client, task: string) {
  const answered = new Set<string>();
  for (;;) {
    for (const { event } of [...client.told]) {
      if (event.type === "task-end" && event.receipt.task === task) return event;
      if (event.type !== "approval-request" || answered.has(event.approval.approval)) continue;
      answered.add(event.approval.approval);
      const { approval, hash } = event.approval;
      await client.request("stepladder/approve", { approval, hash, allow: true });
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function refuses(request: Promise<unknown>, kind: string, message: RegExp): Promise<void> {
  await assert.rejects(request, (error: { data?: unknown; message: string }) => {
    assert.deepEqual(error.data, { kind });
    assert.match(error.message, message);
    return true;
  });
}

/** The ledger's files that a process holds open, by their handles. */
function ledgerHandles(pid: number | undefined): number {
  const folder = `/proc/${pid}/fd`;
  const targets = readdirSync(folder).map((name) => {
    try {
      return readlinkSync(join(folder, name));
    } catch {
      // Closed since it was listed.
      return "";
    }
  });
  return targets.filter((target) => /ledger[^/]*\/[^/]*$/.test(target)).length;
}

const say = (text: string) => [{ text }];

test("a budget of the editor holds from the first task on, and a new one from the next task on", async (t) => {
  const world = await makeWorld(t, { scripts: { open: [...say("one"), ...say("two")] } });
  const client = await connect(t, world, { fromEditor: { settings: { budgets: { everything: { day: 0 } } } } });
  const refused = await endOf(client, await follow(client, "what is one?", "host/open"));
  assert.equal(refused.outcome.kind, "over-budget");
  const settings = { budgets: { everything: { day: 0.5 } } };
  const view = await client.request("stepladder/configure", { settings, keys: {}, trusted: true });
  assert.equal(view.kind, "ready");
  const answered = await endOf(client, await follow(client, "what is one?", "host/open"));
  assert.equal(answered.outcome.kind, "answered");
});

test("a setting with a mistake stops every new task by name and next step, and the past stays readable", async (t) => {
  const world = await makeWorld(t, { scripts: { "*": say("an answer") } });
  const client = await connect(t, world);
  const done = await follow(client, "what is one?");
  await endOf(client, done);
  const settings = { budgets: { everything: { day: -1 } } };
  const view = await client.request("stepladder/configure", { settings, keys: {}, trusted: true });
  assert.deepEqual(view, {
    kind: "invalid",
    problems: [
      {
        where: "stepladder.budgets.day",
        message: "`stepladder.budgets.day` is negative; write 0 or more (0 means that nothing may be spent).",
      },
    ],
  });
  const told = /`stepladder\.budgets\.day` is negative; write 0 or more/;
  await refuses(client.request("stepladder/task/start", { prompt: "what is two?" }), "not-configured", told);
  await refuses(client.request("stepladder/quote", { prompt: "what is two?" }), "not-configured", told);
  await refuses(client.request("stepladder/commit-message", {}), "not-configured", told);
  await refuses(client.request("stepladder/models/test", { model: "host/open" }), "not-configured", told);
  assert.equal((await client.request("stepladder/tasks", {})).tasks[0]?.task, done);
  assert.equal((await client.request("stepladder/receipt", { task: done })).task, done);
  assert.equal((await client.request("stepladder/spend", {})).total.tasks, 1);

  const mended = await client.request("stepladder/configure", { settings: {}, keys: {}, trusted: true });
  assert.equal(mended.kind, "ready");
  assert.equal((await endOf(client, await follow(client, "what is two?"))).outcome.kind, "answered");
});

test("with a mistake from the start the past is readable, and a mended file counts without a restart", async (t) => {
  const world = await makeWorld(t, { scripts: { "*": say("an answer") } });
  const file = join(world.home, "config", "stepladder.jsonc");
  const right = readFileSync(file, "utf8");
  writeFileSync(file, '{ "atLimit": "explode" }');
  const client = await connect(t, world);
  await refuses(client.request("stepladder/quote", { prompt: "x" }), "not-configured", /jsonc:1:14: `atLimit` must be/);
  assert.equal((await client.request("stepladder/tasks", {})).tasks.length, 0);
  const findings = (await client.request("stepladder/doctor", {})).findings;
  assert.ok(findings.some(({ level, message }) => level === "problem" && /`atLimit` must be/.test(message)));
  writeFileSync(file, right);
  assert.equal((await client.request("stepladder/configure", { settings: {}, keys: {}, trusted: true })).kind, "ready");
  assert.equal((await endOf(client, await follow(client, "what is one?"))).outcome.kind, "answered");
});

test("a task that runs goes on with its model, and meets the new budget at its next call", async (t) => {
  const list = { text: "I look.", calls: [{ name: "list_files", arguments: {} }], pieces: { delayMs: 300 } };
  const world = await makeWorld(t, { files: evenFiles, scripts: { open: [list, ...say("done")] } });
  const client = await connect(t, world);
  const task = await follow(client, "which files are there?", "host/open");
  await client.event("call-start");
  const settings = { budgets: { everything: { day: 0 } }, endpoints: {}, rungs: [], pins: {} };
  const view = await client.request("stepladder/configure", { settings, keys: {}, trusted: true });
  assert.equal(view.kind, "ready", JSON.stringify(view));
  const end = await endOf(client, task);
  assert.equal(end.outcome.kind, "over-budget");
  assert.equal(client.told.filter(({ event }) => event.type === "call-end").length, 1);
});

test("many new configurations leave no handle of the ledger behind", {
  skip: process.platform !== "linux",
}, async (t) => {
  const world = await makeWorld(t);
  const client = await connect(t, world);
  await client.request("stepladder/tasks", {});
  const before = ledgerHandles(client.child.pid);
  assert.ok(before > 0, "the ledger is open");
  for (let index = 0; index < 10; index++) {
    const settings = { budgets: { everything: { day: index % 3 === 0 ? -1 : index } } };
    await client.request("stepladder/configure", { settings, keys: {}, trusted: index % 2 === 0 });
  }
  assert.equal(ledgerHandles(client.child.pid), before);
});

test("a folder can be trusted and distrusted without a restart", async (t) => {
  const world = await makeWorld(t, { scripts: { "*": say("an answer") } });
  const client = await connect(t, world, { trusted: false });
  const start = () => client.request("stepladder/task/start", { prompt: "what is one?", mode: "ask" });
  await refuses(start(), "untrusted", /trust/i);
  for (const method of [
    "stepladder/doctor",
    "stepladder/task/changes",
    "stepladder/undo",
    "stepladder/models/pull",
  ] as const)
    await refuses(
      client.request(method, { task: "task-1", model: "m" } as never).catch(onlyParams),
      "untrusted",
      /trust/i,
    );
  await client.request("stepladder/configure", { settings: {}, keys: {}, trusted: true });
  await start();
  await client.request("stepladder/configure", { settings: {}, keys: {}, trusted: false });
  await refuses(start(), "untrusted", /trust/i);
});

/** A parameter too many is told before trust is asked for; that is no answer of the workspace's either. */
function onlyParams(error: { data?: { kind: string } }): never {
  throw error.data?.kind === "invalid-params" ? { data: { kind: "untrusted" }, message: "trust" } : error;
}

test("a key from the editor reaches its host, and no command, file, event or log", async (t) => {
  const env = { calls: [{ name: "run_command", arguments: { command: "env" } }] };
  const echo = { fault: { kind: "status", status: 401, message: `Incorrect API key provided: ${canary}` } } as const;
  const world = await makeWorld(t, {
    files: evenFiles,
    scripts: { open: [env, echo] },
    configure: (url) => ({
      endpoints: {
        host: {
          dialect: "openai-chat",
          url: `${url}/v1`,
          key: "CANARY_KEY",
          models: { open: { context: 131_072, price: "free" } },
        },
      },
      rungs: [{ name: "open", models: ["host/open"] }],
      autoRun: ["env"],
    }),
  });
  const client = await connect(t, world, { fromEditor: { keys: { CANARY_KEY: canary } } });
  let log = "";
  client.connection.onNotification("window/logMessage", ({ message }: { message: string }) => {
    log += message;
  });
  const { task } = await client.request("stepladder/task/start", {
    prompt: fixTask,
    model: "host/open",
    checks: ["env"],
  });
  const replay = await client.request("stepladder/task/follow", { task });
  client.told.unshift(...replay.events.map((event, index) => ({ task, index, event })));
  await endOf(client, task);
  const requests = world.server.requests();
  assert.ok(JSON.stringify(requests.map((each) => each.headers)).includes(canary), "the host got the key");
  const sent = JSON.stringify(requests.map((each) => each.body));
  assert.match(sent, /PATH=/, "the command ran and printed its environment");
  assert.doesNotMatch(sent, /CANARY_KEY|sk-canary/);
  assert.doesNotMatch(JSON.stringify(client.told), new RegExp(canary));
  assert.doesNotMatch(log, new RegExp(canary));
  assert.doesNotMatch(JSON.stringify(await client.request("stepladder/receipt", { task })), new RegExp(canary));
  const kept = readdirSync(world.home, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"));
  assert.doesNotMatch(kept.join("\n"), new RegExp(canary));
  const bad = client.connection.sendRequest("stepladder/configure", {
    settings: {},
    keys: { [canary]: "x" },
    trusted: true,
  });
  await assert.rejects(bad, (error: { message: string }) => !error.message.includes(canary));
});

test("a key makes its provider's models ready at once, and taking it away takes them away", async (t) => {
  const world = await makeWorld(t);
  writeFileSync(join(world.home, "config", "stepladder.jsonc"), "{}");
  const client = await connect(t, { ...world, env: { ...world.env, OLLAMA_HOST: "127.0.0.1:1" } });
  const quote = () => client.request("stepladder/quote", { prompt: "what is one?", mode: "ask" });
  await refuses(quote(), "refused", /./);
  await client.request("stepladder/configure", { settings: {}, keys: { OPENROUTER_API_KEY: canary }, trusted: true });
  assert.match((await quote()).models.join(), /openrouter\//);
  await client.request("stepladder/configure", { settings: {}, keys: {}, trusted: true });
  await refuses(quote(), "refused", /./);
});

test("a task that was proved before the change is undone after it", async (t) => {
  const world = await makeWorld(t, { files: evenFiles, scripts: { small: fixEven("n % 2 === 0") } });
  const client = await connect(t, world);
  const { task } = await client.request("stepladder/task/start", { prompt: fixTask });
  const replay = await client.request("stepladder/task/follow", { task });
  client.told.unshift(...replay.events.map((event, index) => ({ task, index, event })));
  assert.equal((await endOf(client, task)).outcome.kind, "proved");
  await client.request("stepladder/configure", { settings: { preference: "quality" }, keys: {}, trusted: true });
  assert.deepEqual((await client.request("stepladder/undo", { task })).restored, ["src/even.js"]);
});
