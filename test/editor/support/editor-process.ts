import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { prepareServer } from "./prepare-editor.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));

export interface EditorProcessOptions {
  /** Of this run alone; everything that the editor writes goes there. */
  readonly folder: string;
  readonly extensions: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly env: NodeJS.ProcessEnv;
  /** Without it, folders open in restricted mode until they are trusted. */
  readonly trusted: boolean;
  /** Lets a page start tests inside the extension host; it also takes notifications away. */
  readonly testDriver: boolean;
}

export interface EditorProcess {
  readonly port: number;
  readonly pid: number;
  readonly settingsFile: string;
  log(): string;
  stop(): Promise<void>;
}

const calm = {
  "chat.agentHost.enabled": false,
  "chat.disableAIFeatures": true,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
  "telemetry.telemetryLevel": "off",
  "extensions.autoCheckUpdates": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "update.mode": "none",
  "git.openRepositoryInParentFolders": "never",
  "files.autoSave": "off",
  // One language server for JavaScript is enough, and nothing is fetched for it.
  "typescript.tsserver.useSyntaxServer": "never",
  "typescript.disableAutomaticTypeAcquisition": true,
};

/** A real VS Code server on a free port of loopback, with data folders of its own. */
export async function startEditorProcess(options: EditorProcessOptions): Promise<EditorProcess> {
  const user = join(options.folder, "data", "User");
  mkdirSync(user, { recursive: true });
  const settingsFile = join(user, "settings.json");
  writeFileSync(settingsFile, JSON.stringify({ ...calm, ...options.settings }, null, 2));
  const flags = [
    ...["--host", "127.0.0.1", "--port", "0", "--without-connection-token", "--accept-server-license-terms"],
    ...["--server-data-dir", options.folder, "--extensions-dir", options.extensions, "--telemetry-level", "off"],
    "--disable-getting-started-override",
    ...(options.trusted ? ["--disable-workspace-trust"] : []),
    ...(options.testDriver ? ["--enable-smoke-test-driver"] : []),
  ];
  const child = spawn(process.execPath, [prepareServer(), ...flags], {
    stdio: ["ignore", "pipe", "pipe"],
    // Its sockets belong into its own folder, else each run leaves some behind.
    env: { ...options.env, XDG_RUNTIME_DIR: options.folder },
    // The server, its extension hosts and all that they start are one process group.
    detached: true,
  });
  let log = "";
  const listening = new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`The editor did not start within a minute:\n${log}`)), 60_000);
    const read = (chunk: Buffer) => {
      log = (log + chunk.toString()).slice(-200_000);
      const port = /Extension host agent listening on (\d+)/.exec(log)?.[1];
      if (port === undefined) return;
      clearTimeout(late);
      resolve(Number(port));
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.once("error", reject);
    child.once("exit", (code) => {
      clearTimeout(late);
      reject(new Error(`The editor ended with ${code}:\n${log}`));
    });
  });
  const stop = () => endGroup(child);
  try {
    return { port: await listening, pid: child.pid ?? -1, settingsFile, log: () => log, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function endGroup(child: ChildProcess): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  signalGroup(child.pid, "SIGTERM");
  const hard = setTimeout(() => signalGroup(child.pid ?? 0, "SIGKILL"), 4_000);
  await gone;
  clearTimeout(hard);
  signalGroup(child.pid, "SIGKILL");
}

function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // The group is gone already.
  }
}

/** The environment without keys and without the settings of whoever runs the tests. */
export function bareEnvironment(): NodeJS.ProcessEnv {
  const kept = ["PATH", "HOME", "USER", "LANG", "TMPDIR", "SHELL", "SystemRoot", "APPDATA", "LOCALAPPDATA"];
  const env = Object.fromEntries(kept.flatMap((name) => (process.env[name] ? [[name, process.env[name]]] : [])));
  // A port where no Ollama listens: what runs on this machine must not change a test.
  return { ...env, OLLAMA_HOST: "127.0.0.1:9" };
}

/** Installs the `.vsix` that `npm run package` made, as a user would. */
export function installExtension(folder: string): string {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { readonly version: string };
  const extensions = join(folder, "extensions");
  const vsix = join(root, "dist", `stepladder-${version}.vsix`);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [prepareServer(), ...["--extensions-dir", extensions, "--server-data-dir", folder, "--install-extension", vsix]],
    { encoding: "utf8", env: { ...bareEnvironment(), XDG_RUNTIME_DIR: folder } },
  );
  if (status !== 0) throw new Error(`${vsix} could not be installed; npm run package makes it.\n${stdout}${stderr}`);
  return extensions;
}
