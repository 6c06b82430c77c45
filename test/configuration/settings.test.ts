import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { inspect } from "node:util";
import fc from "fast-check";
import type { Configuration, ConfigurationResult } from "../../server/configuration/configuration.ts";
import { loadConfiguration } from "../../server/configuration/load.ts";
import { ollama as ollamaEndpoint } from "./parse-text.ts";

type Settings = Readonly<Record<string, unknown>>;

function folderOf(t: TestContext): string {
  const made = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-settings-")));
  t.after(() => rmSync(made, { recursive: true, force: true }));
  return made;
}

interface Machine {
  readonly file?: string;
  readonly models?: readonly string[];
  readonly keys?: readonly string[];
}

async function load(folder: string, settings: Settings, machine: Machine = {}): Promise<ConfigurationResult> {
  if (machine.file !== undefined) writeFileSync(join(folder, "stepladder.jsonc"), machine.file, { mode: 0o600 });
  const models = (machine.models ?? []).map((name) => ({ name, context: 65_536, tools: true, chat: true }));
  return loadConfiguration({
    configFolder: folder,
    env: {},
    settings,
    hasKey: (name) => (machine.keys ?? []).includes(name),
    listOllama: async () => ({ kind: "models", models }),
    signal: new AbortController().signal,
  });
}

function ready(result: ConfigurationResult): Configuration {
  assert.ok(result.kind === "ready", inspect(result));
  return result.configuration;
}

function wrong(result: ConfigurationResult): readonly string[] {
  assert.ok(result.kind === "invalid", "it was taken");
  return [
    ...result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`),
    ...result.settingProblems.map(({ where, message }) => `${where}: ${message}`),
  ];
}

function limits({ budgets }: Configuration): Readonly<Record<string, bigint>> {
  return Object.fromEntries(
    budgets.map(({ scope, window, limit }) => [scope.kind === "workspace" ? `${scope.root} ${window}` : window, limit]),
  );
}

const file = `{
  "endpoints": { ${ollamaEndpoint} },
  "budgets": { "everything": { "task": 2, "week": 20 }, "workspaces": {} },
  "preference": "quality",
  "localOnly": ["secrets/**"],
  "limits": { "steps": 10, "minutes": 5 }
}`;

test("settings stand over the file key by key, and what they leave out comes from the file", async (t) => {
  const settings = { preference: "economy", autoRun: ["npm test"], limits: { steps: 7 } };
  const configuration = ready(await load(folderOf(t), settings, { file }));
  assert.equal(configuration.preference, "economy");
  assert.deepEqual(configuration.localOnly, ["secrets/**"]);
  assert.deepEqual(configuration.autoRun, ["npm test"]);
  assert.equal(configuration.limits.steps, 7);
  assert.equal(configuration.limits.milliseconds, 300_000);
  assert.equal(configuration.origin, "file");
  assert.equal(configuration.served[0]?.id, "ollama/qwen3-coder:30b");
});

test("budgets stand over the file window by window, for everything and for a folder under any of its names", async (t) => {
  const folder = folderOf(t);
  const project = join(folder, "project");
  mkdirSync(project);
  symlinkSync(project, join(folder, "link"));
  const text = JSON.stringify({
    endpoints: {},
    budgets: { everything: { task: 2, week: 20 }, workspaces: { [project]: { day: 1, month: 9 } } },
  });
  const settings = {
    budgets: {
      everything: { task: 0.1, day: "unlimited" },
      workspaces: { [join(folder, "link")]: { day: 3, month: "unlimited" } },
    },
  };
  assert.deepEqual(limits(ready(await load(folder, settings, { file: text }))), {
    task: 100_000_000n,
    week: 20_000_000_000n,
    [`${project} day`]: 3_000_000_000n,
  });
});

test("one window in the settings leaves a file's word `unlimited` for the others", async (t) => {
  const text = `{ "endpoints": {}, "budgets": "unlimited" }`;
  assert.deepEqual(limits(ready(await load(folderOf(t), {}, { file: text }))), {});
  const settings = { budgets: { everything: { day: 4 } } };
  assert.deepEqual(limits(ready(await load(folderOf(t), settings, { file: text }))), { day: 4_000_000_000n });
});

test("without a file the default budgets hold beside those that are set", async (t) => {
  const settings = { budgets: { everything: { week: 5 } } };
  assert.deepEqual(limits(ready(await load(folderOf(t), settings))), {
    task: 1_000_000_000n,
    day: 10_000_000_000n,
    week: 5_000_000_000n,
  });
});

test("a number of dollars means exactly its shortest digits", async (t) => {
  const folder = folderOf(t);
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: 999_999_999 }),
      fc.integer({ min: 0, max: 999_999 }),
      async (nano, usd) => {
        const digits = `${usd}.${String(nano).padStart(9, "0")}`;
        const number = Number(digits);
        const settings = { budgets: { everything: { day: number } } };
        const { day } = limits(ready(await load(folder, settings)));
        assert.equal(day, BigInt(usd) * 1_000_000_000n + BigInt(nano));
      },
    ),
    { numRuns: 50 },
  );
  assert.equal(limits(ready(await load(folder, { budgets: { everything: { day: 1e-7 } } }))).day, 100n);
});

for (const [what, settings, expected] of [
  [
    "a negative budget",
    { budgets: { everything: { day: -1 } } },
    /^stepladder\.budgets\.day: `stepladder\.budgets\.day` is negative; write 0 or more/,
  ],
  [
    "a budget in words",
    { budgets: { everything: { task: "ten" } } },
    /^stepladder\.budgets\.task: .*write a plain decimal/,
  ],
  [
    "a budget of the wrong type",
    { budgets: { everything: { week: [5] } } },
    /^stepladder\.budgets\.week: .*amount in US dollars or null/,
  ],
  [
    "budgets by folder that are none",
    { budgets: { workspaces: 5 } },
    /^stepladder\.budgets\.folders: `stepladder\.budgets\.folders` must be an object/,
  ],
  [
    "a folder's budget that is negative",
    { budgets: { workspaces: { "/p": { day: -2 } } } },
    /^stepladder\.budgets\.folders: `stepladder\.budgets\.folders\.\/p\.day` is negative/,
  ],
  [
    "a folder that is no full path",
    { budgets: { workspaces: { p: { day: 2 } } } },
    /^stepladder\.budgets\.folders: .*full path of a folder/,
  ],
  [
    "a word that is none",
    { atLimit: "explode" },
    /^stepladder\.atLimit: `stepladder\.atLimit` must be "ask", "local-only" or "stop"; write one/,
  ],
  ["a preference of the wrong type", { preference: 7 }, /^stepladder\.preference: /],
  ["a warning level beyond the budget", { warnAt: 80 }, /^stepladder\.warnAt: .*write for example 0\.8/],
  ["a name that nobody knows", { preferences: "economy" }, /^stepladder\.preferences: .*did you mean `preference`/],
  ["a list that is none", { localOnly: "secrets" }, /^stepladder\.localOnly: /],
  [
    "an endpoint with a key in it",
    {
      endpoints: {
        e: { dialect: "openai-chat", url: "https://e.example", key: "sk-abcdefghijklmnopqrstuv", models: {} },
      },
    },
    /^stepladder\.endpoints: `stepladder\.endpoints\.e\.key` looks like a key/,
  ],
] as const) {
  test(`${what} in the settings is named with the next step, and nothing holds`, async (t) => {
    const found = wrong(await load(folderOf(t), settings, { file }));
    assert.equal(found.length, 1);
    assert.match(found[0] ?? "", expected);
    assert.doesNotMatch(found[0] ?? "", /sk-abc/);
  });
}

test("a mistake in the file and one in the settings are both told, each with its own place", async (t) => {
  const found = wrong(await load(folderOf(t), { warnAt: 2 }, { file: `{\n  "atLimit": "explode"\n}` }));
  assert.match(found[0] ?? "", /^2:14 `atLimit` must be/);
  assert.match(found[1] ?? "", /^stepladder\.warnAt: /);
});

test("endpoints of the settings stand beside those of the file, and over one of the same name with all its models", async (t) => {
  const hosted = (model: string, price: number) => ({
    dialect: "openai-chat",
    url: "https://host.example/v1",
    key: "HOST_KEY",
    models: { [model]: { price: { input: price, output: 1 } } },
  });
  const text = JSON.stringify({
    endpoints: { host: hosted("old", 5), other: hosted("kept", 3) },
    rungs: [{ name: "open", models: ["other/kept"] }],
  });
  const settings = { endpoints: { host: hosted("new", 0.25) } };
  const result = await load(folderOf(t), settings, { file: text });
  const configuration = ready(result);
  assert.deepEqual(configuration.served.map(({ id }) => id).sort(), ["host/new", "other/kept"]);
  assert.equal(configuration.origin, "settings");
  const price = configuration.prices.get("host/new");
  assert.equal(price?.kind === "priced" && price.rates.input.base, 250_000_000n);
  const kept = configuration.prices.get("other/kept");
  assert.equal(kept?.kind === "priced" && kept.rates.input.base, 3_000_000_000n);
});

test("a rung of the file whose model the settings took away is told at its place in the file", async (t) => {
  const text = `{ "endpoints": { ${ollamaEndpoint} },\n  "rungs": [{ "name": "local", "models": ["ollama/qwen3-coder:30b"] }] }`;
  const settings = {
    endpoints: { ollama: { dialect: "ollama", url: "http://127.0.0.1:11434", models: { other: {} } } },
  };
  assert.match(
    wrong(await load(folderOf(t), settings, { file: text })).join("\n"),
    /^2:\d+ `rungs\[0\].models\[0\]` names/,
  );
  const rungs = [{ name: "local", models: ["ollama/gone"] }];
  const both = wrong(await load(folderOf(t), { ...settings, rungs }, { file: text }));
  assert.match(both.join("\n"), /^stepladder\.rungs: `stepladder\.rungs\[0\].models\[0\]` names `ollama\/gone`/);
});

test("where neither names endpoints, what is found on the machine counts, under the user's budgets and rungs", async (t) => {
  const settings = {
    budgets: { everything: { day: 3 } },
    rungs: [
      { name: "small", models: ["ollama/tiny:1b", "ollama/gone:7b"] },
      { name: "strong", models: ["anthropic/claude-opus-5-5"] },
    ],
  };
  const machine = { file: `{ "atLimit": "stop" }`, models: ["tiny:1b"], keys: ["ANTHROPIC_API_KEY"] };
  const result = await load(folderOf(t), settings, machine);
  const configuration = ready(result);
  assert.equal(configuration.origin, "found");
  assert.equal(configuration.atLimit, "stop");
  assert.equal(limits(configuration).day, 3_000_000_000n);
  assert.deepEqual(configuration.rungs, [
    { name: "small", models: ["ollama/tiny:1b"] },
    { name: "strong", models: ["anthropic/claude-opus-5-5"] },
  ]);
  assert.match(
    result.kind === "ready" ? result.notices.join("\n") : "",
    /not found on this machine now: `ollama\/gone:7b`/,
  );
});

test("settings of any shape become a configuration or named mistakes", async (t) => {
  const folder = folderOf(t);
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(
        fc.constantFrom("budgets", "endpoints", "rungs", "pins", "checks", "__proto__", "x"),
        fc.jsonValue(),
      ),
      async (settings) => {
        const result = await load(folder, settings);
        if (result.kind === "invalid")
          assert.ok(
            result.settingProblems.every(({ where, message }) => where.startsWith("stepladder") && message.length > 10),
          );
      },
    ),
    { numRuns: 200 },
  );
});
