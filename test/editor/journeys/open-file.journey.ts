import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { editorText, openFile, openPanel } from "../support/page.ts";
import { ended, send } from "../support/panel.ts";
import { playGroundFor } from "../support/playground.ts";

test("a task works on a file that is open as on any other: taken back and changed again, and shown as it is on the disk", async (t) => {
  const ground = await playGroundFor(t);
  const editor = await editorFor(t, { workspace: ground.repository, home: ground.home });
  await openFile(editor.page, "src/csv.js");
  const panel = await openPanel(editor.page);
  await send(panel, "fix the failing csv tests");
  await ended(panel, "Proved");
  const receipt = panel.getByRole("region", { name: "Receipt" });
  await receipt.scrollIntoViewIfNeeded();
  await editor.screenshot("open-file");
  // The local model's change was taken back; the next model found the file as it was before, and needed no third one.
  const models = [...new Set(ground.models.requests().map(({ model }) => model))];
  assert.deepEqual(models, ["scripted/local-coder", "scripted/open-coder"]);
  assert.equal(await editorText(editor.page), readFileSync(join(ground.repository, "src/csv.js"), "utf8"));
});
