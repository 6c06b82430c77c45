import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import type { ScenarioInput } from "../../model-server/scenario.ts";
import { startModelServer } from "../../model-server/server.ts";
import { afterwards } from "../support/afterwards.ts";
import { behindKey } from "../support/behind-key.ts";
import { editorFor } from "../support/editor.ts";
import { notification, openPanel, quickInput, quickRow, runCommand } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";

const key = "sk-canary-9876543210fedcba";
const scenario: ScenarioInput = {
  models: [
    {
      ...{ name: "coder", dialect: "openai-chat", family: "qwen", context: 65_536, maxOutput: 4_096, tools: true },
      price: { input: "0.30", output: "1.20" },
    },
  ],
  scripts: [
    {
      model: "*",
      turns: [[{ when: { offersTools: true }, calls: [{ name: "report_ready", arguments: { word: "ready" } }] }]],
      when: { prompt: "report_ready" },
    },
    { model: "*", turns: [{ text: "Nothing is in it yet." }], afterLast: "repeat-last" },
  ],
};

test("a provider's key is shown to its host first, kept in the secret storage alone, and works at once", async (t) => {
  const models = await startModelServer({ scenarios: scenario, key });
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-key-")));
  afterwards(t, async () => {
    await models.close();
    rmSync(workspace, { recursive: true, force: true });
  });
  const url = await behindKey(t, models.url, key);
  const settings = {
    "stepladder.endpoints": {
      openrouter: {
        ...{ dialect: "openai-chat", url: `${url}/v1`, key: "OPENROUTER_API_KEY" },
        models: { coder: { price: { input: "0.30", output: "1.20" } } },
      },
    },
    "stepladder.rungs": [{ name: "open", models: ["openrouter/coder"] }],
  };
  const editor = await editorFor(t, { workspace, settings });
  const { page } = editor;
  await runCommand(page, "Stepladder: Set API Key…");
  await quickRow(page, "OpenRouter").waitFor({ timeout: 30_000 });
  await quickInput(page).fill("OpenRouter");
  await quickRow(page, "OpenRouter").click();
  const secret = page.locator(".quick-input-widget:visible input[type=password]");
  await secret.fill("sk-of-somebody-else");
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-message", { hasText: /does not accept this key.*paste it again/ }).waitFor();
  await editor.screenshot("add-key-refused");
  await secret.fill(key);
  await page.keyboard.press("Enter");
  await notification(page, /openrouter\/coder/).waitFor({ timeout: 30_000 });
  await editor.screenshot("add-key-tested");

  const panel = await openPanel(page);
  await panel.getByRole("radio", { name: "Ask" }).check();
  await send(panel, "what is in this folder?");
  await ended(panel, "Answered");
  await editor.screenshot("add-key-answered");
  // The editor's own storage is encrypted in its browser; nothing on the disk may hold the key.
  const folder = dirname(dirname(dirname(editor.settingsFile)));
  const holders = filesBelow(folder).filter((file) => !file.includes("/browser/") && readFileSync(file).includes(key));
  assert.deepEqual(holders, []);
  assert.ok(!editor.log().includes(key));
});

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile() === true);
}
