import assert from "node:assert/strict";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel, quickInput, quickRow } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";

test("in a folder that is not trusted nothing can be started, and trusting it opens the prompt box", async (t) => {
  const ground = await playGroundFor(t, { agreed: false });
  const editor = await editorFor(t, {
    workspace: ground.repository,
    home: ground.home,
    trusted: false,
    settings: { "security.workspace.trust.startupPrompt": "never" },
  });
  const { page } = editor;
  const panel = await openPanel(page);
  await panel.getByText("nothing in it is read and nothing is run").waitFor({ timeout: 30_000 });
  assert.equal(await panel.getByRole("textbox").count(), 0);
  await editor.screenshot("restricted");

  await page.keyboard.press("F1");
  await quickInput(page).fill(">Stepladder:");
  await quickRow(page, "Stepladder: Show Log").waitFor();
  assert.equal(await quickRow(page, "Stepladder: New Task").count(), 0);
  assert.equal(await quickRow(page, "Stepladder: Fix Problems").count(), 0);
  await editor.screenshot("restricted-palette");
  await page.keyboard.press("Escape");
  assert.deepEqual(ground.models.requests(), []);

  await panel.getByRole("button", { name: "Manage Workspace Trust" }).click();
  await page.getByRole("button", { name: "Trust", exact: true }).first().click({ timeout: 20_000 });
  const trusted = await openPanel(page);
  await trusted.getByRole("textbox", { name: "What should be done?" }).waitFor({ timeout: 30_000 });
  await editor.screenshot("restricted-then-trusted");
});
