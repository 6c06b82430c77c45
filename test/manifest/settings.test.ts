import assert from "node:assert/strict";
import { test } from "node:test";
import { z } from "zod";
import { manifest, type Setting } from "./read-manifest.ts";

const settings = Object.assign({}, ...manifest.contributes.configuration.map(({ properties }) => properties)) as Record<
  string,
  Setting
>;

test("no setting can be changed by a workspace", () => {
  for (const [name, { scope }] of Object.entries(settings)) assert.equal(scope, "application", name);
});

test("every setting has a default that its own schema allows, and a description", () => {
  assert.ok(Object.keys(settings).length > 10);
  for (const [name, setting] of Object.entries(settings)) {
    assert.ok(setting.default !== undefined, `${name} has no default`);
    const { success, error } = schemaOf(setting).safeParse(setting.default);
    assert.ok(success, `${name}: ${error?.message}`);
    assert.match(setting.markdownDescription ?? setting.description ?? "", /^%[\w.]+%$/, name);
  }
});

test("the settings page refuses a negative budget, a share above one and a word that is no choice", () => {
  for (const [name, wrong] of [
    ["stepladder.budgets.day", -1],
    ["stepladder.budgets.folders", { "/a": { day: -1 } }],
    ["stepladder.warnAt", 1.5],
    ["stepladder.atLimit", "explode"],
    ["stepladder.autoRun", "npm test"],
  ] as const) {
    const setting = settings[name];
    assert.ok(setting !== undefined, name);
    assert.equal(schemaOf(setting).safeParse(wrong).success, false, name);
  }
});

/** What VS Code adds to JSON Schema says nothing about the value. */
function schemaOf(setting: Setting): z.ZodType {
  const { scope: _, default: __, markdownDescription: ___, ...schema } = setting;
  return z.fromJSONSchema(schema as z.core.JSONSchema.JSONSchema);
}
