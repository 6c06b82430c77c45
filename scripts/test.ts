/**
 * `npm test`: lint, types, every test file, the main job, and the suites in the real editor, in this order. Ends with the line
 * `N passed, N failed` and exit code 0 only if nothing failed. `npm test -- spend routing` runs only the test folders with
 * these names; `npm run test:editor -- inline` only the editor's journeys with this in their file's name.
 */
import { spawn } from "node:child_process";
import { readdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { fileURLToPath } from "node:url";
import { prepareEditor } from "../test/editor/support/prepare-editor.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const words = process.argv.slice(2);
const editorOnly = words.includes("--editor");
const chosen = words.filter((word) => word !== "--editor");
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

function journeyFiles(): string[] {
  return readdirSync(join(root, "test", "editor"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".journey.ts"))
    .filter((file) => !editorOnly || chosen.length === 0 || chosen.some((name) => file.includes(name)))
    .map((file) => join(root, "test", "editor", file))
    .toSorted();
}

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

/** Runs test files and answers with what each of them counted. */
function countedByFile(
  name: string,
  files: string[],
  concurrency = Math.max(2, availableParallelism()),
): Promise<ReadonlyMap<string, Counts>> {
  console.log(`\n▶ ${name}`);
  const counts = new Map<string, Counts>(files.map((file) => [file, { passed: 0, failed: 0, skipped: 0 }]));
  const add = (file: string | undefined, outcome: keyof Counts) => {
    const known = counts.get(file ?? "") ?? { passed: 0, failed: 0, skipped: 0 };
    known[outcome]++;
    counts.set(file ?? "", known);
  };
  return new Promise((resolve) => {
    const stream = run({ files, concurrency, timeout: 300_000 });
    stream.on("test:pass", (event) => {
      if (event.details.type === "suite") return;
      add(event.file, event.skip === undefined && event.todo === undefined ? "passed" : "skipped");
    });
    stream.on("test:fail", (event) => {
      if (event.details.type !== "suite") add(event.file, "failed");
    });
    stream.compose(spec).pipe(process.stdout, { end: false });
    stream.on("end", () => resolve(counts));
  });
}

function addUp(counts: ReadonlyMap<string, Counts>): void {
  for (const { passed, failed, skipped } of counts.values()) {
    total.passed += passed;
    total.failed += failed;
    total.skipped += skipped;
  }
}

/**
 * An editor with its browser keeps two cores busy, so there are as many side by side as there are pairs. A journey that fails
 * is run once more, and that counts: a busy machine can be too slow for a person's patience, which is no defect of the work.
 */
async function journeys(files: string[]): Promise<void> {
  const counts = new Map(await countedByFile("the real editor", files, Math.max(1, availableParallelism() >> 1)));
  const failed = [...counts].filter(([, count]) => count.failed > 0).map(([file]) => file);
  if (failed.length > 0) {
    const again = await countedByFile(`once more: ${failed.length} files`, failed, 1);
    for (const [file, count] of again) counts.set(file, count);
  }
  addUp(counts);
}

async function editorSuites(): Promise<void> {
  const started = Date.now();
  const before = total.passed + total.failed;
  console.log("\n▶ the editor's packages and browser");
  try {
    prepareEditor();
    count("the editor's packages and browser", true);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return count("the editor's packages and browser", false);
  }
  await step("package", "npm", ["run", "--silent", "package"]);
  const files = journeyFiles();
  await journeys(files);
  const seconds = Math.round((Date.now() - started) / 1000);
  console.log(`${files.length} files of journeys, ${total.passed + total.failed - before - 2} tests, ${seconds} s`);
}

if (chosen.length === 0 && !editorOnly) {
  const bin = (name: string) => join(root, "node_modules", ".bin", name);
  await step("lint", bin("biome"), ["check", "--error-on-warnings", "."]);
  await step("types", bin("tsc"), ["--noEmit"]);
  await step("types of what the webviews show", bin("tsc"), ["--noEmit", "-p", "media"]);
}
if (!editorOnly) addUp(await countedByFile("tests", testFiles()));
if (chosen.length === 0 && !editorOnly) await step("main job", "npm", ["start"]);
if (chosen.length === 0 || editorOnly) await editorSuites();

const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : "";
console.log(`\n${total.passed} passed, ${total.failed} failed${skipped}`);
process.exitCode = total.failed === 0 ? 0 : 1;
