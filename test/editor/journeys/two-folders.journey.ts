import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ScenarioInput } from "../../model-server/scenario.ts";
import { editorFor } from "../support/editor.ts";
import { openFile, openPanel } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";
import { awaitDecision, awaitEnd, save, selectLines, sendInline } from "./inline-steps.ts";

const before = "export function greet() {\n  return 1;\n}\n";
const after = "export function greet() {\n  return 2;\n}\n";
const scripts: ScenarioInput["scripts"] = [
  { model: "*", when: { prompt: "return two" }, turns: [{ text: after }], afterLast: "repeat-last" },
  {
    model: "*",
    when: { prompt: "write down what this folder is" },
    turns: [
      { calls: [{ name: "write_file", arguments: { path: "NOTES.md", content: "The other one.\n" } }] },
      { calls: [{ name: "finish", arguments: { summary: "NOTES.md says it." } }] },
    ],
  },
];

test("of two folders in one window, a task works in the chosen one, and an inline edit in that of its file", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const other = join(ground.folder, "other");
  mkdirSync(other);
  writeFileSync(join(other, "greet.js"), before);
  const workspace = join(ground.folder, "both.code-workspace");
  writeFileSync(workspace, JSON.stringify({ folders: [{ path: "ledgerette" }, { path: "other" }] }));
  const editor = await editorFor(t, { workspace, home: ground.home });
  const { page } = editor;
  const panel = await openPanel(page);
  const folder = panel.locator("vscode-single-select.folder");
  await folder.waitFor({ timeout: 30_000 });
  await folder.click();
  await editor.screenshot("two-folders-choice");
  await panel.getByRole("option", { name: "other" }).click();
  await send(panel, "write down what this folder is");
  await ended(panel, "Unproved");
  assert.equal(readFileSync(join(other, "NOTES.md"), "utf8"), "The other one.\n");
  await editor.screenshot("two-folders-task");

  await openFile(page, "greet.js");
  await selectLines(page, 1, 3);
  await sendInline(page, "return two");
  await awaitDecision(page);
  await page.keyboard.press("Control+Enter");
  await awaitEnd(page);
  await save(page);
  assert.equal(readFileSync(join(other, "greet.js"), "utf8"), after);
  await editor.screenshot("two-folders-inline");

  await panel.getByRole("button", { name: "Undo", exact: true }).click();
  await panel.getByText("Undone").first().waitFor({ timeout: 30_000 });
  assert.throws(() => readFileSync(join(other, "NOTES.md")));
  assert.equal(readFileSync(join(other, "greet.js"), "utf8"), after);
});
