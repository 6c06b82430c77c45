import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { suite as badInputs } from "../conformance/suites/safety-bad-inputs.ts";
import { suite as commands } from "../conformance/suites/safety-commands.ts";
import { suite as secretFiles } from "../conformance/suites/safety-secret-files.ts";

const folder = join(import.meta.dirname, "../../../shared/cases");
const decided = readFileSync(join(import.meta.dirname, "../conformance/differences.md"), "utf8");

for (const suite of [commands, secretFiles, badInputs]) {
  const file = join(folder, `${suite.name}.json`);
  test(`${suite.name}: cases of other projects differ only by decision`, {
    skip: !existsSync(file) || process.platform === "win32",
  }, async () => {
    const surprises: string[] = [];
    for await (const { id, outcome, why } of suite.run(JSON.parse(readFileSync(file, "utf8")), folder)) {
      if (outcome === "failed" && !isDecided(id)) surprises.push(`${id}: ${why}`);
    }
    assert.deepEqual(surprises, []);
  });
}

/** The page shortens a list of ids to their last numbers. */
function isDecided(id: string): boolean {
  const number = id.slice(id.lastIndexOf("-") + 1);
  return decided.includes(id) || new RegExp(`crkc-command-permissions-[\\d, ]*\\b${number}\\b`).test(decided);
}
