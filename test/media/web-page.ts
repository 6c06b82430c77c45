import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { webviewHtml } from "../../extension/webview/webview-html.ts";
import { type ThemeName, themeVariables } from "./themes.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const origin = "http://webview.test";

export interface BuiltPage {
  readonly name: "task-panel" | "spend-dashboard";
  readonly folder: string;
  remove(): Promise<void>;
}

/** One of our pages, bundled as it ships, in a folder of its own. */
export async function buildPage(name: BuiltPage["name"]): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), `stepladder-${name}-`));
  await build({
    entryPoints: { [name]: join(root, `media/${name}/main.ts`), codicon: "@vscode/codicons/dist/codicon.css" },
    ...{ absWorkingDir: root, outdir: folder, bundle: true, format: "esm", platform: "browser", target: "es2023" },
    ...{ loader: { ".ttf": "file" }, assetNames: "[name]", keepNames: true, logLevel: "warning" },
  });
  return { name, folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

export interface WebPage {
  readonly page: Page;
  /** What the page has sent to the extension so far. */
  sent(): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** Waits for a message of this type, and answers with the newest one. */
  sentOf(type: string): Promise<Readonly<Record<string, unknown>>>;
  post(message: unknown): Promise<void>;
  /** Requests that left for anything but the page's own files. */
  readonly strangers: readonly string[];
  /** What the content policy stopped, and what was thrown. */
  readonly problems: readonly string[];
}

export interface PageOptions {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly texts?: Readonly<Record<string, string>>;
  /** What the page kept before it was hidden. */
  readonly kept?: unknown;
}

/** Opens a page as a webview would, under its own content policy, with the editor's end of the line in the test's hands. */
export async function openPage(browser: Browser, built: BuiltPage, options: PageOptions = {}): Promise<WebPage> {
  const { theme = "dark", width = 400, height = 800 } = options;
  const page = await browser.newPage({ viewport: { width, height }, reducedMotion: "reduce" });
  const strangers: string[] = [];
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  const html = webviewHtml({
    ...{ title: built.name, language: "en", source: origin, nonce: "test", script: `${origin}/${built.name}.js` },
    ...{ styles: [`${origin}/${built.name}.css`], icons: `${origin}/codicon.css`, texts: options.texts },
  });
  await page.route("**/*", async (route) => {
    const url = new URL(route.request().url());
    if (url.origin !== origin) {
      strangers.push(url.href);
      return await route.abort();
    }
    if (url.pathname === "/") return await route.fulfill({ contentType: "text/html", body: html });
    const body = await readFile(join(built.folder, url.pathname)).catch(() => undefined);
    if (body === undefined) return await route.fulfill({ status: 404, body: "" });
    return await route.fulfill({ contentType: contentType(url.pathname), body });
  });
  await page.addInitScript(editorEnd, { theme, variables: themeVariables(theme), kept: options.kept });
  await page.goto(`${origin}/`);
  const sent = () => page.evaluate(() => (globalThis as unknown as EditorEnd).sentMessages);
  return {
    ...{ page, strangers, problems, sent },
    post: async (message) => {
      await page.evaluate((data) => dispatchEvent(new MessageEvent("message", { data })), message);
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    },
    sentOf: async (type) => {
      await page.waitForFunction(
        (it) => (globalThis as unknown as EditorEnd).sentMessages.some((message) => message.type === it),
        type,
      );
      return (await sent()).findLast((message) => message.type === type) ?? {};
    },
  };
}

interface EditorEnd {
  sentMessages: Readonly<Record<string, unknown>>[];
}

/** Runs in the page before its own script. */
function editorEnd(options: {
  readonly theme: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly kept: unknown;
}): void {
  const sentMessages: unknown[] = [];
  let state = options.kept;
  Object.assign(globalThis, {
    sentMessages,
    keptState: () => state,
    acquireVsCodeApi: () => ({
      postMessage: (message: unknown) => sentMessages.push(JSON.parse(JSON.stringify(message))),
      getState: () => state,
      setState: (next: unknown) => {
        state = structuredClone(next);
      },
    }),
  });
  addEventListener("DOMContentLoaded", () => {
    for (const [name, value] of Object.entries(options.variables))
      document.documentElement.style.setProperty(`--vscode-${name}`, value);
    const classes =
      { dark: ["vscode-dark"], light: ["vscode-light"], contrast: ["vscode-high-contrast"] }[options.theme] ?? [];
    document.body.classList.add(...classes);
    document.body.style.background = "var(--vscode-sideBar-background)";
  });
}

function contentType(path: string): string {
  if (path.endsWith(".js")) return "text/javascript";
  return path.endsWith(".css") ? "text/css" : "font/ttf";
}
