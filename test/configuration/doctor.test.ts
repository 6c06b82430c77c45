import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { diagnose, type Facts, type Finding } from "../../server/configuration/doctor.ts";
import { type FactSources, gatherFacts } from "../../server/configuration/gather-facts.ts";
import { priceOf } from "../../server/spend/price-catalogue.ts";
import { parse } from "./parse-text.ts";

const file = `{ "endpoints": {
  "ollama": { "dialect": "ollama", "url": "http://127.0.0.1:11434", "models": { "qwen3-coder:30b": {} } },
  "anthropic": { "dialect": "anthropic", "url": "https://api.anthropic.com", "key": "ANTHROPIC_API_KEY", "models": { "claude-opus-5-5": {} } }
} }`;
const found = { kind: "found", version: "1.2.3" } as const;

function facts(changes: Partial<Facts> = {}): Facts {
  const configuration = changes.configuration ?? parse(file);
  const served = configuration.kind === "ready" ? configuration.configuration.served : [];
  const own = configuration.kind === "ready" ? configuration.configuration.prices : new Map();
  return {
    configuration,
    reach: new Map([
      ["ollama", { kind: "reached", models: ["qwen3-coder:30b"] }],
      ["anthropic", { kind: "reached", models: ["claude-opus-5-5"] }],
    ]),
    prices: new Map(served.map((each) => [each.id, priceOf(each, own, new Date("2026-11-01"))])),
    ledger: { kind: "healthy", file: "/data/ledger.sqlite", unresolved: 0 },
    shell: found,
    ripgrep: found,
    git: found,
    sqlite: found,
    node: "24.21.0",
    checkers: [{ command: "npm test", agreed: true }],
    ...changes,
  };
}

function complaints(changes: Partial<Facts>): string {
  const all = diagnose(facts(changes)).filter(({ kind }) => kind !== "ok");
  return all.map((finding) => `${finding.kind} ${finding.subject}: ${finding.message} ${next(finding)}`).join("\n");
}

function next(finding: Finding): string {
  return finding.kind === "ok" ? "" : finding.next;
}

test("where all is well there is nothing to do", () => {
  assert.equal(complaints({}), "");
  const text = diagnose(facts())
    .map(({ message }) => message)
    .join("\n");
  assert.match(text, /\$4\.00 in and \$20\.00 out per million tokens/);
  assert.match(text, /\$1\.00 a task, \$10\.00 a day/);
  assert.match(text, /accepts ANTHROPIC_API_KEY/);
});

test("a model of several efforts is told of once", () => {
  const configuration = parse(
    file.replace('"claude-opus-5-5": {}', '"claude-opus-5-5": { "efforts": ["low", "high"] }'),
  );
  const findings = diagnose(facts({ configuration }));
  const ofModel = findings.filter(({ subject }) => subject.startsWith("anthropic/"));
  assert.deepEqual(
    ofModel.map(({ subject }) => subject),
    ["anthropic/claude-opus-5-5"],
  );
  assert.match(findings.map(({ message }) => message).join("\n"), /sets 2 models\./);
});

test("each trouble is told with its next step", () => {
  const reach = (outcome: Parameters<Facts["reach"]["get"]>[0], value: unknown) =>
    ({ reach: new Map([...facts().reach, [outcome, value]]) }) as Partial<Facts>;
  for (const [changes, expected] of [
    [reach("anthropic", { kind: "no-key" }), /^problem anthropic: .*Set ANTHROPIC_API_KEY to your key\.$/],
    [reach("anthropic", { kind: "wrong-key" }), /^problem anthropic: .*valid key into ANTHROPIC_API_KEY\.$/],
    [
      reach("ollama", { kind: "unreachable", because: "refused." }),
      /^problem ollama: .*refused\. Start Ollama: ollama serve$/,
    ],
    [
      reach("ollama", { kind: "reached", models: [] }),
      /^problem ollama\/qwen3-coder:30b: It is not pulled\. Run: ollama pull qwen3-coder:30b$/,
    ],
    [reach("anthropic", { kind: "reached", models: ["x"] }), /^warning anthropic\/claude-opus-5-5: .*Check its name/],
    [{ reach: new Map() }, /^warning ollama: .*not asked.*\nwarning anthropic/],
    [
      { ledger: { kind: "broken", file: "/l", because: "the disk is full." } },
      /^problem ledger: .*disk is full\. Paid calls are refused/,
    ],
    [
      { ledger: { kind: "healthy", file: "/l", unresolved: 2 } },
      /^warning ledger: 2 calls have no known cost.*stepladder spend$/,
    ],
    [{ node: "24.14.9" }, /^problem node: .*24\.15 or later/],
    [{ node: "20.1.0" }, /^problem node/],
    [{ git: { kind: "missing" } }, /^problem git: Not found\. Install git/],
    [{ ripgrep: { kind: "missing" } }, /^problem ripgrep/],
    [{ sqlite: { kind: "missing" } }, /^problem sqlite/],
    [{ shell: { kind: "missing" } }, /^problem shell/],
    [{ checkers: [] }, /^warning checks: .*unproved.*--check/],
    [{ checkers: [{ command: "npm test", agreed: false }] }, /^warning checks: npm test .*stepladder trust$/],
    [{ checkers: undefined }, /^$/],
    [{ configuration: parse(`{ "budget": 1 }`) }, /^problem configuration: \/config\/stepladder\.jsonc:1:3: `budget`/],
    [
      { configuration: parse(`{ "budgets": "unlimited" }`) },
      /No model is configured(?:.|\n)*warning budgets: Nothing limits the spend/,
    ],
  ] as const satisfies readonly (readonly [Partial<Facts>, RegExp])[]) {
    assert.match(complaints(changes), expected);
  }
});

test("a price that is not known is a problem, and a small context a warning", () => {
  const text = `{ "endpoints": { "h": { "dialect": "openai-chat", "url": "https://h.example", "models": { "m": { "context": 8192 } } } } }`;
  const said = complaints({
    configuration: parse(text),
    reach: new Map([["h", { kind: "reached", models: undefined }]]),
  });
  assert.match(
    said,
    /^problem h\/m: Its price is not known.*"price": "free"\.\nwarning h\/m: Its context of 8192 tokens is small.*16384/,
  );
});

test("a model that Ollama lists with its default tag is pulled", () => {
  const text = `{ "endpoints": { "o": { "dialect": "ollama", "url": "http://localhost", "models": { "devstral": {} } } } }`;
  const reach = new Map([["o", { kind: "reached", models: ["devstral:latest"] } as const]]);
  assert.equal(complaints({ configuration: parse(text), reach }), "");
});

test("facts are gathered from all endpoints, and what fails becomes a fact", async (t) => {
  const server = createServer((_, response) => response.end(JSON.stringify({ models: [{ name: "a" }] })));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoint = (address: string) => `{ "dialect": "ollama", "url": "${address}", "models": { "a": {}, "b": {} } }`;
  const sources: FactSources = {
    configuration: parse(`{ "endpoints": { "up": ${endpoint(url)}, "down": ${endpoint("http://127.0.0.1:1")} } }`),
    reach: async (asked, signal) => {
      const reply = (await (await fetch(`${asked.url}/api/tags`, { signal })).json()) as { models: { name: string }[] };
      return { kind: "reached", models: reply.models.map(({ name }) => name) };
    },
    priceOf: (served) => priceOf(served, new Map(), new Date()),
    ledgerFile: "/data/ledger.sqlite",
    checkLedger: () => Promise.reject(new Error("locked")),
    shell: async () => found,
    ripgrep: () => Promise.reject(new Error("gone")),
    git: async () => found,
    sqlite: async () => found,
    node: process.versions.node,
    checkers: () => Promise.reject(new Error("no folder")),
  };
  const gathered = await gatherFacts(sources, new AbortController().signal);
  assert.deepEqual(gathered.reach.get("up"), { kind: "reached", models: ["a"] });
  assert.equal(gathered.reach.get("down")?.kind, "unreachable");
  assert.deepEqual(gathered.ledger, { kind: "broken", file: "/data/ledger.sqlite", because: "locked" });
  assert.deepEqual(gathered.ripgrep, { kind: "missing" });
  assert.equal(gathered.checkers, undefined);
  assert.equal(gathered.prices.get("up/a")?.kind, "free");
});
