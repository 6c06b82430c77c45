import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandEnvironment, findShell } from "../../server/platform/executables.ts";
import { currentPlatform } from "../../server/platform/platform.ts";
import { endProcessGroup } from "../../server/platform/process-group.ts";
import { createRunCommand } from "../../server/workspace/commands.ts";
import type { RunCommand } from "../../server/workspace/ports.ts";
import type { Files, Project } from "./tasks.ts";

const packages = fileURLToPath(new URL("../../node_modules", import.meta.url));
const platform = currentPlatform();
/** Projects run with this very Node, whatever else the machine has. */
const environment = { ...process.env, PATH: `${dirname(process.execPath)}:${process.env.PATH}` };

/** Commands as the product runs them. */
export const runCommand: RunCommand = async (request, signal) => {
  const shell = findShell(platform, environment);
  if (shell === undefined) return { kind: "not-started", because: "no shell was found on this machine" };
  return createRunCommand({
    shell,
    environment: commandEnvironment(platform, environment, [request.cwd, ...(request.untrusted ?? [])]),
    endProcessGroup: (pid, how) => endProcessGroup(platform, pid, how),
  })(request, signal);
};

/** A folder with files, a repository of its own when wanted; TypeScript projects see this repository's compiler. */
export interface Workshop extends Disposable {
  readonly root: string;
}

export function openWorkshop(project: Project, files: Files): Workshop {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-verifier-")));
  writeAll(root, files);
  if (project.language === "TypeScript") symlinkSync(packages, join(root, "node_modules"));
  return { root, [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }) };
}

export function openRepository(project: Project, files: Files): Workshop {
  const workshop = openWorkshop(project, files);
  const { root } = workshop;
  writeFileSync(join(root, ".gitignore"), "node_modules\n__pycache__\n");
  git(root, "init", "--quiet", "--template=");
  git(root, "add", "--all");
  git(root, "-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "--quiet", "-m", "start");
  return workshop;
}

export function copyOf({ root }: Workshop): Workshop {
  const copy = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-verifier-")));
  cpSync(root, copy, { recursive: true, verbatimSymlinks: true });
  return { root: copy, [Symbol.dispose]: () => rmSync(copy, { recursive: true, force: true }) };
}

/** Makes of the folder what a candidate made of it; returns the changed paths. */
export function applyChanges(root: string, before: Files, after: Files): readonly string[] {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => before.get(path) !== after.get(path),
  );
  for (const path of changed) if (!after.has(path)) rmSync(join(root, path));
  writeAll(root, new Map([...after].filter(([path]) => changed.includes(path))));
  return changed;
}

function writeAll(root: string, files: Files): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function git(root: string, ...args: readonly string[]): void {
  const { status, stderr } = spawnSync("git", args, { cwd: root, encoding: "utf8", env: environment });
  if (status !== 0) throw new Error(`git ${args[0]} failed: ${stderr}`);
}

/** Why a project can't be measured on this machine; undefined when it can. */
export function whyNotHere({ runner }: Project): string | undefined {
  if (runner === "node:test") return undefined;
  const probe = runner === "pytest" ? ["-m", "pytest", "--version"] : ["--version"];
  const { status } = spawnSync("python3", probe, { env: environment });
  if (status === 0) return undefined;
  return runner === "pytest" ? "pytest is not installed" : "python3 is not installed";
}
