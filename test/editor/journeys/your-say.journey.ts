import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { notification, quickInput, quickRow, runCommand } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";

test("a model is pinned for a kind of work and excluded from the palette, and both are taken back the same way", async (t) => {
  const ground = await playGroundFor(t);
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  const settings = () => JSON.parse(readFileSync(editor.settingsFile, "utf8")) as Record<string, unknown>;

  await runCommand(page, "Stepladder: Pin a Model for a Kind of Work…");
  await quickInput(page).fill("commit");
  await quickRow(page, "commit-message").click();
  await quickRow(page, /\/small/).click();
  await quickRow(page, /small.*choose it to take it back/).waitFor();
  await quickRow(page, /\/medium/).click();
  await quickRow(page, /medium.*choose it to take it back/).waitFor();
  await editor.screenshot("say-pinned");
  await page.keyboard.press("Escape");
  await notification(page, /For commit-message, these are used in this order and no others: .*small, .*medium\./).waitFor();
  const pins = settings()["stepladder.pins"] as Record<string, readonly string[]>;
  assert.deepEqual(pins["commit-message"]?.length, 2);

  await runCommand(page, "Stepladder: Exclude a Model…");
  await quickRow(page, /medium.*pinned for commit-message, which ends then/).waitFor();
  await quickRow(page, /\/medium/).click();
  await quickRow(page, /medium.*choose it to take it back/).waitFor();
  await editor.screenshot("say-excluded");
  assert.deepEqual(settings()["stepladder.exclude"], [pins["commit-message"]?.[1]]);
  assert.deepEqual(settings()["stepladder.pins"], { "commit-message": [pins["commit-message"]?.[0]] });
  await quickRow(page, /medium.*choose it to take it back/).click();
  await quickRow(page, /choose it to take it back/).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await notification(page, "No model is excluded any more.").waitFor();

  await runCommand(page, "Stepladder: Pin a Model for a Kind of Work…");
  await editor.screenshot("say-kinds");
  await quickRow(page, /commit-message.*small/).click();
  await quickRow(page, /small.*choose it to take it back/).click();
  await quickRow(page, /choose it to take it back/).waitFor({ state: "detached" });
  await page.keyboard.press("Escape");
  await notification(page, "The router chooses the models for commit-message again.").waitFor();
  assert.equal(settings()["stepladder.pins"], undefined);
});
