import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { goToLine, openFile, openPanel } from "../support/page.ts";
import { ended } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const file = "src/label.js";
const wrong = `// @ts-check
/** @param {string} name */
export function label(name) {
  return name.toUppercase();
}
`;

const scripts = [
  {
    model: "*",
    when: { prompt: ["Fix the problem in src/label.js", "toUppercase"] },
    turns: [
      { text: "The method is spelled with a capital C.", calls: [{ name: "read_file", arguments: { path: file } }] },
      { calls: [{ name: "edit_file", arguments: { path: file, old: "toUppercase", new: "toUpperCase" } }] },
      { calls: [{ name: "finish", arguments: { summary: "label() calls toUpperCase." } }] },
    ],
  },
];

test("a reported problem is fixed from its light bulb", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const path = join(ground.repository, file);
  writeFileSync(path, wrong);
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  await openFile(page, file);
  await page.locator(".squiggly-error").first().waitFor({ timeout: 60_000 });
  await goToLine(page, 4, 17);

  await page.keyboard.press("Control+.");
  const fix = page.locator(".action-widget .monaco-list-row", { hasText: "Fix with Stepladder" }).first();
  await fix.waitFor({ timeout: 30_000 });
  await editor.screenshot("light-bulb");
  await fix.click();

  const panel = await openPanel(page);
  await panel.getByText("The method is spelled with a capital C.").first().waitFor({ timeout: 40_000 });
  await ended(panel, /Proved|Unproved/);
  assert.equal(readFileSync(path, "utf8"), wrong.replace("toUppercase", "toUpperCase"));
  await page.locator(".squiggly-error").first().waitFor({ state: "detached", timeout: 30_000 });
  await editor.screenshot("light-bulb-fixed");
});
