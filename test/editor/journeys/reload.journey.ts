import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { hangingFile, hangingPrompt, hangingScripts, startHangingTask } from "../support/hanging-task.ts";
import { openPanel } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";

test("when the window is reloaded in the middle of a task, its half-done changes are gone and the task is in the history", async (t) => {
  const ground = await playGroundFor(t, { scripts: hangingScripts });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const before = await startHangingTask(await openPanel(editor.page), ground.repository);
  const [first] = editor.serverPids();
  await editor.screenshot("reload-before");

  await editor.reload();
  const panel = await openPanel(editor.page);
  await panel.getByText(hangingPrompt).first().waitFor({ timeout: 30_000 });
  await editor.screenshot("reload-history");
  assert.equal(readFileSync(join(ground.repository, hangingFile), "utf8"), before);
  assert.ok(!editor.serverPids().includes(first ?? 0), "the server of the window before is gone");

  await panel.getByText(hangingPrompt).first().click();
  await panel.getByText("$0.00").first().waitFor();
  await editor.screenshot("reload-task");
});
