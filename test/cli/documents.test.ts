import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { exitCodes } from "../../server/cli/exit-codes.ts";

const page = readFileSync(new URL("../../docs/terminal.md", import.meta.url), "utf8");

test("the documented exit codes are the real ones", () => {
  const table = page.slice(page.indexOf("## Exit codes"), page.indexOf("## Spend"));
  const documented = [...table.matchAll(/^\| (\d+) +\|/gm)].map((match) => Number(match[1]));
  const real = [...new Set(Object.values(exitCodes))].sort((a, b) => a - b);
  assert.deepEqual(documented, real);
});
