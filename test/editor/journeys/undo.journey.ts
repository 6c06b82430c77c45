import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const scripts = [
  {
    model: "*",
    when: { prompt: "add a line to two notes" },
    turns: [
      { calls: [{ name: "read_file", arguments: { path: "README.md" } }] },
      { calls: [{ name: "write_file", arguments: { path: "one.md", content: "One, by the task.\n" } }] },
      { calls: [{ name: "write_file", arguments: { path: "README.md", content: "# By the task\n" } }] },
      { calls: [{ name: "finish", arguments: { summary: "Two notes have a new line." } }] },
    ],
  },
];

test("undo leaves a file alone that the user edited after the task, and says where its old text is", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const readme = join(ground.repository, "README.md");
  const before = readFileSync(readme, "utf8");
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const panel = await openPanel(editor.page);
  await send(panel, "add a line to two notes");
  await ended(panel, /Unproved|Proved/);
  writeFileSync(readme, "# By the task\nand by me\n");
  await panel.getByRole("button", { name: "Undo", exact: true }).click();
  await panel.getByText("so it was left alone").first().waitFor();
  assert.equal(readFileSync(readme, "utf8"), "# By the task\nand by me\n");
  await editor.screenshot("undo-conflict");
  await panel.getByText("Open its text from before the task").first().click();
  await editor.page.locator(".editor-instance .view-lines", { hasText: before.split("\n")[0] ?? "" }).waitFor();
  await editor.screenshot("undo-kept-text");
});
