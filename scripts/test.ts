/**
 * `npm test`: lint, types, every test file, and the main job, in this order. Ends with the line `N passed, N failed` and
 * exit code 0 only if nothing failed. `npm test -- spend routing` runs only the test folders with these names.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const chosen = process.argv.slice(2);
const total = { passed: 0, failed: 0, skipped: 0 };

function count(name: string, good: boolean): void {
  total[good ? "passed" : "failed"]++;
  console.log(`${good ? "✔" : "✖"} ${name}`);
}

function step(name: string, command: string, args: readonly string[]): Promise<void> {
  console.log(`\n▶ ${name}`);
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, stdio: "inherit", shell: process.platform === "win32" });
    child.on("error", (error) => {
      console.error(error.message);
      count(name, false);
      resolve();
    });
    child.on("close", (code) => {
      count(name, code === 0);
      resolve();
    });
  });
}

function testFiles(): string[] {
  return readdirSync(join(root, "test"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .filter((file) => chosen.length === 0 || chosen.some((name) => file.split(/[\\/]/).includes(name)))
    .map((file) => join(root, "test", file))
    .toSorted();
}

function tests(): Promise<void> {
  console.log("\n▶ tests");
  return new Promise((resolve) => {
    const stream = run({ files: testFiles(), concurrency: Math.max(2, availableParallelism()), timeout: 300_000 });
    stream.on("test:pass", (event) => {
      if (event.details.type === "suite") return;
      total[event.skip === undefined && event.todo === undefined ? "passed" : "skipped"]++;
    });
    stream.on("test:fail", (event) => {
      if (event.details.type !== "suite") total.failed++;
    });
    stream.compose(spec).pipe(process.stdout, { end: false });
    stream.on("end", resolve);
  });
}

if (chosen.length === 0) {
  const bin = (name: string) => join(root, "node_modules", ".bin", name);
  await step("lint", bin("biome"), ["check", "--error-on-warnings", "."]);
  await step("types", bin("tsc"), ["--noEmit"]);
  await step("types of what the webviews show", bin("tsc"), ["--noEmit", "-p", "media"]);
}
await tests();
if (chosen.length === 0) await step("main job", "npm", ["start"]);

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
