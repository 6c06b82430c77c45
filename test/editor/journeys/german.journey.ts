import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame } from "playwright-core";
import { editorFor } from "../support/editor.ts";
import { openPanel, quickInput, quickRow, webview } from "../support/page.ts";
import { ended, promptBox } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

test("in German every text of ours is German, and nothing is cut off", async (t) => {
  const ground = await playGroundFor(t);
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home, language: "de" });
  const { page } = editor;
  const panel = await openPanel(page);
  const box = promptBox(panel);
  await box.waitFor({ timeout: 30_000 });
  assert.match((await box.getAttribute("placeholder")) ?? "", /Eingabe sendet/);
  await box.fill("fix the failing csv tests");
  await box.press("Enter");
  await ended(panel, "Bewiesen");
  await editor.screenshot("german-panel");
  await nothingSticksOut(panel);

  await page.keyboard.press("F1");
  await quickInput(page).fill(">Stepladder");
  await quickRow(page, "Ausgaben").waitFor();
  await editor.screenshot("german-palette");
  await quickRow(page, "Ausgaben").click();
  const dashboard = await webview(page, "stepladder-spend-dashboard");
  await dashboard.locator(".key-figures").waitFor();
  await editor.screenshot("german-dashboard");
  await nothingSticksOut(dashboard);
});

/** No page of ours is wider than its frame. */
async function nothingSticksOut(frame: Frame): Promise<void> {
  const { scrollWidth, clientWidth } = await frame.locator("html").evaluate(({ scrollWidth, clientWidth }) => ({
    scrollWidth,
    clientWidth,
  }));
  assert.ok(scrollWidth <= clientWidth, `${scrollWidth} wide in ${clientWidth}`);
}
