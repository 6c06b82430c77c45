import assert from "node:assert/strict";
import { test } from "node:test";
import { open } from "./fixtures.ts";

test("tasks are found by words that all occur in the prompt, in any case and accent form", (t) => {
  const ledger = open(t);
  const add = (task: string, prompt: string) =>
    ledger.startTask({ task, prompt, kind: "fix", workspace: "/a", preference: "balanced" });
  add("one", "Repair the Émile import\nand its tests");
  add("two", "repair 100% of the exports_");
  const found = (...words: string[]) => ledger.tasks(10, "/a", words).map(({ task }) => task);
  assert.deepEqual(found("REPAIR"), ["two", "one"]);
  assert.deepEqual(found("tests", "e\u0301mile"), ["one"]);
  assert.deepEqual(found("100%", "_"), ["two"]);
  assert.deepEqual(found("repair", "absent"), []);
  assert.deepEqual(found(), ["two", "one"]);
});
