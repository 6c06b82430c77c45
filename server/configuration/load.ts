import { realpathSync } from "node:fs";
import path from "node:path";
import type { PublishedHost } from "../models/catalogue/published.ts";
import type { FileFacts } from "./build-configuration.ts";
import type { ConfigurationResult } from "./configuration.ts";
import { discover, type Environment, type Found, type ListLmStudio, type ListOllama } from "./discover.ts";
import { checkSources, configurationOf, type Sources } from "./parse.ts";
import { readConfigurationFile } from "./read-file.ts";

export interface LoadRequest {
  /** The user's config folder, absolute; it need not exist. */
  readonly configFolder: string;
  /** The environment of this process. No file is ever read into it. */
  readonly env: Environment;
  /** An editor's settings, by the names of the file; they stand over it. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
  /** Whether there is a key of this name; by default in the environment. */
  readonly hasKey?: ((name: string) => boolean) | undefined;
  readonly listOllama: ListOllama;
  readonly listLmStudio?: ListLmStudio | undefined;
  /** What hosts published of their models when they were last asked. */
  readonly published?: readonly PublishedHost[] | undefined;
  readonly signal: AbortSignal;
  /** Numeric id of this process's user; undefined on systems that have none. Default: asked of the process. */
  readonly user?: number | undefined;
}

export const configurationFileName = "stepladder.jsonc";

/**
 * The one way to a configuration: the user's file, an editor's settings over it, and without endpoints in either what is found
 * on this machine. Knows no workspace, so nothing in one can set anything. Never rejects.
 */
export async function loadConfiguration(request: LoadRequest): Promise<ConfigurationResult> {
  const file = path.join(request.configFolder, configurationFileName);
  if (!path.isAbsolute(file)) return refused(file, "The config folder is not a full path; set it to one.");
  const user = "user" in request ? request.user : process.getuid?.();
  const read = await readConfigurationFile(file, user);
  if (read.kind === "refused") return refused(file, read.because);
  const today = new Date().toISOString().slice(0, 10);
  const { settings = {} } = request;
  const sources: Sources = {
    file: read.kind === "text" ? { text: read.text, asOf: read.modified.toISOString().slice(0, 10) } : undefined,
    settings: Object.keys(settings).length > 0 ? { values: settings, asOf: today } : undefined,
  };
  const facts: FileFacts = { file, asOf: today, canonicalRoot, published: request.published };
  const checked = checkSources(sources, facts);
  if (checked.kind === "invalid") return checked;
  if (checked.written.endpoints !== undefined) return configurationOf(checked, undefined, facts);
  const found = await discover(request);
  const ready = configurationOf(checked, found, facts);
  return { ...ready, notices: [...foundNotices(found, file), ...ready.notices] };
}

function refused(file: string, message: string): ConfigurationResult {
  return { kind: "invalid", problems: [{ file, line: 1, column: 1, message }], settingProblems: [] };
}

function canonicalRoot(folder: string): string | undefined {
  try {
    return realpathSync.native(folder);
  } catch {
    // A folder that is not there yet, or not any more, has no canonical form.
    return undefined;
  }
}

function foundNotices({ served, notices }: Found, file: string): readonly string[] {
  return served.length > 0 ? notices : [...notices, waysToAModel(file)];
}

function waysToAModel(file: string): string {
  return [
    "No model was found. Three ways to one:",
    "start Ollama and pull a model (ollama pull qwen3-coder:30b);",
    "set a key variable such as OPENROUTER_API_KEY or ANTHROPIC_API_KEY;",
    `or write your endpoints into ${file} (stepladder doctor --init writes one to start from).`,
  ].join(" ");
}
