import assert from "node:assert/strict";
import { chmod, chown, mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { inspect } from "node:util";
import type { Configuration, ConfigurationResult } from "../../server/configuration/configuration.ts";
import { loadConfiguration } from "../../server/configuration/load.ts";
import { listOllama } from "../../server/models/discovery.ts";
import { priceOf } from "../../server/spend/price-catalogue.ts";

const posix = process.getuid !== undefined;

async function folder(t: TestContext): Promise<string> {
  const made = await realpath(await mkdtemp(path.join(tmpdir(), "stepladder-configuration-")));
  t.after(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A server that lists models as Ollama does, or never answers. */
async function ollama(t: TestContext, models: readonly string[] | "silent"): Promise<string> {
  const server = createServer((_, response) => {
    if (models !== "silent") response.end(JSON.stringify({ models: models.map((name) => ({ name })) }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const nobody = "127.0.0.1:1";

async function load(configFolder: string, env: Record<string, string> = {}): Promise<ConfigurationResult> {
  return loadConfiguration({
    configFolder,
    env: { OLLAMA_HOST: nobody, ...env },
    listOllama,
    signal: new AbortController().signal,
  });
}

function ready(result: ConfigurationResult): { configuration: Configuration; notices: string } {
  assert.ok(result.kind === "ready", inspect(result));
  return { configuration: result.configuration, notices: result.notices.join("\n") };
}

function refusal(result: ConfigurationResult): string {
  assert.ok(result.kind === "invalid");
  return result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`).join("\n");
}

test("with nothing on the machine there is a configuration without models and three ways to one", async (t) => {
  const place = path.join(await folder(t), "not-there");
  const { configuration, notices } = ready(await load(place));
  assert.deepEqual(configuration.served, []);
  assert.deepEqual(configuration.rungs, []);
  assert.equal(configuration.origin, "found");
  assert.equal(configuration.file, path.join(place, "stepladder.jsonc"));
  assert.equal(configuration.budgets.length, 2);
  assert.match(notices, /ollama pull .*key variable.*stepladder\.jsonc/);
});

test("a running Ollama becomes the local rung, without models that embed or run in the cloud", async (t) => {
  const host = await ollama(t, ["qwen3-coder:30b", "nomic-embed-text:latest", "gpt-oss:120b-cloud", "devstral:24b"]);
  const { configuration, notices } = ready(await load(await folder(t), { OLLAMA_HOST: host }));
  assert.deepEqual(
    configuration.served.map(({ id, context, family, endpoint }) => [id, context, family, endpoint.local]),
    [
      ["ollama/qwen3-coder:30b", 32_768, "qwen", true],
      ["ollama/devstral:24b", 32_768, "mistral", true],
    ],
  );
  assert.deepEqual(configuration.rungs, [{ name: "local", models: ["ollama/qwen3-coder:30b", "ollama/devstral:24b"] }]);
  assert.match(notices, /Found Ollama at http:\/\/127\.0\.0\.1:\d+ with 2 models/);
});

test("an Ollama that never answers holds nothing up", async (t) => {
  const host = await ollama(t, "silent");
  const { configuration } = ready(await load(await folder(t), { OLLAMA_HOST: host }));
  assert.deepEqual(configuration.served, []);
});

test("an Ollama without models says what to pull", async (t) => {
  const host = await ollama(t, []);
  assert.match(ready(await load(await folder(t), { OLLAMA_HOST: host })).notices, /ollama pull/);
});

test("an Ollama on another machine is not asked", async (t) => {
  let asked = 0;
  const result = await loadConfiguration({
    configFolder: await folder(t),
    env: { OLLAMA_HOST: "http://192.0.2.1:11434" },
    listOllama: async () => {
      asked++;
      return { kind: "models", models: [] };
    },
    signal: new AbortController().signal,
  });
  assert.equal(asked, 0);
  assert.match(ready(result).notices, /OLLAMA_HOST names another machine/);
});

test("key variables bring their hosts, and their values stand nowhere", async (t) => {
  const env = {
    ANTHROPIC_API_KEY: "canary-key-1",
    GOOGLE_API_KEY: "canary-key-2",
    TOGETHER_API_KEY: "canary-key-3",
    XAI_API_KEY: " ",
  };
  const result = await load(await folder(t), env);
  const { configuration } = ready(result);
  const endpoints = new Map(configuration.served.map(({ endpoint }) => [endpoint.id, endpoint.keyName]));
  assert.deepEqual(
    [...endpoints],
    [
      ["anthropic", "ANTHROPIC_API_KEY"],
      ["together", "TOGETHER_API_KEY"],
      ["google", "GOOGLE_API_KEY"],
    ],
  );
  assert.deepEqual(
    configuration.rungs.map(({ name }) => name),
    ["open", "frontier"],
  );
  const glm = configuration.served.find(({ id }) => id === "together/zai-org/GLM-5.3");
  assert.equal(glm?.weights, "glm-5.3");
  const price = glm && priceOf(glm, configuration.prices, new Date());
  assert.ok(price?.kind === "priced" && price.rates.input.base === 1_400_000_000n && price.asOf === "2026-11-10");
  const text = JSON.stringify(result, (_, value) => (typeof value === "bigint" ? String(value) : value));
  assert.ok(!text.includes("canary"));
});

test("with a file nothing is added to what it names", async (t) => {
  const place = await folder(t);
  const file = path.join(place, "stepladder.jsonc");
  await writeFile(
    file,
    `\uFEFF{ "endpoints": { "mine": { "dialect": "ollama", "url": "http://127.0.0.1:9", "models": { "a": {} } } } }`,
    { mode: 0o600 },
  );
  const host = await ollama(t, ["qwen3-coder:30b"]);
  const { configuration } = ready(await load(place, { OLLAMA_HOST: host, ANTHROPIC_API_KEY: "k" }));
  assert.deepEqual(
    configuration.served.map(({ id }) => id),
    ["mine/a"],
  );
  assert.equal(configuration.origin, "file");
});

test("a mistake in the file does not fall back to what the machine has", async (t) => {
  const place = await folder(t);
  await writeFile(path.join(place, "stepladder.jsonc"), `{\n  "budget": 1\n}`, { mode: 0o600 });
  assert.match(refusal(await load(place, { ANTHROPIC_API_KEY: "k" })), /^2:3 `budget` is not known here/);
});

test("a workspace's real folder is what its budget holds for", async (t) => {
  const place = await folder(t);
  const workspace = path.join(place, "work");
  await mkdir(workspace);
  await symlink(workspace, path.join(place, "link"), "junction");
  const text = { budgets: { workspaces: { [path.join(place, "link")]: { day: 1 } } } };
  await writeFile(path.join(place, "stepladder.jsonc"), JSON.stringify(text), { mode: 0o600 });
  const { configuration } = ready(await load(place));
  assert.deepEqual(configuration.budgets.at(-1)?.scope, { kind: "workspace", root: workspace });
});

test("no file of a workspace sets anything", async (t) => {
  const place = await folder(t);
  const workspace = path.join(place, "workspace");
  const hostile = `{ "budgets": "unlimited", "autoRun": ["rm -rf /"], "endpoints": { "evil": { "dialect": "ollama", "url": "http://127.0.0.1:9", "models": { "m": {} } } } }`;
  for (const name of [
    "stepladder.jsonc",
    ".stepladder/stepladder.jsonc",
    ".config/stepladder/stepladder.jsonc",
    "config/stepladder.jsonc",
  ]) {
    await mkdir(path.dirname(path.join(workspace, name)), { recursive: true });
    await writeFile(path.join(workspace, name), hostile);
  }
  await writeFile(path.join(workspace, ".env"), "ANTHROPIC_API_KEY=evil\nOLLAMA_HOST=127.0.0.1:9\nSTEPLADDER_HOME=.\n");
  const before = process.cwd();
  process.chdir(workspace);
  t.after(() => process.chdir(before));
  const { configuration } = ready(await load(path.join(place, "home")));
  assert.deepEqual(configuration.served, []);
  assert.deepEqual(configuration.autoRun, []);
  assert.equal(configuration.budgets.length, 2);
  assert.match(refusal(await load("config")), /not a full path/);
});

test("a file or folder that others may write is refused", { skip: !posix }, async (t) => {
  const place = await folder(t);
  const file = path.join(place, "stepladder.jsonc");
  await writeFile(file, "{}");
  await chmod(file, 0o606);
  assert.match(refusal(await load(place)), /run: chmod go-w '.*stepladder\.jsonc'$/);
  await chmod(file, 0o600);
  assert.equal((await load(place)).kind, "ready");
  await chmod(place, 0o777);
  assert.match(refusal(await load(place)), /run: chmod go-w '[^']*'$/);
});

test("a link to a file in a folder that others may write is refused, and so is one that leads nowhere", {
  skip: !posix,
}, async (t) => {
  const place = await folder(t);
  const open = path.join(place, "open");
  await mkdir(path.join(place, "config"));
  await mkdir(open);
  await writeFile(path.join(open, "real.jsonc"), "{}", { mode: 0o600 });
  await symlink(path.join(open, "real.jsonc"), path.join(place, "config", "stepladder.jsonc"));
  assert.equal((await load(path.join(place, "config"))).kind, "ready");
  await chmod(open, 0o777);
  assert.match(refusal(await load(path.join(place, "config"))), /chmod go-w/);
  await rm(open, { recursive: true });
  assert.match(refusal(await load(path.join(place, "config"))), /link to a file that is not there/);
});

test("a file of another user is refused", { skip: !posix }, async (t) => {
  const place = await folder(t);
  const file = path.join(place, "stepladder.jsonc");
  await writeFile(file, "{}", { mode: 0o600 });
  const own = process.getuid?.() ?? 0;
  // Only root can give a file away; everyone else asks as somebody else.
  if (own === 0) await chown(file, 12_345, 12_345);
  const user = own === 0 ? own : own + 1;
  const signal = new AbortController().signal;
  const result = await loadConfiguration({ configFolder: place, env: {}, listOllama, signal, user });
  assert.match(refusal(result), /belongs to another user/);
});

test("a file that is too large, not UTF-8 or no file is refused", async (t) => {
  const place = await folder(t);
  const file = path.join(place, "stepladder.jsonc");
  await writeFile(file, Buffer.from([0x7b, 0xff, 0x7d]), { mode: 0o600 });
  assert.match(refusal(await load(place)), /not UTF-8/);
  await writeFile(file, Buffer.from("{}", "utf16le"));
  assert.equal((await load(place)).kind, "invalid");
  await writeFile(file, `{}${" ".repeat(1024 * 1024)}`);
  assert.match(refusal(await load(place)), /larger than 1 MiB/);
  await rm(file);
  await mkdir(file, { mode: 0o700 });
  assert.match(refusal(await load(place)), /not a file|can't be read/);
});
