import assert from "node:assert/strict";
import type { Configuration, ConfigurationResult } from "../../server/configuration/configuration.ts";
import { parseConfiguration } from "../../server/configuration/parse.ts";

export const ollama = `"ollama": { "dialect": "ollama", "url": "http://127.0.0.1:11434/", "models": { "qwen3-coder:30b": {} } }`;

export function parse(text: string, folders: ReadonlyMap<string, string> = new Map()): ConfigurationResult {
  const canonicalRoot = (folder: string) => folders.get(folder);
  return parseConfiguration(text, { file: "/config/stepladder.jsonc", asOf: "2026-11-01", canonicalRoot });
}

export function ready(text: string, folders?: ReadonlyMap<string, string>): Configuration {
  const result = parse(text, folders);
  assert.deepEqual(result.kind === "invalid" ? result.problems : [], []);
  assert.ok(result.kind === "ready");
  return result.configuration;
}

/** Each mistake as `line:column message`. */
export function mistakes(text: string, folders?: ReadonlyMap<string, string>): readonly string[] {
  const result = parse(text, folders);
  assert.equal(result.kind, "invalid");
  assert.ok(result.kind === "invalid");
  return result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}
