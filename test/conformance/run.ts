/** `npm run conformance -- SUITE PATH`: a line per failing case, then the counts; exit 0 only if none failed. */
import { existsSync } from "node:fs";
import { loadSuite, runSuite, suiteNames } from "./load-suite.ts";

const [name, path] = process.argv.slice(2);
if (name === undefined || path === undefined) {
  console.error(`Usage: npm run conformance -- SUITE PATH\nSuites: ${suiteNames().join(", ")}`);
  process.exit(2);
}
const suite = await loadSuite(name);
if (suite === undefined) {
  console.error(`There is no suite ${name}. The suites are: ${suiteNames().join(", ")}.`);
  process.exit(2);
}
if (!existsSync(path)) {
  console.error(`There is nothing at ${path}. Name a case file, or a folder of them.`);
  process.exit(2);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
for await (const result of runSuite(suite, path)) {
  counts[result.outcome]++;
  if (result.outcome === "failed") console.log(`${result.id}: ${result.why ?? "failed"}`);
}
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exitCode = counts.failed === 0 ? 0 : 1;
