import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame } from "playwright-core";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";
import { ended, promptBox } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const line = "a line of a long log that somebody pasted into the prompt box\n";
const tooLong = line.repeat(Math.ceil(1_100_000 / line.length));

test("a prompt of 1 MB is not sent, says what to do instead, and stays to be shortened", async (t) => {
  const ground = await playGroundFor(t);
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  const panel = await openPanel(page);
  await promptBox(panel).waitFor({ timeout: 30_000 });
  await paste(panel, tooLong);

  const told = panel.getByRole("alert").filter({ hasText: "at most 400,000 can be sent" });
  await told.waitFor({ timeout: 60_000 });
  assert.match(await told.innerText(), /Put the long part into a file and add it with @/);
  assert.equal(await length(panel), tooLong.length);
  const sendButton = panel.getByRole("button", { name: "Send", exact: true });
  assert.equal(await sendButton.isDisabled(), true);
  await promptBox(panel).press("Enter");
  await editor.screenshot("large-prompt");

  // Away and back: what the box holds outlives the page.
  await page.keyboard.press("Control+Shift+E");
  await page.locator(".explorer-folders-view").waitFor();
  const again = await openPanel(page);
  await again.getByRole("alert").filter({ hasText: "at most 400,000 can be sent" }).waitFor({ timeout: 60_000 });
  assert.equal(await length(again), tooLong.length);
  assert.deepEqual(ground.models.requests(), []);

  await editor.screenshot("large-prompt-again");

  await promptBox(again).fill("fix the failing date tests");
  await again.getByRole("alert").waitFor({ state: "detached" });
  await promptBox(again).press("Enter");
  await ended(again, "Proved");
});

function length(panel: Frame): Promise<number> {
  return promptBox(panel).evaluate((area) => (area as unknown as { value: string }).value.length);
}

async function paste(panel: Frame, text: string): Promise<void> {
  const page = panel.page();
  await page.evaluate((words) => (globalThis as unknown as Clipboard).navigator.clipboard.writeText(words), text);
  await promptBox(panel).click();
  await page.keyboard.press("Control+V");
}

interface Clipboard {
  readonly navigator: { readonly clipboard: { writeText(text: string): Promise<void> } };
}
