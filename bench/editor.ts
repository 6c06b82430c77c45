/**
 * The extension in a real editor, with models that answer at once. Beside each figure stands its limit, or the same editor
 * doing the same without us.
 */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { makePlayGround } from "../demo/play-ground.ts";
import { awaitDecision, awaitEnd, selectLines } from "../test/editor/journeys/inline-steps.ts";
import { type Editor, startEditor } from "../test/editor/support/editor.ts";
import { goToLine, openFile, openPanel, runCommand, webview } from "../test/editor/support/page.ts";
import { send } from "../test/editor/support/panel.ts";
import { startModelServer } from "../test/model-server/server.ts";
import type { Benchmark } from "./benchmark.ts";
import { editorScenarios, longFileLines } from "./support/editor-scenarios.ts";
import { fillLedger } from "./support/large-ledger.ts";
import { quantile, rounded } from "./support/statistics.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const rounds = 5;
const median = (numbers: readonly number[]) => rounded(quantile(numbers, 0.5), 1);

export const bench: Benchmark = {
  name: "editor",
  async run() {
    execFileSync("npm", ["run", "--silent", "package"], { cwd: root, stdio: "ignore" });
    const models = await startModelServer({ scenarios: editorScenarios, delayMs: 0 });
    const ground = await makePlayGround(models.url);
    writeFileSync(join(ground.repository, "long.js"), longFile());
    const editor = await startEditor({ workspace: realpathSync(ground.repository), home: ground.home });
    try {
      const json = {
        ...(await activation(editor)),
        ...(await inlineEdit(editor, ground.repository)),
        ...(await typing(editor)),
        ...(await panelWithManyEvents(editor)),
        ...(await serverMemory(editor)),
        ...(await dashboard()),
        ...sizes(),
      };
      return { text: table(json), json };
    } catch (error) {
      await editor.screenshot("bench-failed");
      throw error;
    } finally {
      await editor.close();
      await models.close();
      ground.remove();
    }
  },
};

/** What the editor itself reports over several starts, of the extension and beside it of its own one for Git; the server must not run by then. */
async function activation(editor: Editor) {
  const serversAtStart = editor.serverPids().length;
  const ours: number[] = [];
  const gits: number[] = [];
  while (ours.length < rounds) {
    if (ours.length > 0) await editor.reload();
    const reported = await reportedActivations(editor);
    ours.push(reported.of("Stepladder"));
    gits.push(reported.of("Git"));
  }
  return { activationMs: median(ours), gitActivationMs: median(gits), activationLimitMs: 50, serversAtStart };
}

async function reportedActivations({ page }: Editor): Promise<{ of(name: string): number }> {
  const rows = page.locator(".runtime-extensions-editor .monaco-list-row");
  const own = rows.filter({ hasText: "Stepladder" }).first();
  // The list is made when it is opened, and an extension that starts later is not in it.
  for (const end = Date.now() + 60_000; Date.now() < end && !(await own.isVisible()); ) {
    await runCommand(page, "Developer: Show Running Extensions");
    await own.waitFor({ timeout: 5_000 }).catch(() => page.keyboard.press("Escape"));
  }
  const texts = (await rows.allInnerTexts()).map((text) => text.trim().replaceAll(/\s+/g, " "));
  await page.keyboard.press("Control+W");
  return {
    of(name) {
      const text = texts.find((each) => each.startsWith(`${name} `)) ?? "";
      return Number(/Activation: (\d+)ms/.exec(text)?.[1] ?? Number.NaN);
    },
  };
}

async function inlineEdit({ page }: Editor, repository: string) {
  const toPrompt: number[] = [];
  const toChange: number[] = [];
  const toBareChange: number[] = [];
  const before = readFileSync(join(repository, "src/slugs.js"), "utf8").split("\n");
  const wish = "rename the variable";
  await openFile(page, "slugs.js");
  for (let round = 0; round <= rounds; round++) {
    await selectLines(page, 2, 12);
    const prompt = await timed(page, "Control+Alt+J", { selector: ".review-widget .monaco-editor.focused" });
    await page.keyboard.type(wish);
    const change = await timed(page, "Enter", { selector: ".view-line", besides: [...before, wish] });
    await awaitDecision(page);
    await page.keyboard.press("Escape");
    await awaitEnd(page);
    // The first round starts the server.
    if (round > 0) {
      toPrompt.push(prompt);
      toChange.push(change);
      toBareChange.push(await bareChange(page, before));
    }
  }
  return {
    keyToPromptMs: median(toPrompt),
    sendToFirstChangeMs: median(toChange),
    sameWithoutModelMs: median(toBareChange),
    sendToFirstChangeLimitMs: 150,
  };
}

/** The same way through the editor without a model: Enter closes a field, an extension is called and changes the document. */
async function bareChange(page: Page, before: readonly string[]): Promise<number> {
  await goToLine(page, 25, 16);
  await page.keyboard.press("F1");
  await page.keyboard.type("Emmet: Increment by 1");
  await page.locator(".quick-input-widget .monaco-list-row", { hasText: "Increment by 1" }).first().waitFor();
  await page.waitForTimeout(300);
  const milliseconds = await timed(page, "Enter", { selector: ".view-line", besides: before });
  await runCommand(page, "File: Revert File");
  return milliseconds;
}

/** Elements with these words, and other than these lines. */
interface Wanted {
  readonly selector: string;
  readonly text?: string;
  readonly besides?: readonly string[];
}

/**
 * Milliseconds from a key until the frame is made in which something more matches, both on the page's own clock. Waits for
 * changes of the page: looking at every frame would make frames, and see each change one frame late.
 */
async function timed(page: Page, key: string, { selector, text = "", besides = [] }: Wanted): Promise<number> {
  await page.evaluate(
    ([wanted, words, ...lines]) => {
      const browser = globalThis as unknown as Browser;
      const { document, performance, MutationObserver, setTimeout } = browser;
      // The editor draws the blanks of a selection as dots.
      const bare = (line: string) => line.replaceAll(/[\s\u00a0\u00b7]+/g, "");
      const known = new Set(lines.map(bare));
      const isWanted = (line: string) => line.includes(words) && (known.size === 0 || !known.has(bare(line)));
      const count = () => [...document.querySelectorAll(wanted)].filter((it) => isWanted(it.textContent)).length;
      const before = count();
      browser.appeared = new Promise<number>((resolve, reject) => {
        const watch = ({ key, timeStamp: pressed }: KeyPress) => {
          if (key === "Control" || key === "Alt") return;
          document.removeEventListener("keydown", watch, true);
          const observer = new MutationObserver(() => {
            if (count() <= before) return;
            observer.disconnect();
            setTimeout(() => resolve(performance.now() - pressed), 0);
          });
          observer.observe(document, {
            subtree: true,
            childList: true,
            characterData: true,
            attributeFilter: ["class"],
          });
          setTimeout(() => reject(new Error(`${wanted} ${words} did not appear.`)), 20_000);
        };
        document.addEventListener("keydown", watch, true);
      });
    },
    [selector, text, ...besides] as const,
  );
  await page.keyboard.press(key);
  return await page.evaluate(() => (globalThis as unknown as Browser).appeared);
}

interface KeyPress {
  readonly key: string;
  readonly timeStamp: number;
}

/** What of the page's own globals is used here; this file is no web page. */
interface Browser {
  readonly document: {
    querySelectorAll(selector: string): Iterable<{ readonly textContent: string }>;
    addEventListener(type: "keydown", listener: (event: KeyPress) => void, capture: true): void;
    removeEventListener(type: "keydown", listener: (event: KeyPress) => void, capture: true): void;
  };
  readonly performance: { now(): number };
  setTimeout(callback: () => void, milliseconds: number): void;
  readonly MutationObserver: new (
    changed: () => void,
  ) => {
    observe(node: unknown, options: Readonly<Record<string, unknown>>): void;
    disconnect(): void;
  };
  appeared: Promise<number>;
}

/** From a key to its letter on the screen, with and without a change that streams into the same file. */
async function typing({ page }: Editor) {
  await openFile(page, "long.js");
  // The first letters wait for the editor's own language service.
  await typeLetters(page, 2);
  const alone = await typeLetters(page, 5);
  await goToLine(page, 2_000);
  await page.keyboard.press("Control+Alt+J");
  await page.locator(".review-widget .monaco-editor.focused").waitFor();
  await page.keyboard.type("write a very long list");
  await page.keyboard.press("Enter");
  await page.getByText("item 12", { exact: false }).first().waitFor({ timeout: 30_000 });
  const streaming = await typeLetters(page, 8);
  await runCommand(page, "Stepladder: Reject the Inline Edit");
  await runCommand(page, "File: Revert File");
  return {
    typingWhileStreamingP95Ms: rounded(quantile(streaming, 0.95), 1),
    typingAloneP95Ms: rounded(quantile(alone, 0.95), 1),
    typingRatio: rounded(quantile(streaming, 0.95) / quantile(alone, 0.95)),
  };
}

/** In the first lines of the file, far from what streams. */
async function typeLetters(page: Page, line: number): Promise<readonly number[]> {
  await goToLine(page, line, 1);
  const times: number[] = [];
  let typed = "";
  for (let index = 0; index < 40; index++) {
    const letter = "qxzvjkwqzx"[index % 10] ?? "q";
    typed += letter;
    times.push(await timed(page, letter, { selector: ".view-line", text: typed }));
  }
  return times;
}

/** A task that tells at least 2,000 events: until its end is shown, and until it is shown again from the start. */
async function panelWithManyEvents({ page }: Editor) {
  const panel = await openPanel(page);
  await panel.getByRole("radio", { name: "Ask" }).check();
  const started = performance.now();
  await send(panel, "answer in two thousand pieces");
  const receipt = panel.getByRole("region", { name: "Receipt" });
  await receipt.waitFor({ timeout: 60_000 });
  const streamed = performance.now() - started;
  const again: number[] = [];
  for (let round = 0; round < rounds; round++) {
    await panel.getByRole("button", { name: "All Tasks" }).click();
    const row = panel.getByText("answer in two thousand pieces").first();
    await row.waitFor();
    const clicked = performance.now();
    await row.click();
    await receipt.waitFor();
    again.push(performance.now() - clicked);
  }
  return { panel2000EventsStreamedMs: rounded(streamed, 0), panel2000EventsShownAgainMs: median(again) };
}

/** Resident memory of the server when it has been idle for a while after its first tasks. */
async function serverMemory({ page, serverPids }: Editor) {
  await page.waitForTimeout(5_000);
  const bytes = serverPids().map((pid) => Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)])) * 1024);
  const total = bytes.reduce((sum, one) => sum + one, 0);
  return { serverIdleMiB: rounded(total / 1024 / 1024, 0), serverIdleLimitMiB: 120 };
}

/** An editor of its own: its ledger is large from the start. */
async function dashboard() {
  const calls = 100_000;
  const home = mkdtempSync(join(tmpdir(), "stepladder-ledger-"));
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-empty-")));
  let editor: Editor | undefined;
  try {
    fillLedger({
      folder: join(home, "data", "ledger"),
      calls,
      tasks: 10_000,
      until: Date.now(),
      days: 90,
      workspaces: [workspace],
    });
    editor = await startEditor({ workspace, home });
    const times: number[] = [];
    for (let round = 0; round <= rounds; round++) {
      const started = performance.now();
      await runCommand(editor.page, "Stepladder: Spend Dashboard");
      const page = await webview(editor.page, "stepladder-spend-dashboard");
      await page
        .getByRole("heading", { name: /Cost per completed task/i })
        .first()
        .waitFor({ timeout: 60_000 });
      // The first round starts the server.
      if (round > 0) times.push(performance.now() - started);
      await editor.page.keyboard.press("Control+W");
    }
    return { dashboard100kCallsMs: median(times) };
  } finally {
    await editor?.close();
    for (const folder of [home, workspace]) rmSync(folder, { recursive: true, force: true });
  }
}

function sizes() {
  const dist = join(root, "dist");
  const kibibytes = (path: string) => rounded(statSync(join(dist, path)).size / 1024, 0);
  const vsix = readdirSync(dist).find((name) => name.endsWith(".vsix")) ?? "";
  const server = readdirSync(dist)
    .filter((name) => name.endsWith(".mjs") && name !== "cli.mjs")
    .reduce((sum, name) => sum + kibibytes(name), 0);
  return {
    extensionEntryKiB: kibibytes("extension.cjs"),
    serverKiB: server,
    taskPanelKiB: kibibytes("media/task-panel.js"),
    dashboardKiB: kibibytes("media/spend-dashboard.js"),
    vsixMiB: rounded(kibibytes(vsix) / 1024),
    vsixLimitMiB: 8,
  };
}

function longFile(): string {
  const lines = Array.from({ length: longFileLines }, (_, index) => `export const value${index} = ${index};`);
  return `${lines.join("\n")}\n`;
}

function table(figures: Readonly<Record<string, number>>): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name.padEnd(32)} ${String(value).padStart(10)}`)
    .join("\n");
}
