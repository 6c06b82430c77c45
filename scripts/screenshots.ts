/**
 * `npm run screenshots`: the pictures of the README, taken from the real editor with the packaged extension and scripted models.
 * `npm run screenshots -- panel` takes only the one of this name. The ledger behind the dashboard is generated.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "playwright-core";
import { fillLedger } from "../bench/support/large-ledger.ts";
import { makePlayGround, type PlayGround } from "../demo/play-ground.ts";
import { stepladderOutput } from "../demo/stepladder.ts";
import { startEditor } from "../test/editor/support/editor.ts";
import { goToLine, openFile, openPanel, runCommand, webview } from "../test/editor/support/page.ts";
import { ended, send } from "../test/editor/support/panel.ts";
import { demoScenarios } from "../test/editor/support/playground.ts";
import { startModelServer } from "../test/model-server/server.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = join(root, "docs", "images");
const mostBytes = 300_000;
const settings = {
  "workbench.colorTheme": "Default Dark Modern",
  "editor.minimap.enabled": false,
  "editor.fontSize": 13,
  "explorer.openEditors.visible": 0,
};

interface Picture {
  readonly name: string;
  readonly size: { readonly width: number; readonly height: number };
  /** Before the editor starts. */
  prepare?(ground: PlayGround): void;
  show(page: Page): Promise<void>;
}

const inlinePrompt = "never wait longer than ten seconds";
const inlineAnswer = `\`\`\`\`
export async function retry(work, { times = 3, firstWait = "250ms", longestWait = "10s", sleep }) {
  const longest = parseDuration(longestWait);
  let wait = parseDuration(firstWait);
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (attempt >= times) throw error;
      await sleep(wait);
      wait = Math.min(wait * 2, longest);
    }
  }
}
\`\`\`\``;

const pictures: readonly Picture[] = [
  {
    name: "panel",
    size: { width: 1200, height: 800 },
    async show(page) {
      await openFile(page, "src/csv.js");
      const panel = await openPanel(page);
      await widenSideBar(page, 480);
      await send(panel, "fix the failing csv tests");
      await ended(panel, "Proved");
      await panel.getByRole("region", { name: "Receipt" }).scrollIntoViewIfNeeded();
    },
  },
  {
    name: "inline-edit",
    size: { width: 1200, height: 560 },
    async show(page) {
      await openFile(page, "src/retry.js");
      await page.keyboard.press("Control+B");
      await goToLine(page, 7);
      for (let line = 7; line < 18; line++) await page.keyboard.press("Shift+ArrowDown");
      await page.keyboard.press("Shift+End");
      await page.keyboard.press("Control+Alt+J");
      await page.locator(".review-widget .monaco-editor.focused").waitFor();
      await page.keyboard.type(inlinePrompt);
      await page.keyboard.press("Enter");
      await page.locator(".codelens-decoration", { hasText: "Accept" }).first().waitFor({ timeout: 60_000 });
      // Without the selection's colour over those of the change.
      await page.keyboard.press("ArrowLeft");
    },
  },
  {
    name: "dashboard",
    size: { width: 1200, height: 900 },
    prepare: fillForDashboard,
    async show(page) {
      await runCommand(page, "Stepladder: Spend Dashboard");
      const dashboard = await webview(page, "stepladder-spend-dashboard");
      await dashboard.locator("canvas").first().waitFor({ timeout: 30_000 });
      await page.keyboard.press("Control+B");
    },
  },
];

function fillForDashboard({ home, repository }: PlayGround): void {
  const month = { calls: 1_800, tasks: 260, days: 30, until: Date.now() };
  fillLedger({ ...month, folder: join(home, "data", "ledger"), workspaces: [repository] });
}

const wanted = process.argv.slice(2);
const chosen = pictures.filter(({ name }) => wanted.length === 0 || wanted.includes(name));
const packaged = spawnSync("npm", ["run", "--silent", "package"], {
  cwd: root,
  stdio: "inherit",
  shell: process.platform === "win32",
});
if (packaged.status !== 0) process.exit(1);
mkdirSync(folder, { recursive: true });
for (const picture of chosen) await take(picture);

async function take(picture: Picture): Promise<void> {
  const own = { scripts: [{ model: "*", when: { prompt: inlinePrompt }, turns: [{ text: inlineAnswer }] }] };
  const models = await startModelServer({ scenarios: [own, ...demoScenarios()] });
  const ground = await makePlayGround(models.url);
  try {
    await stepladderOutput(ground, ["trust", "--yes"]);
    picture.prepare?.(ground);
    await photograph(picture, ground);
  } finally {
    await models.close();
    ground.remove();
  }
}

async function photograph(picture: Picture, { repository: workspace, home }: PlayGround): Promise<void> {
  const { name, size } = picture;
  const editor = await startEditor({ workspace, home, settings, size });
  const { page } = editor;
  try {
    await picture.show(page);
    // Away from what was clicked, which would stay highlighted.
    await page.mouse.move(size.width / 2, size.height - 40);
    await page.waitForTimeout(1_000);
    const path = join(folder, `${name}.png`);
    await page.screenshot({ path, animations: "disabled", caret: "hide" });
    const bytes = statSync(path).size;
    console.log(`${(bytes / 1024).toFixed(0).padStart(5)} KiB  ${path.slice(root.length)}`);
    if (bytes > mostBytes) throw new Error(`${path} is larger than ${mostBytes / 1000} kB.`);
  } catch (error) {
    await editor.screenshot(`${name}-failed`);
    throw error;
  } finally {
    await editor.close();
  }
}

async function widenSideBar(page: Page, width: number): Promise<void> {
  const bar = await page.locator(".part.sidebar").boundingBox();
  if (bar === null) throw new Error("No side bar is shown.");
  await page.mouse.move(bar.x + bar.width, 300);
  await page.mouse.down();
  await page.mouse.move(bar.x + width, 300, { steps: 5 });
  await page.mouse.up();
}
