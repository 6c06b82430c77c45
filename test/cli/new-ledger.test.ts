import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { openLedger } from "../../server/spend/ledger.ts";
import { compileCache, temporaryFolder } from "./run-cli.ts";

const entry = fileURLToPath(new URL("../../server/cli.ts", import.meta.url));

function doctor(home: string, ...words: readonly string[]) {
  const env = { ...process.env, STEPLADDER_HOME: home, NODE_COMPILE_CACHE: compileCache, OLLAMA_HOST: "127.0.0.1:1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, "doctor", ...words], {
    env,
    encoding: "utf8",
  });
  return { status, text: stdout + stderr };
}

test("a lost or emptied ledger is set aside when the user asks for it, and one that can be read is not", async (t) => {
  const home = await temporaryFolder(t);
  const folder = join(home, "data", "ledger");
  const use = () =>
    openLedger({ folder, clock: () => new Date(), processId: process.pid, budgets: [], warnAt: 0.8 }).close();
  use();
  const file = join(folder, "ledger.sqlite");
  const before = readFileSync(file);
  assert.match(doctor(home, "--new-ledger").text, /The ledger was left alone/);
  assert.deepEqual(readFileSync(file), before);
  for (const destroy of [() => rmSync(file), () => truncateSync(file, 0)]) {
    destroy();
    const broken = doctor(home);
    assert.match(broken.text, /doctor --new-ledger. to start anew/);
    assert.notEqual(broken.status, 0);
    const { status, text } = doctor(home, "--new-ledger");
    assert.equal(status, 0, text);
    assert.match(text, /Set aside: .*\.aside-/);
    use();
  }
  assert.ok(readdirSync(folder).filter((name) => name.includes(".aside-")).length >= 2, "nothing is deleted");
});
