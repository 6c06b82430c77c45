import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Page } from "playwright-core";
import type { ScenarioInput } from "../../model-server/scenario.ts";
import { startModelServer } from "../../model-server/server.ts";
import { afterwards } from "../support/afterwards.ts";
import { behindKey } from "../support/behind-key.ts";
import { editorFor } from "../support/editor.ts";
import { notification, quickInput, quickRow, runCommand } from "../support/page.ts";

const key = "sk-canary-0123456789abcdef";
const scenario: ScenarioInput = {
  models: [
    {
      name: "coder",
      dialect: "openai-chat",
      family: "qwen",
      context: 65_536,
      maxOutput: 4_096,
      tools: true,
      price: { input: "0.30", output: "1.20" },
    },
    {
      name: "tiny:1b",
      dialect: "ollama",
      family: "qwen",
      context: 32_768,
      maxOutput: 4_096,
      tools: true,
      pulled: false,
      price: "free",
    },
  ],
  scripts: [
    {
      model: "*",
      turns: [
        [
          { when: { offersTools: true }, calls: [{ name: "report_ready", arguments: { word: "ready" } }] },
          { text: "ready" },
        ],
      ],
    },
  ],
};

async function setUp(t: TestContext, env: NodeJS.ProcessEnv = {}) {
  const models = await startModelServer({ scenarios: scenario, key });
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-models-")));
  afterwards(t, async () => {
    await models.close();
    rmSync(workspace, { recursive: true, force: true });
  });
  const ollama = env.OLLAMA_HOST === "models" ? models.url : "127.0.0.1:1";
  const url = await behindKey(t, models.url, key);
  return { url, editor: await editorFor(t, { workspace, env: { OLLAMA_HOST: ollama } }) };
}

async function enter(page: Page, placeholder: RegExp, text: string): Promise<void> {
  const input = page.locator(".quick-input-widget:visible input.input").and(page.getByPlaceholder(placeholder));
  await input.waitFor();
  await input.fill(text);
  await page.keyboard.press("Enter");
}

test("an address becomes models on a rung: key, list, price, and a test that says what works and what it cost", async (t) => {
  const { url, editor } = await setUp(t);
  const { page } = editor;
  await runCommand(page, "Stepladder: Choose Models…");
  await quickRow(page, "Anthropic").waitFor({ timeout: 30_000 });
  await editor.screenshot("models-ways");
  await quickInput(page).fill("compatible");
  await quickRow(page, "Any OpenAI-compatible address").click();
  await enter(page, /models\.example\.com/, `${url}/v1`);
  await quickRow(page, "Yes, paste a key").click();
  const secret = page.locator(".quick-input-widget:visible input[type=password]");
  await secret.fill("sk-of-somebody-else");
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-message", { hasText: /does not accept this key/ }).waitFor();
  await editor.screenshot("models-key-refused");
  await secret.fill(key);
  await page.keyboard.press("Enter");
  await quickRow(page, "coder").click();
  await editor.screenshot("models-list");
  await page.keyboard.press("Enter");
  await quickRow(page, "frontier").waitFor();
  await editor.screenshot("models-rung");
  await quickRow(page, /^open/).click();
  await quickRow(page, "Enter the price").click();
  await enter(page, /0\.30/, "0.30");
  await enter(page, /1\.20/, "1.20");
  await notification(
    page,
    /local-server\/coder works\. It answers\. It calls tools\..*The test cost \$0\.00/,
  ).waitFor();
  await editor.screenshot("models-tested");
  const settings = readFileSync(editor.settingsFile, "utf8");
  assert.doesNotMatch(settings, new RegExp(key));
  const written = JSON.parse(settings) as Record<string, unknown>;
  assert.deepEqual(written["stepladder.rungs"], [{ name: "open", models: ["local-server/coder"] }]);
  assert.deepEqual(written["stepladder.endpoints"], {
    "local-server": {
      dialect: "openai-chat",
      url: `${url}/v1`,
      key: "LOCAL_SERVER_API_KEY",
      models: { coder: { price: { input: "0.30", output: "1.20" } } },
    },
  });
  assert.doesNotMatch(editor.log(), new RegExp(key));

  await runCommand(page, "Stepladder: Set API Key…");
  const row = quickRow(page, "LOCAL_SERVER_API_KEY");
  await row.hover();
  await editor.screenshot("models-keys");
  await row.getByRole("button", { name: "Delete this key" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Delete" }).click();
  await notification(page, "The key LOCAL_SERVER_API_KEY is deleted.").waitFor();
});

test("a local model is pulled with progress, and is ready at once", async (t) => {
  const { editor } = await setUp(t, { OLLAMA_HOST: "models" });
  const { page } = editor;
  await runCommand(page, "Stepladder: Pull Local Model…");
  await enter(page, /qwen3-coder/, "tiny:1b");
  const told = notification(page, "tiny:1b is pulled.");
  await told.waitFor();
  // Of more than three messages within 800 ms the editor shows the later ones in its list only.
  await page.waitForTimeout(1_000);
  await told.getByRole("button", { name: "Test It" }).click();
  await notification(page, /ollama\/tiny:1b works\./).waitFor();
  await editor.screenshot("models-pulled");
});
