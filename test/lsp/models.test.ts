import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { CancellationTokenSource } from "vscode-languageserver-protocol/node";
import type { ModelTestView, PullProgressParams } from "../../server/protocol/requests.ts";
import { makeWorld, type WorldOptions } from "../agent/world.ts";
import { type Client, startRealClient } from "./client.ts";

const key = "sk-canary-models-0123456789abcdef";

async function host(t: TestContext, answer: RequestListener): Promise<string> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function setUp(t: TestContext, options: WorldOptions = {}) {
  const world = await makeWorld(t, options);
  return { world, client: await startRealClient(t, { folder: world.root, env: world.env }) };
}

async function told(request: Promise<unknown>): Promise<string> {
  const error = await request.then(
    () => assert.fail("it was answered"),
    (thrown: Error) => thrown,
  );
  assert.doesNotMatch(error.message, new RegExp(key));
  return error.message;
}

test("what may be used is shown with rung, price and key, and what one key would add", async (t) => {
  const { client } = await setUp(t);
  const view = await client.request("stepladder/models", {});
  assert.equal(view.origin, "file");
  const open = view.models.find(({ id }) => id === "host/open");
  assert.deepEqual(open?.price, { kind: "priced", input: "0.30", output: "1.20", source: "your configuration" });
  assert.equal(open?.rung, "open");
  assert.deepEqual(view.models.find(({ id }) => id === "laptop/small")?.price, { kind: "free" });
  assert.deepEqual(view.ollama.kind === "running" && view.ollama.models, ["small"]);
  const openrouter = view.providers.find(({ id }) => id === "openrouter");
  assert.equal(openrouter?.name, "OpenRouter");
  assert.deepEqual([openrouter?.keyName, openrouter?.hasKey], ["OPENROUTER_API_KEY", false]);
  const configured = await client.request("stepladder/configure", {
    settings: {},
    keys: { OPENROUTER_API_KEY: key },
    trusted: true,
  });
  assert.equal(configured.kind, "ready");
  const after = await client.request("stepladder/models", {});
  assert.equal(after.providers.find(({ id }) => id === "openrouter")?.hasKey, true);
  assert.doesNotMatch(JSON.stringify(after), new RegExp(key));
});

test("a host's models are listed, with the key that it wants", async (t) => {
  const { client } = await setUp(t);
  const url = await host(t, (request, response) => {
    const right = request.headers.authorization === `Bearer ${key}` && request.url === "/v1/models";
    response.writeHead(right ? 200 : 401).end(JSON.stringify({ data: [{ id: "one" }, { id: "two" }] }));
  });
  const ask = (given: string | undefined) =>
    client.request("stepladder/models/list", {
      dialect: "openai-chat",
      url: `${url}/v1/`,
      ...(given && { key: given }),
    });
  assert.deepEqual((await ask(key)).models, ["one", "two"]);
  assert.match(await told(ask(`${key}x`)), /does not accept this key; check that it is whole/);
  assert.match(await told(ask(undefined)), /wants a key; paste one/);
});

for (const [what, answer, expected] of [
  [
    "answers with a web page",
    (_, response) => response.end("<!doctype html><html>"),
    /web page .*check that its "url"/,
  ],
  [
    "redirects",
    (_, response) => response.writeHead(302, { location: "https://other.example" }).end(),
    /redirects to another address, which is not followed; correct/,
  ],
  [
    "has no list",
    (_, response) => response.writeHead(404).end("nothing"),
    /no list of models there\. Most such addresses end in \/v1/,
  ],
  ["breaks down", (_, response) => response.writeHead(500).end(), /status 500/],
  ["breaks off", (_, response) => response.destroy(), /broke|can't be reached/],
] satisfies [string, RequestListener, RegExp][]) {
  test(`an address that ${what} gives one sentence with the next step`, async (t) => {
    const { client } = await setUp(t);
    const url = await host(t, answer);
    assert.match(await told(client.request("stepladder/models/list", { dialect: "openai-chat", url, key })), expected);
  });
}

test("a key goes nowhere unencrypted, and what is no address is not asked", async (t) => {
  const { client } = await setUp(t);
  const ask = (url: string) => told(client.request("stepladder/models/list", { dialect: "openai-chat", url, key }));
  assert.match(await ask("http://models.example/v1"), /models\.example would get the key unencrypted; write .*https/);
  assert.match(await ask("models.example"), /no address; write one that begins with https/);
  assert.match(await ask(`https://me:${key}@models.example`), /holds a user name or password/);
  assert.match(await ask(`https://models.example/?key=${key}`), /goes on after \?/);
});

const works = [
  [{ when: { offersTools: true }, calls: [{ name: "report_ready", arguments: { word: "ready" } }] }, { text: "ready" }],
];

function outcomes({ checks }: ModelTestView): Readonly<Record<string, string>> {
  return Object.fromEntries(checks.map(({ check, outcome }) => [check, outcome]));
}

test("a test says what works and what it cost, and is in the ledger to the last digit", async (t) => {
  const { client, world } = await setUp(t, { scripts: { open: works } });
  const view = await client.request("stepladder/models/test", { model: "host/open" });
  assert.deepEqual(outcomes(view), { chat: "ok", tools: "ok", price: "ok" });
  assert.ok(BigInt(view.cost) > 0n);
  assert.equal(BigInt(view.cost), world.server.bill().total);
  const { tasks } = await client.request("stepladder/tasks", {});
  assert.deepEqual(
    tasks.map(({ kind, outcome, posted, held }) => [kind, outcome, posted, held]),
    [["ask", "answered", view.cost, "0"]],
  );
});

test("a model that calls no tool, one that fails and one without a price are told apart", async (t) => {
  const { client, world } = await setUp(t, {
    scripts: {
      open: [[{ when: { offersTools: true }, text: "I would call report_ready." }, { text: "ready" }]],
      big: [{ fault: { kind: "status", status: 401, message: `Incorrect API key ${key}` } }],
    },
    configure: (url) => ({
      endpoints: {
        host: {
          dialect: "openai-chat",
          url: `${url}/v1`,
          models: { open: { price: { input: 1, output: 1 } }, nobody: {} },
        },
        far: { dialect: "anthropic", url, models: { big: { price: { input: 1, output: 1 } } } },
      },
      rungs: [{ name: "open", models: ["host/open", "host/nobody", "far/big"] }],
    }),
  });
  const run = (model: string) => client.request("stepladder/models/test", { model });
  const mute = await run("host/open");
  assert.deepEqual(outcomes(mute), { chat: "ok", tools: "failed", price: "ok" });
  assert.match(mute.checks[1]?.message ?? "", /called no tool.*"tools": false/);
  const refused = await run("far/big");
  assert.deepEqual(outcomes(refused), { chat: "failed", tools: "skipped", price: "ok" });
  assert.doesNotMatch(JSON.stringify(refused), new RegExp(key));
  const before = world.server.requests().length;
  const unpriced = await run("host/nobody");
  assert.deepEqual(outcomes(unpriced), { chat: "skipped", tools: "skipped", price: "failed" });
  assert.equal(world.server.requests().length, before, "nothing was sent");
  assert.match(await told(run("host/gone")), /not configured/);
});

test("a test that does not fit the budget is not sent", async (t) => {
  const { client, world } = await setUp(t, {
    scripts: { open: works },
    configuration: { budgets: { everything: { day: 0 } } },
  });
  const view = await client.request("stepladder/models/test", { model: "host/open" });
  assert.deepEqual(outcomes(view), { chat: "failed", tools: "skipped", price: "ok" });
  assert.match(view.checks[0]?.message ?? "", /budget of a day/);
  assert.equal(world.server.requests().length, 0);
});

interface PullLine {
  readonly status?: string;
  readonly digest?: string;
  readonly total?: number;
  readonly completed?: number;
  readonly error?: string;
}

/** An Ollama that says these lines when it is asked to pull, and then ends, hangs or breaks off. */
function pulling(t: TestContext, lines: readonly PullLine[], then: "end" | "hang" | "break", left = () => {}) {
  return host(t, (request, response) => {
    if (request.url !== "/api/pull") return response.end(JSON.stringify({ models: [] }));
    response.on("close", left);
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    for (const line of lines) response.write(`${JSON.stringify(line)}\n`);
    if (then === "end") response.end();
    if (then === "break") setTimeout(() => response.destroy(), 50);
  });
}

function progressOf(client: Client): PullProgressParams[] {
  const seen: PullProgressParams[] = [];
  client.connection.onNotification("stepladder/models/pull-progress", (each: PullProgressParams) => {
    seen.push(each);
  });
  return seen;
}

test("a pull tells its progress over all parts, not line by line, and ends", async (t) => {
  const { client } = await setUp(t);
  const seen = progressOf(client);
  const layers = Array.from({ length: 500 }, (_, index) => ({
    status: "pulling a1",
    digest: "sha256:a1",
    total: 1_000,
    completed: index * 2,
  }));
  const lines = [
    { status: "pulling manifest" },
    ...layers,
    { status: "pulling b2", digest: "sha256:b2", total: 50, completed: 50 },
    { status: "success" },
  ];
  const url = await pulling(t, lines, "end");
  assert.deepEqual(await client.request("stepladder/models/pull", { model: "tiny:1b", url }), {});
  assert.ok(seen.length > 0 && seen.length < 50, `${seen.length} reports`);
  const last = seen.at(-1);
  assert.deepEqual([last?.completed, last?.total, last?.model], [1_048, 1_050, "tiny:1b"]);
});

test("cancelling the request stops the pull at once", async (t) => {
  const { client } = await setUp(t);
  const left = Promise.withResolvers<void>();
  const seen = progressOf(client);
  const url = await pulling(t, [{ status: "pulling manifest" }], "hang", left.resolve);
  const cancel = new CancellationTokenSource();
  const asked = client.connection.sendRequest("stepladder/models/pull", { model: "tiny:1b", url }, cancel.token);
  while (seen.length === 0) await once(process, "nothing", { signal: AbortSignal.timeout(20) }).catch(() => {});
  cancel.cancel();
  await assert.rejects(asked, { code: -32800 });
  await left.promise;
});

for (const [what, lines, then, expected] of [
  [
    "stops in the middle",
    [{ status: "pulling a1", digest: "a", total: 9, completed: 3 }],
    "break",
    /stopped before tiny:1b was complete; .*goes on where it stopped/,
  ],
  ["ends without success", [{ status: "pulling manifest" }], "end", /stopped before tiny:1b was complete/],
  [
    "knows no such model",
    [{ error: "pull model manifest: file does not exist" }],
    "end",
    /knows no model tiny:1b; check its name/,
  ],
  [
    "has a full disk",
    [{ error: "write /m/blobs/sha256-a1: no space left on device" }],
    "end",
    /no room for tiny:1b; make some \(ollama rm/,
  ],
  ["is too old", [{ error: "this model requires a newer version of Ollama" }], "end", /needs a newer Ollama/],
] satisfies [string, PullLine[], "end" | "break", RegExp][]) {
  test(`an Ollama that ${what} during a pull gives one sentence with the next step`, async (t) => {
    const { client } = await setUp(t);
    const url = await pulling(t, lines, then);
    assert.match(await told(client.request("stepladder/models/pull", { model: "tiny:1b", url })), expected);
  });
}

test("a pull goes to this machine or to a configured Ollama only, and says when none runs", async (t) => {
  const { client } = await setUp(t);
  const pull = (url: string) => told(client.request("stepladder/models/pull", { model: "tiny:1b", url }));
  assert.match(await pull("http://192.0.2.1:11434"), /no Ollama of yours/);
  assert.match(await pull("http://127.0.0.1:1"), /can't be reached|reserved/);
});

test("the doctor answers the editor as it answers the terminal", async (t) => {
  const { client } = await setUp(t);
  const { findings } = await client.request("stepladder/doctor", {});
  assert.ok(findings.some(({ level, message }) => level === "ok" && /sets 3 models/.test(message)));
});
