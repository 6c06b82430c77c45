import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type ChosenModels,
  type LadderSettings,
  withChosenModels,
  withPrice,
  withRung,
  writesBetween,
} from "../../../extension/models/ladder-settings.ts";
import { checkSources } from "../../../server/configuration/parse.ts";
import type { ModelsView, ModelView } from "../../../server/protocol/requests.ts";

const nothing: LadderSettings = { endpoints: undefined, rungs: undefined };

function model(id: string, rung: string | undefined, name = id): ModelView {
  return { id, name, rung, family: "x", local: false, context: 1, tools: true, price: { kind: "free" }, hasKey: true };
}

const found: ModelsView = {
  origin: "found",
  models: [model("ollama/qwen:7b", "local"), model("openrouter/z-ai/glm", "open")],
  rungs: [
    { name: "local", models: ["ollama/qwen:7b"] },
    { name: "open", models: ["openrouter/z-ai/glm"] },
  ],
  pins: {},
  excluded: [],
  ollama: { kind: "running", url: "http://127.0.0.1:11434", models: ["qwen:7b"] },
  providers: [
    {
      id: "openrouter",
      name: "OpenRouter",
      dialect: "openai-chat",
      url: "https://openrouter.ai/api/v1",
      keyName: "OPENROUTER_API_KEY",
      hasKey: true,
      models: ["z-ai/glm"],
      rungs: { "z-ai/glm": "open" },
    },
  ],
};

const cluster: ChosenModels = {
  endpoint: "cluster",
  dialect: "openai-chat",
  url: "https://cluster.example/v1",
  keyName: "CLUSTER_API_KEY",
  models: [
    { name: "big", rung: "frontier" },
    { name: "odd", rung: "experts" },
  ],
};

/** Whether the server would take these settings. */
function accepted(settings: LadderSettings): void {
  const values = Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
  const facts = { file: "/c.jsonc", asOf: "2026-11-21", canonicalRoot: () => undefined };
  const checked = checkSources({ file: undefined, settings: { values, asOf: facts.asOf } }, facts);
  assert.equal(checked.kind, "checked", JSON.stringify(checked.kind === "invalid" ? checked.settingProblems : []));
}

test("a first choice keeps what was found beside it, each model on its rung", () => {
  const after = withChosenModels(nothing, cluster, found);
  accepted(after);
  assert.deepEqual(after.endpoints, {
    ollama: { dialect: "ollama", url: "http://127.0.0.1:11434", models: { "qwen:7b": {} } },
    openrouter: {
      dialect: "openai-chat",
      url: "https://openrouter.ai/api/v1",
      key: "OPENROUTER_API_KEY",
      models: { "z-ai/glm": {} },
    },
    cluster: {
      dialect: "openai-chat",
      url: "https://cluster.example/v1",
      key: "CLUSTER_API_KEY",
      models: { big: {}, odd: {} },
    },
  });
  assert.deepEqual(after.rungs, [
    { name: "local", models: ["ollama/qwen:7b"] },
    { name: "open", models: ["openrouter/z-ai/glm"] },
    { name: "frontier", models: ["cluster/big"] },
    { name: "experts", models: ["cluster/odd"] },
  ]);
});

const chosenView: ModelsView = {
  ...found,
  origin: "settings",
  models: [...found.models, model("cluster/big", "frontier")],
  rungs: [...found.rungs, { name: "frontier", models: ["cluster/big"] }],
};

test("another choice of a host replaces its models, keeps what was written of them by hand, and moves nothing else", () => {
  const own = { ...cluster, models: { big: { price: "free" as const }, old: {} }, timeouts: { idle: 9 } };
  const { endpoint: _endpoint, keyName: _keyName, ...written } = own;
  const before = { endpoints: { cluster: { ...written, key: "CLUSTER_API_KEY" } }, rungs: chosenView.rungs };
  const after = withChosenModels(before, { ...cluster, models: [{ name: "big", rung: "open" }] }, chosenView);
  assert.deepEqual(after.endpoints?.cluster, {
    ...written,
    key: "CLUSTER_API_KEY",
    models: { big: { price: "free" } },
  });
  assert.deepEqual(after.rungs, [
    { name: "local", models: ["ollama/qwen:7b"] },
    { name: "open", models: ["openrouter/z-ai/glm", "cluster/big"] },
  ]);
});

test("a model of several efforts is one entry, and its efforts may stand on different rungs", () => {
  const view: ModelsView = {
    ...chosenView,
    models: [
      ...found.models,
      model("cluster/big@low", "open", "cluster/big"),
      model("cluster/big@high", "frontier", "cluster/big"),
    ],
    rungs: [
      { name: "open", models: ["openrouter/z-ai/glm", "cluster/big@low"] },
      { name: "frontier", models: ["cluster/big@high"] },
    ],
  };
  const big: object = { efforts: ["low", "high"] };
  const { dialect, url } = cluster;
  const elsewhere = { openrouter: { dialect, url, models: { "z-ai/glm": {} } } };
  const before = { endpoints: { ...elsewhere, cluster: { dialect, url, models: { big } } }, rungs: view.rungs };
  accepted(before);
  const moved = withRung(before, "open", ["cluster/big@low", "cluster/big@high"], view);
  assert.deepEqual(moved.rungs, [{ name: "open", models: ["cluster/big@low", "cluster/big@high"] }]);
  const again = withChosenModels(before, { ...cluster, models: [{ name: "big", rung: "frontier" }] }, view);
  assert.deepEqual(again.endpoints?.cluster?.models, { big }, "its efforts are kept");
  assert.deepEqual(again.rungs?.at(-1), { name: "frontier", models: ["cluster/big"] });
  accepted(again);
});

test("a rung gets exactly the models that were chosen, and each stands once", () => {
  const { rungs } = withRung(nothing, "frontier", ["openrouter/z-ai/glm", "cluster/big"], chosenView);
  assert.deepEqual(rungs, [
    { name: "local", models: ["ollama/qwen:7b"] },
    { name: "frontier", models: ["openrouter/z-ai/glm", "cluster/big"] },
  ]);
});

test("a price is written beside its model, and nowhere when the endpoint is not in the settings", () => {
  const before = withChosenModels(nothing, cluster, found);
  const after = withPrice(before, "cluster/big", { input: "0.30", output: "1.20" });
  assert.deepEqual(after?.endpoints?.cluster?.models.big, { price: { input: "0.30", output: "1.20" } });
  if (after !== undefined) accepted(after);
  assert.equal(withPrice(before, "elsewhere/big", "free"), undefined);
});

test("every single write on the way leaves settings that the server accepts", () => {
  const rung = fc.constantFrom("local", "open", "frontier", "experts");
  const choice = fc.record({
    endpoint: fc.constantFrom("one", "two"),
    models: fc.uniqueArray(fc.record({ name: fc.constantFrom("a", "b", "c/d"), rung }), {
      minLength: 1,
      selector: ({ name }) => name,
    }),
  });
  fc.assert(
    fc.property(fc.array(choice, { minLength: 1, maxLength: 5 }), (choices) => {
      let settings = nothing;
      let view = found;
      for (const { endpoint, models } of choices) {
        const chosen = { ...cluster, endpoint, url: `https://${endpoint}.example`, models };
        const after = withChosenModels(settings, chosen, view);
        let now = settings;
        for (const { name, value } of writesBetween(settings, after, view)) {
          now = { ...now, [name]: value };
          accepted(now);
        }
        assert.deepEqual(now, after);
        settings = after;
        const ids = (after.rungs ?? []).flatMap(({ name, models: on }) => on.map((id) => model(id, name)));
        view = { ...found, origin: "settings", models: ids, rungs: after.rungs ?? [] };
      }
    }),
  );
});
