import { realpathSync } from "node:fs";
import path from "node:path";
import { defaultRungs } from "./build-rungs.ts";
import type { Configuration, ConfigurationResult } from "./configuration.ts";
import { defaultBudgets, defaultLimits, defaultWarnAt } from "./defaults.ts";
import { discover, type Environment, type Found, type ListOllama } from "./discover.ts";
import { parseConfiguration } from "./parse.ts";
import { readConfigurationFile } from "./read-file.ts";

export interface LoadRequest {
  /** The user's config folder, absolute; it need not exist. */
  readonly configFolder: string;
  /** The environment of this process. No file is ever read into it. */
  readonly env: Environment;
  readonly listOllama: ListOllama;
  readonly signal: AbortSignal;
  /** Numeric id of this process's user; undefined on systems that have none. Default: asked of the process. */
  readonly user?: number | undefined;
}

export const configurationFileName = "stepladder.jsonc";

/**
 * The one way to a configuration: the user's file, or without one what is found on this machine. Knows no workspace, so
 * nothing in one can set anything. Never rejects.
 */
export async function loadConfiguration(request: LoadRequest): Promise<ConfigurationResult> {
  const file = path.join(request.configFolder, configurationFileName);
  if (!path.isAbsolute(file)) return refused(file, "The config folder is not a full path; set it to one.");
  const user = "user" in request ? request.user : process.getuid?.();
  const read = await readConfigurationFile(file, user);
  switch (read.kind) {
    case "refused":
      return refused(file, read.because);
    case "text": {
      const asOf = read.modified.toISOString().slice(0, 10);
      return parseConfiguration(read.text, { file, asOf, canonicalRoot });
    }
    case "absent":
      return fromMachine(file, await discover(request.env, request.listOllama, request.signal));
  }
}

function refused(file: string, message: string): ConfigurationResult {
  return { kind: "invalid", problems: [{ file, line: 1, column: 1, message }] };
}

function canonicalRoot(folder: string): string | undefined {
  try {
    return realpathSync.native(folder);
  } catch {
    // A folder that is not there yet, or not any more, has no canonical form.
    return undefined;
  }
}

function fromMachine(file: string, found: Found): ConfigurationResult {
  const configuration: Configuration = {
    file,
    origin: "found",
    served: found.served,
    prices: found.prices,
    rungs: defaultRungs(found.served),
    budgets: defaultBudgets,
    atLimit: "ask",
    warnAt: defaultWarnAt,
    preference: "balanced",
    localOnly: [],
    autoRun: [],
    checks: new Map(),
    pins: new Map(),
    limits: defaultLimits,
  };
  const notices = found.served.length > 0 ? found.notices : [...found.notices, waysToAModel(file)];
  return { kind: "ready", configuration, notices };
}

function waysToAModel(file: string): string {
  return [
    "No model was found. Three ways to one:",
    "start Ollama and pull a model (ollama pull qwen3-coder:30b);",
    "set a key variable such as OPENROUTER_API_KEY or ANTHROPIC_API_KEY;",
    `or write your endpoints into ${file} (stepladder doctor --init writes one to start from).`,
  ].join(" ");
}
