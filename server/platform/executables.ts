import { accessSync, constants, realpathSync, statSync } from "node:fs";
import type { Environment, Platform, Shell } from "./platform.ts";

/** Says whether an absolute path is a program that may be started. */
export type IsExecutable = (file: string) => boolean;

/**
 * The entries of `PATH` that can be trusted: absolute, and not inside one of the `untrusted` folders, so that a program which a
 * repository brings along is never started by its short name.
 */
export function trustedSearchPath(
  platform: Platform,
  env: Environment,
  untrusted: readonly string[],
): readonly string[] {
  const { path } = platform;
  const entries = (variable(platform, env, "PATH") ?? "").split(path.delimiter);
  const outside = (entry: string) => !untrusted.some((folder) => isWithin(platform, folder, entry));
  // A drive-relative `\tools` counts as absolute on Windows although it depends on the current drive.
  const absolute = (entry: string) => path.isAbsolute(entry) && (platform.name !== "windows" || /^[a-z]:/i.test(entry));
  return [
    ...new Set(entries.filter((entry) => absolute(entry) && outside(entry)).map((entry) => path.normalize(entry))),
  ];
}

/** The absolute path of a program, looked up on trusted entries only; `undefined` when none of them has it. */
export function findExecutable(
  platform: Platform,
  program: string,
  env: Environment,
  untrusted: readonly string[],
  isExecutable: IsExecutable = isExecutableFile,
): string | undefined {
  for (const folder of trustedSearchPath(platform, env, untrusted)) {
    for (const name of platform.executableNames(program)) {
      const file = platform.path.join(folder, name);
      if (isExecutable(file) && !untrusted.some((root) => isWithin(platform, root, resolved(file)))) return file;
    }
  }
  return undefined;
}

export function findShell(
  platform: Platform,
  env: Environment,
  isExecutable: IsExecutable = isExecutableFile,
): Shell | undefined {
  return platform.shells(env).find((shell) => isExecutable(shell.file));
}

/** A small fresh environment for a command: known harmless names only, so that no key of the user's gets into it. */
export function commandEnvironment(
  platform: Platform,
  env: Environment,
  untrusted: readonly string[],
): Readonly<Record<string, string>> {
  const kept: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && platform.passesVariable(name)) kept[name] = value;
  }
  kept.PATH = trustedSearchPath(platform, env, untrusted).join(platform.path.delimiter);
  return kept;
}

/** Whether `inner` is `folder` or stands below it, decided segment by segment, never by a common beginning of the text. */
export function isWithin(platform: Platform, folder: string, inner: string): boolean {
  const fold = (text: string) => (platform.ignoresCase ? text.normalize("NFC").toLowerCase() : text);
  const relative = platform.path.relative(fold(folder), fold(inner));
  return relative === "" || (!/^\.\.([\\/]|$)/.test(relative) && !platform.path.isAbsolute(relative));
}

function variable(platform: Platform, env: Environment, name: string): string | undefined {
  if (platform.name !== "windows") return env[name];
  const key = Object.keys(env).find((candidate) => candidate.toUpperCase() === name);
  return key === undefined ? undefined : env[key];
}

function isExecutableFile(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false; // Not there, or not for us: either way the search goes on.
  }
}

function resolved(file: string): string {
  try {
    return realpathSync.native(file);
  } catch {
    return file; // Another machine's path in a test of the pure part; a real one was just found to exist.
  }
}
