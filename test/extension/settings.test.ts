import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { configurationOf, settingNames } from "../../extension/settings.ts";
import { configurationSchema } from "../../server/configuration/schema.ts";

const configurationFrom = (set: Record<string, unknown>) => configurationOf((name) => set[name]);

test("nothing set is nothing told", () => assert.deepEqual(configurationFrom({}), {}));

test("settings have the shape of the configuration file, which takes them", () => {
  const told = configurationFrom({
    preference: "economy",
    autoRun: ["npm test"],
    warnAt: 0.5,
    atLimit: "stop",
    limits: { steps: 10 },
    "budgets.day": 5,
    "budgets.week": null,
    "budgets.folders": { "/home/me/project": { day: 2, task: null } },
  });
  assert.deepEqual(told, {
    preference: "economy",
    autoRun: ["npm test"],
    warnAt: 0.5,
    atLimit: "stop",
    limits: { steps: 10 },
    budgets: {
      everything: { day: 5, week: "unlimited" },
      workspaces: { "/home/me/project": { day: 2, task: "unlimited" } },
    },
  });
  assert.equal(configurationSchema.safeParse(told).success, true);
});

test("an empty list that the user wrote is told, because it is not the same as none", () => {
  assert.deepEqual(configurationFrom({ autoRun: [], "budgets.folders": {} }), {
    autoRun: [],
    budgets: { workspaces: {} },
  });
});

test("what has the wrong type is passed on, so that the server can name the setting", () => {
  assert.deepEqual(configurationFrom({ preference: 3, "budgets.day": "five", "budgets.folders": [null, 1] }), {
    preference: 3,
    budgets: { everything: { day: "five" }, workspaces: [null, 1] },
  });
  assert.deepEqual(configurationFrom({ "budgets.folders": { "/a": 3 } }), { budgets: { workspaces: { "/a": 3 } } });
});

test("every setting of the settings page is told to the server, and belongs to the user alone", () => {
  const manifest: {
    contributes: { configuration: { properties: Record<string, { scope: string }> }[] };
  } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  const declared = manifest.contributes.configuration.flatMap(({ properties }) => Object.entries(properties));
  assert.deepEqual(
    declared.map(([name]) => name).toSorted(),
    settingNames.map((name) => `stepladder.${name}`).toSorted(),
  );
  for (const [name, { scope }] of declared) assert.equal(scope, "application", name);
});
