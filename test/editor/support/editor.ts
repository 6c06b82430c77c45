/** A real editor with a real page, as a person would use it. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestContext } from "node:test";
import { fileURLToPath } from "node:url";
import { type BrowserContext, chromium, type Page } from "playwright-core";
import { afterwards } from "./afterwards.ts";
import { bareEnvironment, type EditorProcess, installExtension, startEditorProcess } from "./editor-process.ts";
import { prepareEditor } from "./prepare-editor.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
export const screenshots = join(root, "test", "editor", "out");

export interface EditorOptions {
  /** Folder or `.code-workspace` file to open; undefined opens none. */
  readonly workspace: string | undefined;
  /** `STEPLADDER_HOME`: configuration and ledger of this editor alone. A fresh one when undefined. */
  readonly home?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly env?: NodeJS.ProcessEnv;
  readonly trusted?: boolean;
  /** Of extensions, such as `de`; the editor itself stays English without its language pack. */
  readonly language?: string;
  readonly size?: { readonly width: number; readonly height: number };
}

export interface Editor {
  readonly page: Page;
  readonly home: string;
  readonly settingsFile: string;
  /** Opens a second window on the same or another folder. */
  openWindow(workspace?: string): Promise<Page>;
  reload(page?: Page): Promise<void>;
  /** Process ids of the running agent servers of this editor. */
  serverPids(): readonly number[];
  log(): string;
  screenshot(name: string, page?: Page): Promise<void>;
  close(): Promise<void>;
}

/** Starts an editor for one journey and stops it afterwards; a failed journey leaves `<name>-failed.png`. */
export async function editorFor(t: TestContext, options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  afterwards(t, async () => {
    const failed = (t as { readonly passed?: boolean }).passed === false;
    if (failed) await editor.screenshot(`${t.name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80)}-failed`).catch(() => {});
    await editor.close();
  });
  return editor;
}

export async function startEditor(options: EditorOptions): Promise<Editor> {
  const prepared = prepareEditor();
  const folder = mkdtempSync(join(tmpdir(), "stepladder-editor-"));
  const home = options.home ?? join(folder, "home");
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const env = { ...bareEnvironment(), STEPLADDER_HOME: home, ...options.env };
  let editor: EditorProcess | undefined;
  let browser: BrowserContext | undefined;
  const close = async () => {
    await browser?.close().catch(() => {});
    await editor?.stop();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const process = await startEditorProcess({
      folder,
      extensions: installExtension(folder),
      settings: options.settings ?? {},
      env,
      trusted: options.trusted ?? true,
      testDriver: false,
    });
    editor = process;
    browser = await launch(prepared.chromium, join(folder, "browser"), options.size);
    const opened = browser;
    const { language } = options;
    // Where the editor's own translations leave it.
    if (language !== undefined)
      await opened.addInitScript((name) => Object.assign(globalThis, { _VSCODE_NLS_LANGUAGE: name }), language);
    const openWindow = async (workspace = options.workspace) => {
      const page = await opened.newPage();
      const query = workspace === undefined ? "ew=true" : `${opens(workspace)}=${encodeURIComponent(workspace)}`;
      await page.goto(`http://127.0.0.1:${process.port}/?${query}`);
      await workbench(page);
      return page;
    };
    const page = await openWindow();
    return {
      page,
      home,
      settingsFile: process.settingsFile,
      openWindow,
      async reload(target = page) {
        await target.reload();
        await workbench(target);
      },
      serverPids: () => agentServers(process.pid),
      log: process.log,
      async screenshot(name, target = page) {
        mkdirSync(screenshots, { recursive: true });
        await target.screenshot({ path: join(screenshots, `${name}.png`) });
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

const opens = (path: string): string => (path.endsWith(".code-workspace") ? "workspace" : "folder");

async function workbench(page: Page): Promise<void> {
  await page.locator(".monaco-workbench .part.statusbar").waitFor({ timeout: 60_000 });
}

export function launch(
  executablePath: string,
  profile: string,
  viewport = { width: 1280, height: 800 },
): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    viewport,
    permissions: ["clipboard-read", "clipboard-write"],
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}

/** Processes below `ancestor` that run the packaged agent server. */
function agentServers(ancestor: number): readonly number[] {
  const { stdout } = spawnSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" });
  const rows = stdout.split("\n").flatMap((line) => {
    const [, pid, parent, words] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), words: words ?? "" }];
  });
  const below = new Set([ancestor]);
  for (let size = 0; size !== below.size; ) {
    size = below.size;
    for (const row of rows) if (below.has(row.parent)) below.add(row.pid);
  }
  return rows.filter((row) => below.has(row.pid) && /server\.mjs\b.*--node-ipc/.test(row.words)).map((row) => row.pid);
}
