import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { ended, temporaryFolder } from "./run-cli.ts";

const launcher = fileURLToPath(new URL("../../bin/stepladder.cjs", import.meta.url));

/** A copy of the launcher beside an entry that does what `code` says. */
async function install(folder: string, code: string): Promise<string> {
  await mkdir(join(folder, "bin"));
  await mkdir(join(folder, "dist"));
  await cp(launcher, join(folder, "bin", "stepladder.cjs"));
  await writeFile(join(folder, "dist", "cli.mjs"), code);
  return join(folder, "bin", "stepladder.cjs");
}

test("words, output and exit code pass through", async (t) => {
  const script = await install(await temporaryFolder(t), "console.log(process.argv.slice(2).join()); process.exit(11)");
  const { code, stdout } = await ended(spawn(process.execPath, [script, "run", "a b"]));
  assert.deepEqual([code, stdout], [11, "run,a b\n"]);
});

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  test(`${signal} reaches the command, which ends in its own way`, async (t) => {
    const code = `process.on("${signal}", () => process.exit(130)); setInterval(() => {}, 1000); console.log("ready")`;
    const script = await install(await temporaryFolder(t), code);
    const child = spawn(process.execPath, [script]);
    const end = ended(child);
    child.stdout.once("data", () => child.kill(signal));
    assert.equal((await end).code, 130);
  });
}

test("a command that dies of a signal looks the same from outside", async (t) => {
  const script = await install(await temporaryFolder(t), 'process.kill(process.pid, "SIGKILL")');
  assert.equal((await ended(spawn(process.execPath, [script]))).signal, "SIGKILL");
});

test("an old Node without a newer one beside it gets a sentence that says what to do", async (t) => {
  const script = await install(await temporaryFolder(t), "console.log('ran')");
  const old = `Object.defineProperty(process, "version", { value: "v14.21.3" }); require(${JSON.stringify(script)})`;
  const { code, stdout, stderr } = await ended(spawn(process.execPath, ["-e", old]));
  assert.deepEqual([code, stdout], [1, ""]);
  assert.match(stderr, /needs Node 24\.15 or newer; this is v14\.21\.3\. Install a newer Node/);
});

test("an installation without its command says so", async (t) => {
  const folder = await temporaryFolder(t);
  await mkdir(join(folder, "bin"));
  await cp(launcher, join(folder, "bin", "stepladder.cjs"));
  const { code, stderr } = await ended(spawn(process.execPath, [join(folder, "bin", "stepladder.cjs")]));
  assert.equal(code, 1);
  assert.match(stderr, /incomplete: .*cli\.mjs is missing/);
});
