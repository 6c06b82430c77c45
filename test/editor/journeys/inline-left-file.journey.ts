import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Page } from "playwright-core";
import { editorFor } from "../support/editor.ts";
import { editorText, notification, openFile, runCommand } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";
import { awaitEnd, codeLens, save, selectLines, sendInline } from "./inline-steps.ts";

const prompt = "write it anew";
const streamed = "// The first new line.";
const answer = `\`\`\`js\n${streamed}\n// The second new line.\n// The third new line.\n\`\`\``;

/** An editor whose models stop talking in the middle of an inline edit. */
async function begin(t: TestContext) {
  const scripts = [
    {
      model: "*",
      when: { prompt },
      turns: [
        { text: answer, pieces: { characters: 6, delayMs: 1 }, fault: { kind: "idle" as const, afterPieces: 8 } },
      ],
    },
  ];
  const ground = await playGroundFor(t, { scripts });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  return {
    editor,
    page,
    onDisk: (name: string) => readFileSync(join(ground.repository, name), "utf8"),
    exists: (name: string) => existsSync(join(ground.repository, name)),
    /** Answers with the file's text when its first lines are in the middle of an edit. */
    async stream(name: string) {
      const before = readFileSync(join(ground.repository, name), "utf8");
      await openFile(page, name);
      await selectLines(page, 1, 4);
      await sendInline(page, prompt);
      await codeLens(page, "Stop").waitFor({ timeout: 30_000 });
      await page.locator(".view-line", { hasText: streamed }).first().waitFor({ timeout: 30_000 });
      return before;
    },
  };
}

async function inDialog(page: Page, button: string): Promise<void> {
  await page.locator(".monaco-dialog-box").getByRole("button", { name: button, exact: true }).click();
}

async function explorerRow(page: Page, name: string) {
  await runCommand(page, "File: Reveal Active File in Explorer View");
  const row = page.locator(".explorer-folders-view .monaco-list-row", { hasText: name });
  await row.click();
  return row;
}

async function noErrorIsShown(page: Page): Promise<void> {
  assert.equal(await page.locator(".notification-toast .codicon-error").count(), 0);
  assert.equal(await page.locator(".monaco-dialog-box:visible").count(), 0);
}

test("a file that is closed, reverted, renamed or deleted in the middle of an inline edit keeps its text, and the user is told", async (t) => {
  const { editor, page, onDisk, exists, stream } = await begin(t);

  await t.test("closed without saving", async () => {
    const before = await stream("src/slugs.js");
    await runCommand(page, "View: Close Editor");
    await inDialog(page, "Don't Save");
    await notification(page, "slugs.js was closed, so its inline edit was stopped.").waitFor();
    await noErrorIsShown(page);
    await editor.screenshot("inline-closed");
    assert.equal(onDisk("src/slugs.js"), before);
    await openFile(page, "src/slugs.js");
    await page.locator(".tab.active:not(.dirty)").waitFor();
    assert.equal(await codeLens(page, "Stop").count(), 0);
  });

  await t.test("closed and saved", async () => {
    const before = await stream("src/durations.js");
    await runCommand(page, "View: Close Editor");
    await inDialog(page, "Save");
    const offer = notification(page, "durations.js was closed during an inline edit, and has a part of the change");
    await offer.waitFor();
    await noErrorIsShown(page);
    await editor.screenshot("inline-closed-saved");
    assert.doesNotMatch(onDisk("src/durations.js"), /^\n|\n\n\n/);
    await offer.getByRole("button", { name: "Restore the Text from Before" }).click();
    await page.locator(".tab.active.dirty", { hasText: "durations.js" }).waitFor();
    await save(page);
    assert.equal(onDisk("src/durations.js"), before);
  });

  await t.test("put back to what is saved", async () => {
    const before = await stream("src/dates.js");
    await runCommand(page, "File: Revert File");
    await notification(page, "dates.js was put back to what is saved, so its inline edit was stopped.").waitFor();
    await awaitEnd(page);
    await noErrorIsShown(page);
    await page.locator(".tab.active:not(.dirty)").waitFor();
    assert.equal(onDisk("src/dates.js"), before);
    assert.equal(await editorText(page), before);
  });

  await t.test("renamed", async () => {
    const before = await stream("src/money.js");
    await explorerRow(page, "money.js");
    await page.keyboard.press("F2");
    const box = page.locator(".explorer-item-edited input");
    await box.fill("coins.js");
    await page.keyboard.press("Enter");
    await notification(page, "money.js is being renamed, so its inline edit was stopped.").waitFor();
    await page.locator(".tab.active:not(.dirty)", { hasText: "coins.js" }).waitFor();
    await awaitEnd(page);
    await noErrorIsShown(page);
    await editor.screenshot("inline-renamed");
    assert.equal(exists("src/money.js"), false);
    assert.equal(onDisk("src/coins.js"), before);
  });

  await t.test("deleted", async () => {
    await stream("src/retry.js");
    await explorerRow(page, "retry.js");
    await page.keyboard.press("Delete");
    await editor.screenshot("inline-deleting");
    await inDialog(page, "Delete");
    await notification(page, "retry.js is being deleted, so its inline edit was stopped.").waitFor();
    await page.locator(".tab", { hasText: "retry.js" }).waitFor({ state: "detached" });
    await noErrorIsShown(page);
    await editor.screenshot("inline-deleted");
    assert.equal(exists("src/retry.js"), false);
  });
});
