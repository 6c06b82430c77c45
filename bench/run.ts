/** `npm run bench -- NAME [--json]`: prints a table for people, or one JSON value for machines. */
import { existsSync, readdirSync } from "node:fs";
import type { Benchmark } from "./benchmark.ts";
import { isBadInput } from "./support/bad-input.ts";

const folder = new URL("./", import.meta.url);
const names = readdirSync(folder)
  .filter((file) => file.endsWith(".ts") && !["run.ts", "benchmark.ts"].includes(file))
  .map((file) => file.slice(0, -3))
  .toSorted();

const [name, ...args] = process.argv.slice(2);
const file = new URL(`${name}.ts`, folder);
if (name === undefined || !names.includes(name) || !existsSync(file)) {
  console.error(`Usage: npm run bench -- NAME [--json]\nBenchmarks: ${names.join(", ")}`);
  process.exit(2);
}
const module: { readonly bench: Benchmark } = await import(file.href);
const json = args.includes("--json");
try {
  const result = await module.bench.run({ json, args });
  console.log(json ? JSON.stringify(result.json) : result.text);
} catch (error) {
  if (!isBadInput(error)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
