import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { CaseResult, Suite } from "./suite.ts";

const suitesFolder = new URL("./suites/", import.meta.url);

export function suiteNames(): readonly string[] {
  return readdirSync(suitesFolder)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -3).replace("-", "/"))
    .toSorted();
}

/** `models/streams` lives in `suites/models-streams.ts`. */
export async function loadSuite(name: string): Promise<Suite | undefined> {
  const file = new URL(`${name.replace("/", "-")}.ts`, suitesFolder);
  if (!existsSync(file)) return undefined;
  const module: { readonly suite: Suite } = await import(file.href);
  return module.suite;
}

/** Case files behind a path: the file itself, or in a folder its `index.json` or else every `.json`. */
export function caseFiles(path: string): readonly string[] {
  if (!statSync(path).isDirectory()) return [path];
  const index = join(path, "index.json");
  if (existsSync(index)) return [index];
  return readdirSync(path)
    .filter((file) => file.endsWith(".json"))
    .map((file) => join(path, file));
}

export async function* runSuite(suite: Suite, path: string): AsyncGenerator<CaseResult> {
  for (const file of caseFiles(path)) {
    yield* suite.run(JSON.parse(readFileSync(file, "utf8")), dirname(file));
  }
}
