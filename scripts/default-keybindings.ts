/**
 * `node scripts/default-keybindings.ts`: asks a real editor which keys it binds itself on Linux, Windows and macOS, and writes
 * `test/manifest/default-keybindings.json`. To be run when the oldest supported VS Code changes.
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parse } from "jsonc-parser";
import { chromium } from "playwright-core";
import { bareEnvironment, startEditorProcess } from "../test/editor/support/editor-process.ts";

/** The editor takes its platform from the browser's word. */
const platforms = {
  linux: "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
  windows:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
  mac: "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
};

const asker = `
const { version, workspace, Uri } = require("vscode");
exports.activate = async () => {
  const document = await workspace.openTextDocument(Uri.parse("vscode://defaultsettings/keybindings.json"));
  require("node:fs").writeFileSync(process.env.ANSWER_FILE, JSON.stringify({ version, text: document.getText() }));
};`;

const folder = mkdtempSync(join(tmpdir(), "default-keybindings-"));
const answerFile = join(folder, "answer.json");
const extension = join(folder, "extensions", "asker.asker-1.0.0");
mkdirSync(extension, { recursive: true });
writeFileSync(
  join(extension, "package.json"),
  JSON.stringify({
    ...{ name: "asker", publisher: "asker", version: "1.0.0", engines: { vscode: "^1.139.0" } },
    ...{ main: "./asker.js", activationEvents: ["onStartupFinished"] },
  }),
);
writeFileSync(join(extension, "asker.js"), asker);

const editor = await startEditorProcess({
  folder,
  extensions: join(folder, "extensions"),
  settings: { "chat.disableAIFeatures": false },
  env: { ...bareEnvironment(), ANSWER_FILE: answerFile },
  trusted: true,
  testDriver: false,
});
try {
  let vscode = "";
  const taken: Record<string, string> = {};
  for (const [platform, userAgent] of Object.entries(platforms)) {
    const answer = await ask(userAgent);
    vscode = answer.version;
    taken[platform] = firstStrokes(parse(answer.text));
  }
  const target = fileURLToPath(new URL("../test/manifest/default-keybindings.json", import.meta.url));
  writeFileSync(target, `${JSON.stringify({ vscode, taken }, null, 2)}\n`);
  console.log(target);
} finally {
  await editor.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function ask(userAgent: string): Promise<{ version: string; text: string }> {
  rmSync(answerFile, { force: true });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await (await browser.newContext({ userAgent })).newPage();
    await page.goto(`http://127.0.0.1:${editor.port}/`);
    for (let waited = 0; waited < 60 && !existsSync(answerFile); waited++) await pause(1_000);
    await pause(500);
    return JSON.parse(readFileSync(answerFile, "utf8"));
  } finally {
    await browser.close();
  }
}

/** The keys that set something off, with spaces between; of a chord, its first key. */
function firstStrokes(bindings: readonly { readonly key: string }[]): string {
  const strokes = bindings.map(({ key }) => key.split(" ")[0]);
  return [...new Set(strokes)].toSorted().join(" ");
}
