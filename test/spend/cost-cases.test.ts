import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { suite } from "../conformance/suites/spend-cost.ts";

const file = join(import.meta.dirname, "../../../shared/cases/spend/cost.json");

test("costs equal what other projects expect of the same prices and tokens", { skip: !existsSync(file) }, () => {
  const results = [...suite.run(JSON.parse(readFileSync(file, "utf8")))];
  assert.ok(results.length > 0);
  assert.deepEqual(
    results.filter((result) => result.outcome !== "passed"),
    [],
  );
});
