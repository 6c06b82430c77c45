import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { caseFiles, loadSuite, runSuite, suiteNames } from "./load-suite.ts";

const cases = fileURLToPath(new URL("../../../shared/cases", import.meta.url));

test("every suite is found under its own name", async () => {
  for (const name of suiteNames()) assert.equal((await loadSuite(name))?.name, name);
  assert.equal(await loadSuite("no/such"), undefined);
});

test("edits of other projects come out as they do there, or differ by a decision that is written down", async (t) => {
  const path = `${cases}/edits/replace.json`;
  if (!existsSync(path)) return t.skip("the cases are not here");
  const suite = await loadSuite("edits/replace");
  assert.ok(suite);
  assert.equal(caseFiles(path).length, 1);
  const results = await Array.fromAsync(runSuite(suite, path));
  assert.ok(results.some((result) => result.outcome === "passed"));
  assert.deepEqual(
    results.filter((result) => result.outcome === "failed"),
    [],
  );
});
