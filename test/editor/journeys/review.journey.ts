import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel, quickRow, runCommand } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const retry = "src/retry.js";
const written = "# Readme by the task\n";
const noted = "// Noted by the task.\n";

const scripts = [
  {
    model: "*",
    when: { prompt: "word both texts anew" },
    turns: [
      {
        calls: [
          { name: "read_file", arguments: { path: "README.md" } },
          { name: "read_file", arguments: { path: retry } },
        ],
      },
      { calls: [{ name: "write_file", arguments: { path: "README.md", content: written } }] },
      { calls: [{ name: "edit_file", arguments: { path: retry, old: firstLine(), new: `${noted}${firstLine()}` } }] },
      { calls: [{ name: "finish", arguments: { summary: "Both texts are new." } }] },
    ],
  },
];

function firstLine(): string {
  return readFileSync(new URL(`../../../demo/repository/${retry}`, import.meta.url), "utf8").split("\n", 1)[0] ?? "";
}

test("a review shows all changes of a task; one file is undone and the other kept", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const readme = join(ground.repository, "README.md");
  const module = join(ground.repository, retry);
  const [readmeBefore, moduleBefore] = [readFileSync(readme), readFileSync(module, "utf8")];
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const { page } = editor;
  const panel = await openPanel(page);
  await send(panel, "word both texts anew");
  await ended(panel, /Proved|Unproved/);
  await panel.getByRole("button", { name: "Review", exact: true }).click();

  await page.locator(".tab.active", { hasText: /Review.*word both texts anew/ }).waitFor({ timeout: 30_000 });
  const diff = page.locator(".multiDiffEntry");
  await diff.filter({ hasText: "README.md" }).getByText("Readme by the task").first().waitFor({ timeout: 30_000 });
  await diff.filter({ hasText: "retry.js" }).getByText("Noted by the task.").first().waitFor();
  await editor.screenshot("review");

  await runCommand(page, "Stepladder: Undo Files…");
  await quickRow(page, "README.md").waitFor({ timeout: 20_000 });
  await editor.screenshot("review-undo-files");
  await quickRow(page, "retry.js").click();
  await page.keyboard.press("Enter");
  await diff.filter({ hasText: "README.md" }).first().waitFor({ state: "detached", timeout: 30_000 });
  await diff.filter({ hasText: "retry.js" }).getByText("Noted by the task.").first().waitFor();
  assert.deepEqual(readFileSync(readme), readmeBefore);
  assert.equal(readFileSync(module, "utf8"), `${noted}${moduleBefore}`);
  await editor.screenshot("review-one-undone");

  await runCommand(page, "Stepladder: Keep Files…");
  await quickRow(page, "retry.js").waitFor({ timeout: 20_000 });
  await page.keyboard.press("Enter");
  await page.locator(".tab", { hasText: "word both texts anew" }).waitFor({ state: "detached", timeout: 30_000 });
  assert.deepEqual(readFileSync(readme), readmeBefore);
  assert.equal(readFileSync(module, "utf8"), `${noted}${moduleBefore}`);
});
