import assert from "node:assert/strict";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";
import { ended, promptBox } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

test("a task goes from its prompt over one escalation to its receipt", async (t) => {
  const ground = await playGroundFor(t, { agreed: false });
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  const panel = await openPanel(editor.page);
  await promptBox(panel).fill("fix the failing csv tests");
  await panel.getByText("about $").waitFor();
  await editor.screenshot("task-quote");
  await promptBox(panel).press("Enter");

  await panel.getByText("node --test").first().waitFor();
  await editor.screenshot("task-check-approval");
  await panel.getByRole("button", { name: "Allow" }).click();

  await ended(panel, "Proved");
  await panel.getByText("Stepped up").first().waitFor();
  const receipt = panel.getByRole("region", { name: "Receipt" });
  await receipt.scrollIntoViewIfNeeded();
  await editor.screenshot("task-receipt");
  const text = await receipt.innerText();
  assert.match(text, /laptop\/scripted\/local-coder[\s\S]*open-host\/scripted\/open-coder/);
  assert.match(text, /\$0\.0\d+/);
});
