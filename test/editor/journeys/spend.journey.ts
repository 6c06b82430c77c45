import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fillLedger } from "../../../bench/support/large-ledger.ts";
import { editorFor } from "../support/editor.ts";
import { notification, quickInput, quickRow, runCommand, statusBarItem, webview } from "../support/page.ts";
import { changeConfiguration, playGroundFor } from "../support/playground.ts";

test("the dashboard shows 1,000 tasks down to their calls; a budget is set in two steps and colours the status bar", async (t) => {
  const ground = await playGroundFor(t);
  const folder = join(ground.home, "data", "ledger");
  changeConfiguration(ground.home, modelsOfTheLedger(ground.models.url));
  const workspaces = [ground.repository, "/elsewhere/other"] as const;
  fillLedger({ folder, calls: 10_000, tasks: 1_000, until: Date.now() - 1_000, days: 20, workspaces });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  const item = statusBarItem(page, /\$[\d.]+ \/ \$\d+ today/);
  await statusBarItem(page, "today").waitFor();
  assert.deepEqual(editor.serverPids(), [], "the status bar starts no server");

  await runCommand(page, "Stepladder: Spend Dashboard");
  const dashboard = await webview(page, "stepladder-spend-dashboard");
  await dashboard.locator(".key-figures").waitFor();
  await item.waitFor();
  await editor.screenshot("dashboard");
  await dashboard.getByRole("combobox", { name: "Time", exact: true }).selectOption("all");
  await dashboard.getByText("1,000 tasks").waitFor();
  await dashboard.locator("vscode-textfield input").fill("case 999");
  await dashboard.getByRole("button", { name: /case 999/ }).click();
  await dashboard.getByRole("region", { name: "Receipt" }).waitFor();
  await dashboard.locator(".receipt-attempt summary").first().click();
  await dashboard.locator(".receipt .calls tbody tr").first().waitFor();
  await editor.screenshot("dashboard-receipt");

  const known = dashboard.getByRole("region", { name: "What the router knows" });
  await known.scrollIntoViewIfNeeded();
  await known
    .getByText(/it finished \d+ of \d+/)
    .first()
    .waitFor();
  await editor.screenshot("router-knows");
  await runCommand(page, "Stepladder: Forget What the Router Learned");
  await quickRow(page, "Everything").waitFor();
  await editor.screenshot("forget-routes");
  await quickInput(page).fill("glm");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Forget", exact: true }).click();
  await notification(page, /attempts are forgotten/).waitFor();

  await runCommand(page, "Stepladder: Set Budget");
  await quickRow(page, "Each day").waitFor();
  await editor.screenshot("set-budget");
  await page.keyboard.press("Enter");
  await page.locator(".quick-input-message", { hasText: "US dollars" }).waitFor();
  await quickInput(page).fill("0.001");
  await page.keyboard.press("Enter");
  await notification(page, "The budget of a day for everything is $0.001 now.").waitFor();
  await notification(page, "The budget of a day for everything is reached").waitFor();
  await statusBarItem(page, "/ $0.001 today").waitFor();
  await dashboard.getByText("of $0.001 spent").waitFor();
  const settings = JSON.parse(readFileSync(editor.settingsFile, "utf8"));
  assert.equal(settings["stepladder.budgets.day"], 0.001);
  await editor.screenshot("budget-reached");
});

/** The models that the generated ledger tells of. */
function modelsOfTheLedger(url: string): Readonly<Record<string, unknown>> {
  const price = { input: 0.3, output: 1.2 };
  const hosted = { "deepseek-v3.2": { price }, "glm-4.7": { price } };
  return {
    endpoints: {
      ollama: { dialect: "ollama", url, models: { "qwen3-coder:30b": {} } },
      openrouter: { dialect: "openai-chat", url: `${url}/v1`, models: hosted },
      anthropic: { dialect: "anthropic", url, models: { "claude-opus-4-5": { price: { input: 5, output: 25 } } } },
    },
    rungs: [
      { name: "local", models: ["ollama/qwen3-coder:30b"] },
      { name: "open", models: ["openrouter/deepseek-v3.2", "openrouter/glm-4.7"] },
      { name: "frontier", models: ["anthropic/claude-opus-4-5"] },
    ],
  };
}
