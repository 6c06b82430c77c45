import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";
import { playGroundFor } from "../support/playground.ts";

test("a task goes from its prompt over one escalation to its receipt", async (t) => {
  const ground = await playGroundFor(t);
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const panel = await openPanel(editor.page);
  const prompt = panel.getByRole("textbox").first();
  await prompt.waitFor({ timeout: 30_000 });
  await editor.screenshot("task-empty");
  await prompt.fill("fix the failing csv tests");
  await editor.page.waitForTimeout(1500);
  await editor.screenshot("task-quote");
  await prompt.press("Enter");
  await editor.page.waitForTimeout(2500);
  await editor.screenshot("task-running");
  await editor.page.waitForTimeout(8000);
  await editor.screenshot("task-done");
});
