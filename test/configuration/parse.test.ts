import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { parseConfiguration } from "../../server/configuration/parse.ts";
import { ollama, parse, ready } from "./parse-text.ts";

test("a file with one local endpoint gets every default", () => {
  const configuration = ready(`{ "endpoints": { ${ollama} } } // end`);
  const endpoint = {
    id: "ollama",
    dialect: "ollama",
    url: "http://127.0.0.1:11434",
    keyName: undefined,
    provider: undefined,
    local: true,
    timeouts: { headers: 300_000, firstToken: 300_000, idle: 120_000 },
  };
  assert.deepEqual(configuration, {
    file: "/config/stepladder.jsonc",
    origin: "file",
    served: [
      {
        id: "ollama/qwen3-coder:30b",
        endpoint,
        model: "qwen3-coder:30b",
        family: "qwen",
        context: 32_768,
        maxOutput: 8192,
        abilities: { tools: true },
      },
    ],
    prices: new Map(),
    rungs: [{ name: "local", models: ["ollama/qwen3-coder:30b"] }],
    budgets: [
      { scope: { kind: "everything" }, window: "task", limit: 1_000_000_000n },
      { scope: { kind: "everything" }, window: "day", limit: 10_000_000_000n },
    ],
    atLimit: "ask",
    warnAt: 0.8,
    preference: "balanced",
    localOnly: [],
    autoRun: [],
    checks: new Map(),
    excluded: new Set(),
    review: true,
    testFirst: "discard",
    audits: 0.04,
    pins: new Map(),
    limits: { steps: 40, milliseconds: 1_200_000, tokens: 400_000, maxOutputTokens: 8192 },
  });
});

function priced(price: string, dialect = "openai-chat") {
  const text = `{ "endpoints": { "h": { "dialect": "${dialect}", "url": "https://h.example/v1", "models": { "m": { "price": ${price} } } } } }`;
  return ready(text).prices.get("h/m");
}

test("prices are exact to the nano-dollar, whether they are numbers or text", () => {
  const price = priced(`{ "input": 0.1, "output": "0.3", "cacheRead": 0.000000001 }`);
  assert.ok(price?.kind === "priced");
  assert.equal(price.rates.input.base, 100_000_000n);
  assert.equal(price.rates.output.base, 300_000_000n);
  assert.equal(price.rates.cacheRead.base, 1n);
  assert.equal(price.rates.cacheWrite.base, 100_000_000n);
  assert.equal(price.rates.cacheWrite1h.base, 100_000_000n);
  assert.deepEqual(price.dearest, price.rates);
  assert.equal(price.source, "your configuration");
  assert.equal(price.asOf, "2026-11-01");
});

test("cache writes that are not priced cost what the Anthropic dialect charges for them", () => {
  const price = priced(`{ "input": 0.000000003, "output": 1, "steps": [{ "above": 10, "input": 2 }] }`, "anthropic");
  assert.ok(price?.kind === "priced");
  assert.deepEqual(price.rates.cacheWrite, { base: 4n, steps: [{ above: 10, rate: 2_500_000_000n }] });
  assert.deepEqual(price.rates.cacheWrite1h, { base: 6n, steps: [{ above: 10, rate: 4_000_000_000n }] });
});

test("a step changes the rates that it names and those that follow them, and no other", () => {
  const price = priced(
    `{ "input": 1, "output": 2, "cacheWrite": 9, "steps": [{ "above": 10, "input": 3 }, { "above": 20, "output": 5 }] }`,
  );
  assert.ok(price?.kind === "priced");
  assert.deepEqual(price.rates.input.steps, [{ above: 10, rate: 3_000_000_000n }]);
  assert.deepEqual(price.rates.cacheRead.steps, [{ above: 10, rate: 3_000_000_000n }]);
  assert.deepEqual(price.rates.output.steps, [{ above: 20, rate: 5_000_000_000n }]);
  assert.deepEqual(price.rates.cacheWrite, { base: 9_000_000_000n, steps: [] });
  assert.deepEqual(price.rates.cacheWrite1h, { base: 9_000_000_000n, steps: [] });
});

test("a model that is declared free is free, and one without a price has none of the user's", () => {
  assert.equal(priced(`"free"`)?.kind, "free");
  const text = `{ "endpoints": { "h": { "dialect": "openai-chat", "url": "https://h.example", "models": { "m": {} } } } }`;
  assert.equal(ready(text).prices.size, 0);
});

function budgets(written: string) {
  return ready(`{ "budgets": ${written} }`, new Map([["/link", "/real"]])).budgets.map(
    ({ scope, window, limit }) => `${scope.kind === "workspace" ? scope.root : "all"} ${window} ${limit}`,
  );
}

test("a default cap holds until an amount or the word unlimited replaces it", () => {
  assert.deepEqual(budgets(`{ "everything": { "month": 5 } }`), [
    "all month 5000000000",
    "all task 1000000000",
    "all day 10000000000",
  ]);
  assert.deepEqual(budgets(`{ "everything": { "task": "unlimited", "day": 0 } }`), ["all day 0"]);
  assert.deepEqual(budgets(`{ "everything": { "task": "0.5", "day": "unlimited" } }`), ["all task 500000000"]);
  assert.deepEqual(budgets(`"unlimited"`), []);
});

test("a workspace's budget is kept by its canonical root", () => {
  assert.deepEqual(budgets(`{ "workspaces": { "/link": { "week": 0.1 } } }`).slice(2), ["/real week 100000000"]);
});

test("a rung's name in a pin stands for the rung's models", () => {
  const { pins } = ready(`{ "endpoints": { ${ollama} },
    "pins": { "title": ["local"], "commit-message": ["ollama/qwen3-coder:30b", "local"] } }`);
  assert.deepEqual(pins.get("title"), ["ollama/qwen3-coder:30b"]);
  assert.deepEqual(pins.get("commit-message"), ["ollama/qwen3-coder:30b"]);
});

test("what is excluded stands on no rung and in no pin, by its name or its rung's", () => {
  const host = `"h": { "dialect": "openai-chat", "url": "https://h.example/v1", "models": { "a": {}, "b": {} } }`;
  const { rungs, pins, excluded } = ready(`{ "endpoints": { ${ollama}, ${host} }, "exclude": ["h/a", "local"],
    "pins": { "title": ["open"], "test": ["ollama/qwen3-coder:30b"] },
    "rungs": [{ "name": "local", "models": ["ollama/qwen3-coder:30b"] }, { "name": "open", "models": ["h/a", "h/b"] }] }`);
  assert.deepEqual(rungs, [{ name: "open", models: ["h/b"] }]);
  assert.deepEqual(pins.get("title"), ["h/b"]);
  assert.deepEqual(pins.get("test"), [], "a pin never widens to other models");
  assert.deepEqual([...excluded], ["h/a", "ollama/qwen3-coder:30b"]);
});

test("each of several efforts is a model of its own, the lowest first, and the plain name means all of them", () => {
  const models = `{ "m": { "efforts": ["high", "low"], "price": { "input": 1, "output": 2 } }, "n": { "effort": "max" } }`;
  const host = `"h": { "dialect": "openai-chat", "url": "https://h.example/v1", "models": ${models} }`;
  const { served, prices, rungs, pins, excluded } = ready(`{ "endpoints": { ${host} }, "exclude": ["h/m@low"],
    "rungs": [{ "name": "all", "models": ["h/n", "h/m"] }],
    "pins": { "title": ["h/m"], "test": ["h/m@high", "h/n"], "ask": ["all"] } }`);
  assert.deepEqual(
    served.map(({ id, model, effort }) => [id, model, effort]),
    [
      ["h/m@low", "m", "low"],
      ["h/m@high", "m", "high"],
      ["h/n", "n", "max"],
    ],
  );
  assert.deepEqual([...prices.keys()], ["h/m@low", "h/m@high"]);
  assert.deepEqual([...excluded], ["h/m@low"]);
  assert.deepEqual(rungs, [{ name: "all", models: ["h/n", "h/m@high"] }]);
  assert.deepEqual(pins.get("title"), ["h/m@high"]);
  assert.deepEqual(pins.get("test"), ["h/m@high", "h/n"]);
  assert.deepEqual(pins.get("ask"), ["h/n", "h/m@high"]);
  const all = ready(`{ "endpoints": { ${host} }, "exclude": ["h/m"], "pins": { "title": ["h/n"] } }`);
  assert.deepEqual([...all.excluded], ["h/m@low", "h/m@high"]);
  assert.deepEqual(all.rungs, [{ name: "open", models: ["h/n"] }]);
});

test("efforts that a host can't tell apart are noticed", () => {
  const notices = (dialect: string, url: string, model: string, list: string) => {
    const models = `{ "${model}": { "efforts": [${list}] } }`;
    const result = parse(`{ "endpoints": { "h": { "dialect": "${dialect}", "url": "${url}", "models": ${models} } } }`);
    return result.kind === "ready" ? result.notices.join("\n") : assert.fail();
  };
  const local = ["ollama", "http://localhost:11434"] as const;
  const hosted = ["openai-chat", "https://h.example/v1"] as const;
  assert.equal(notices(...hosted, "m", `"none", "low", "medium", "high", "max"`), "");
  assert.equal(notices(...local, "qwen3:8b", `"none", "high"`), "");
  assert.match(
    notices(...local, "qwen3:8b", `"none", "low", "high", "max"`),
    /^The host of h\/qwen3:8b is asked the same at low and high and at high and max; name one of two in its `efforts`\.$/,
  );
  assert.match(notices(...local, "gpt-oss:20b", `"none", "low", "high"`), /same at none and low;/);
});

test("an endpoint is local only when that is certain or the user says so", () => {
  const local = (dialect: string, url: string, more = "") =>
    ready(`{ "endpoints": { "e": { "dialect": "${dialect}", "url": "${url}", ${more} "models": { "m": {} } } } }`)
      .served[0]?.endpoint.local;
  assert.equal(local("ollama", "http://localhost:11434"), true);
  assert.equal(local("ollama", "http://[::1]:11434"), true);
  assert.equal(local("ollama", "http://192.168.1.5:11434"), false);
  assert.equal(local("ollama", "http://127.0.0.1.example.com"), false);
  assert.equal(local("openai-chat", "http://127.0.0.1:4000/v1"), false);
  assert.equal(local("openai-chat", "http://127.0.0.1:4000/v1", `"local": true,`), true);
  assert.equal(local("ollama", "http://localhost:11434", `"local": false,`), false);
});

test("a usual host brings its price catalogue, context and rung", () => {
  const { served, rungs } = ready(`{ "endpoints": { "a": { "dialect": "anthropic", "url": "https://api.anthropic.com",
    "key": "ANTHROPIC_API_KEY", "models": { "claude-opus-5-5": {}, "claude-x": { "maxOutput": 100 } } } } }`);
  assert.equal(served[0]?.endpoint.provider, "anthropic");
  assert.equal(served[0]?.context, 1_000_000);
  assert.equal(served[1]?.context, 128_000);
  assert.equal(served[1]?.maxOutput, 100);
  assert.deepEqual(rungs, [
    { name: "open", models: ["a/claude-x"] },
    { name: "frontier", models: ["a/claude-opus-5-5"] },
  ]);
});

test("what a valid file leaves without effect is noticed", () => {
  const notices = (text: string) => {
    const result = parse(text);
    assert.ok(result.kind === "ready");
    return result.notices.join("\n");
  };
  assert.match(notices("{}"), /names no models/);
  assert.match(
    notices(`{ "checks": { "/gone": ["x"] }, "budgets": { "workspaces": { "/lost": {} } } }`),
    /no folder \/lost.*\n.*no folder \/gone/,
  );
  assert.match(notices(`{ "localOnly": ["a/**"] }`), /no endpoint is local/);
  assert.match(
    notices(`{ "endpoints": { "e": { "dialect": "ollama", "url": "http://10.0.0.1", "models": { "a": {}, "b": {} } } },
      "rungs": [{ "name": "r", "models": ["e/a"] }] }`),
    /On no rung, so never chosen: e\/b(?:.|\n)*the endpoint e crosses the network unprotected/,
  );
});

test("no text makes the parser throw", () => {
  const facts = { file: "f", asOf: "2026-01-01", canonicalRoot: () => undefined };
  const words = fc.constantFrom(
    "{",
    "}",
    "[",
    "]",
    ":",
    ",",
    '"endpoints"',
    '"rungs"',
    '"models"',
    '"pins"',
    '"budgets"',
    '"price"',
    "1",
    '"x"',
    "null",
    "//",
    "/*",
    '"__proto__"',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((each) => each.join(" ")),
        fc.json(),
      ),
      (text) => {
        const result = parseConfiguration(text, facts);
        if (result.kind === "invalid") assert.ok(result.problems.length > 0);
      },
    ),
  );
});

test("any value in any place is a mistake or a setting, and never a crash", () => {
  const facts = { file: "f", asOf: "2026-01-01", canonicalRoot: () => undefined };
  const keys = [
    "endpoints",
    "rungs",
    "budgets",
    "pins",
    "exclude",
    "checks",
    "limits",
    "localOnly",
    "warnAt",
    "autoRun",
  ];
  const inner = fc.dictionary(
    fc.constantFrom("ollama", "models", "price", "everything", "workspaces", "title", "name", "steps"),
    fc.jsonValue(),
  );
  const value = fc.oneof(
    fc.jsonValue(),
    inner,
    fc.array(inner),
    fc.dictionary(fc.constantFrom("ollama", "everything", "/w"), inner),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...keys), value), (file) => {
      parseConfiguration(JSON.stringify(file), facts);
    }),
  );
});
