import { isRecord, parseManifest } from "./manifest.ts";
import type { RepositoryFiles } from "./repository-files.ts";

type Scripts = ReadonlyMap<string, string>;

const managers: readonly (readonly [string, string])[] = [
  ["pnpm-lock.yaml", "pnpm"],
  ["yarn.lock", "yarn"],
  ["bun.lock", "bun"],
  ["bun.lockb", "bun"],
];

/** Scripts of the root's package.json; empty when it is missing or malformed. */
export async function readScripts(files: RepositoryFiles): Promise<Scripts> {
  const scripts = parseManifest(await files.read("package.json"))?.scripts;
  if (!isRecord(scripts)) return new Map();
  return new Map(Object.entries(scripts).filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

/** The package manager by its lock file; npm when there is none. */
export function packageManager(names: readonly string[]): string {
  return managers.find(([lock]) => names.includes(lock))?.[1] ?? "npm";
}

/** `npm test`, `npm run lint`, … */
export const scriptCommand = (manager: string, name: string): string =>
  name === "test" && manager !== "bun" ? `${manager} test` : `${manager} run ${name}`;

/** What a script stands for: its own text with its pre and post scripts, in the order in which they run. */
export function scriptText(scripts: Scripts, name: string): string | undefined {
  if (!scripts.has(name)) return undefined;
  return [`pre${name}`, name, `post${name}`]
    .filter((part) => scripts.has(part))
    .map((part) => `${part}: ${scripts.get(part)}`)
    .join("\n");
}

/**
 * What a script stands for, followed through the other scripts that its text calls: `npm run check` that calls
 * `npm run lint` is bound to both.
 */
export function boundScriptText(scripts: Scripts, name: string): string | undefined {
  const parts: string[] = [];
  const seen = new Set<string>();
  const queue = [name];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const text = seen.has(next) ? undefined : scriptText(scripts, next);
    seen.add(next);
    if (text === undefined) continue;
    parts.push(text);
    queue.push(...calledScripts(text, scripts));
  }
  return parts.length === 0 ? undefined : parts.join("\n");
}

/** Every word of the text that is a script's name counts as a call: binding to one script too many is harmless. */
function calledScripts(text: string, scripts: Scripts): readonly string[] {
  if (!/\b(?:npm|pnpm|yarn|bun|run-s|run-p|npm-run-all2?|concurrently)\b/.test(text)) return [];
  return (text.match(/[\w:.@/-]+/g) ?? []).map((word) => word.replace(/^npm:/, "")).filter((word) => scripts.has(word));
}

export const isPlaceholder = (script: string): boolean => /no test specified/i.test(script);

/** The script that a command line runs, when it is nothing but a call of one. */
export function scriptOfCommand(command: string): string | undefined {
  const match = /^(?:npm|pnpm|yarn|bun)(?: (run|run-script))?(?: --?[\w-]+)* ([\w:.-]+)(?:\s.*)?$/.exec(command.trim());
  if (match === null) return undefined;
  const name = match[2] === "t" || match[2] === "tst" ? "test" : match[2];
  return match[1] === undefined && command.startsWith("npm") && name !== "test" ? undefined : name;
}
