import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { loadSuite, runSuite } from "../conformance/load-suite.ts";
import type { CaseResult } from "../conformance/suite.ts";

const cases = join(import.meta.dirname, "..", "..", "..", "shared", "cases", "models");
const files: Readonly<Record<string, string>> = {
  "models/streams": "streams",
  "models/provider-errors": "provider-errors.json",
  "models/usage": "usage.json",
  "models/text-tool-calls": "text-tool-calls.json",
};

for (const [name, file] of Object.entries(files)) {
  const path = join(cases, file);
  test(`${name}: agrees with what other projects recorded`, { skip: !existsSync(path) }, async () => {
    const suite = await loadSuite(name);
    assert.ok(suite);
    const results: CaseResult[] = [];
    for await (const result of runSuite(suite, path)) results.push(result);
    assert.deepEqual(
      results.filter(({ outcome }) => outcome === "failed"),
      [],
    );
    assert.ok(results.some(({ outcome }) => outcome === "passed"));
  });
}
