import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";

const server = new URL("../../server/", import.meta.url).href;

const parsesManyCommands = `
  import { keepMemorySmall } from "${server}platform/small-memory.ts";
  import { loadShellParser } from "${server}safety/shell-parser.ts";
  keepMemorySmall();
  const { parse } = await loadShellParser();
  for (let count = 0; count < 5_000; count++) parse("npm test -- --grep '" + count + "' && git status | head -3");
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
`;

test("a process that parses thousands of commands stays small", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", parsesManyCommands]);
  assert.ok(Number(stdout) < 150, `${stdout} MiB at the peak`);
});
