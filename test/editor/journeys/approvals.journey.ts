import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

const scripts = [
  {
    model: "*",
    when: { prompt: "which files does the release write" },
    turns: [
      { calls: [{ name: "run_command", arguments: { command: "touch allowed.txt" } }] },
      { calls: [{ name: "run_command", arguments: { command: "touch denied.txt" } }] },
      { calls: [{ name: "finish", arguments: { summary: "I ran what I was allowed to run." } }] },
    ],
  },
];

test("a command runs only after exactly it was allowed, and not when it was denied", async (t) => {
  const ground = await playGroundFor(t, { scripts });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const panel = await openPanel(editor.page);
  await send(panel, "create what shows which files does the release write");

  const card = panel.getByRole("group", { name: "Run this command?" });
  await card.getByText("touch allowed.txt").waitFor({ timeout: 40_000 });
  await card.getByText(ground.repository).waitFor();
  assert.equal(existsSync(join(ground.repository, "allowed.txt")), false);
  await editor.screenshot("approval");
  await card.getByRole("button", { name: "Allow" }).click();

  await card.getByText("touch denied.txt").waitFor();
  assert.equal(existsSync(join(ground.repository, "allowed.txt")), true);
  await card.getByRole("button", { name: "Deny" }).click();
  await ended(panel, /Proved|Unproved|Refuted/);
  assert.equal(existsSync(join(ground.repository, "denied.txt")), false);
  await editor.screenshot("approval-denied");
});
