import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { notification, quickInput, quickRow, runCommand } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";

const [local, open] = ["laptop/scripted/local-coder", "open-host/scripted/open-coder"] as const;
const takenBack = "choose it to take it back";

test("a model is pinned for a kind of work and excluded from the palette, and both are taken back the same way", async (t) => {
  const ground = await playGroundFor(t);
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  const setting = (name: string) => JSON.parse(readFileSync(editor.settingsFile, "utf8"))[`stepladder.${name}`];
  const pinned = (model: string) => quickRow(page, new RegExp(`${model}.*${takenBack}`));

  await runCommand(page, "Stepladder: Pin a Model for a Kind of Work…");
  await quickRow(page, "inline-edit").waitFor({ timeout: 30_000 });
  await quickInput(page).fill("commit");
  await quickRow(page, "commit-message").click();
  await quickRow(page, open).click();
  await pinned(open).waitFor();
  await quickRow(page, local).click();
  await pinned(local).waitFor();
  await editor.screenshot("say-pinned");
  await page.keyboard.press("Escape");
  await notification(page, `Pinned for commit-message: ${open}, ${local}.`).waitFor();
  assert.deepEqual(setting("pins"), { "commit-message": [open, local] });

  await runCommand(page, "Stepladder: Exclude a Model…");
  await quickRow(page, new RegExp(`${open}.*pinned for commit-message, which ends then`)).click();
  await pinned(open).waitFor();
  await editor.screenshot("say-excluded");
  assert.deepEqual(setting("exclude"), [open]);
  assert.deepEqual(setting("pins"), { "commit-message": [local] });
  await pinned(open).click();
  await quickRow(page, new RegExp(`${open}\\s*open`)).waitFor();
  await page.keyboard.press("Escape");
  await notification(page, "No model is excluded any more.").waitFor();

  await runCommand(page, "Stepladder: Pin a Model for a Kind of Work…");
  const kind = quickRow(page, new RegExp(`commit-message.*${local}`));
  await kind.waitFor();
  await editor.screenshot("say-kinds");
  await kind.click();
  await pinned(local).click();
  await page.getByPlaceholder("Nothing is pinned, so the router chooses.").waitFor();
  await page.keyboard.press("Escape");
  await notification(page, "The router chooses the models for commit-message again.").waitFor();
  assert.equal(setting("pins"), undefined);
});
