import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import type { Script } from "./scripted-body.ts";

const entry = fileURLToPath(new URL("./scripted-cli.ts", import.meta.url));
/** Starting is most of what such a test costs, and this halves it. */
export const compileCache = fileURLToPath(new URL("../../node_modules/.cache/compile", import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Options {
  readonly cwd?: string;
  readonly stdin?: string | Buffer;
  readonly env?: Readonly<Record<string, string>>;
}

export function startCli(words: readonly string[], script: Script, options: Options = {}): ChildProcess {
  const child = spawn(process.execPath, [entry, ...words], {
    cwd: options.cwd ?? process.cwd(),
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: compileCache,
      NO_COLOR: "",
      ...options.env,
      SCRIPTED: JSON.stringify(script),
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  child.stdin?.on("error", () => {});
  child.stdin?.end(options.stdin ?? "");
  return child;
}

export function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk) => (stdout += chunk));
  child.stderr?.on("data", (chunk) => (stderr += chunk));
  return new Promise((resolve) => child.on("close", (code, signal) => resolve({ code, signal, stdout, stderr })));
}

export function runCli(words: readonly string[], script: Script = {}, options: Options = {}): Promise<Ended> {
  return ended(startCli(words, script, options));
}

export async function temporaryFolder(t: TestContext): Promise<string> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "stepladder-cli-")));
  t.after(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
