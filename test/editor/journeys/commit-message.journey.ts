import assert from "node:assert/strict";
import { appendFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { Page } from "playwright-core";
import { editorFor } from "../support/editor.ts";
import { notification } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";

const message = "Say in the readme how amounts are rounded";
const answer = { model: "*", when: { prompt: "Write the message of a commit" } };
const own = "My own words";

test("the message for a commit is written into the input box of Source Control", async (t) => {
  const ground = await playGroundFor(t, { scripts: [{ ...answer, turns: [{ text: message }] }] });
  appendFileSync(join(ground.repository, "README.md"), "\nHalf cents are rounded to even.\n");
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  await openSourceControl(page);
  await generate(page);
  await input(page).filter({ hasText: message }).waitFor({ timeout: 40_000 });
  await editor.screenshot("commit-message");
  const [request] = ground.models.requests();
  assert.match(JSON.stringify(request), /Half cents are rounded to even/);
});

test("what the user types while the message is being written stays, and the message is offered", async (t) => {
  const slow = { text: message, pieces: { characters: 2, delayMs: 400 } };
  const ground = await playGroundFor(t, { scripts: [{ ...answer, turns: [slow] }] });
  appendFileSync(join(ground.repository, "README.md"), "\nHalf cents are rounded to even.\n");
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  await openSourceControl(page);
  await generate(page);
  await input(page).click();
  await page.keyboard.type(own);

  const told = notification(page, "You wrote a message meanwhile, so it was left as it is.");
  await told.waitFor({ timeout: 40_000 });
  await input(page).filter({ hasText: own }).waitFor();
  assert.equal(await input(page).filter({ hasText: message }).count(), 0);
  await editor.screenshot("commit-message-kept");
  await told.getByRole("button", { name: "Replace" }).click();
  await input(page).filter({ hasText: message }).waitFor();
});

async function openSourceControl(page: Page): Promise<void> {
  await page.keyboard.press("Control+Shift+G");
  await page.locator(".scm-view .monaco-list-row", { hasText: "README.md" }).first().waitFor({ timeout: 40_000 });
}

async function generate(page: Page): Promise<void> {
  await page.locator(".scm-view, .pane-header, .scm-provider").first().hover();
  await page.getByRole("button", { name: "Generate Commit Message" }).first().click({ timeout: 20_000 });
}

function input(page: Page) {
  return page.locator(".scm-editor .view-lines").first();
}
