import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadSuite, runSuite, suiteNames } from "./load-suite.ts";

const cases = fileURLToPath(new URL("../../../shared/cases", import.meta.url));

test("every suite is found under its own name", async () => {
  for (const name of suiteNames()) assert.equal((await loadSuite(name))?.name, name);
  assert.equal(await loadSuite("no/such"), undefined);
});

for (const name of ["replace", "blocks", "aider", "apply-patch", "apply-patch-cline"]) {
  test(`edits of other projects (${name}) come out as they do there, or differ by a decision that is written down`, async (t) => {
    const path = `${cases}/edits/${name}.json`;
    if (!existsSync(path)) return t.skip("the cases are not here");
    const suite = await loadSuite(`edits/${name}`);
    assert.ok(suite);
    const results = await Array.fromAsync(runSuite(suite, path));
    assert.ok(results.some((result) => result.outcome === "passed"));
    assert.deepEqual(
      results.filter((result) => result.outcome === "failed"),
      [],
    );
    const decided = results.filter((result) => result.outcome === "skipped");
    assert.ok(decided.length <= results.length / 20, "at most 5 % differ by decision");
  });
}
