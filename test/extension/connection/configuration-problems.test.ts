import assert from "node:assert/strict";
import { test } from "node:test";
import { problemText, settingNamedIn } from "../../../extension/connection/configuration-problems.ts";

test("a place in the file stands before its problem; a setting's problem names it already", () => {
  assert.equal(
    problemText([
      { where: "stepladder.budgets.day", message: "`stepladder.budgets.day` is negative." },
      { where: "/home/me/stepladder.jsonc:3:9", message: "A comma is missing." },
    ]),
    "`stepladder.budgets.day` is negative.\n/home/me/stepladder.jsonc:3:9: A comma is missing.",
  );
});

test("the setting of a problem is the one that the settings page shows, also for a place inside it", () => {
  assert.equal(settingNamedIn("`stepladder.budgets.day` is negative."), "stepladder.budgets.day");
  assert.equal(settingNamedIn("`stepladder.endpoints.mine.url` is no address."), "stepladder.endpoints");
  assert.equal(settingNamedIn('`stepladder.rungs[0].name` must be text, and "stepladder.pins"'), "stepladder.rungs");
  assert.equal(settingNamedIn("stepladder.preference: must be one of these."), "stepladder.preference");
});

test("what names no setting has none", () => {
  assert.equal(settingNamedIn("/home/me/stepladder.jsonc:3:9: A comma is missing."), undefined);
  assert.equal(settingNamedIn("No model is configured."), undefined);
});
