import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { editorFor } from "../support/editor.ts";
import { openPanel } from "../support/page.ts";

test("with nothing configured, the panel says what is missing and offers one click for each way to a model", async (t) => {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-empty-")));
  t.after(() => rmSync(workspace, { recursive: true, force: true }));
  const editor = await editorFor(t, { workspace });
  const panel = await openPanel(editor.page);
  await panel.getByText("Set API Key").first().waitFor({ timeout: 30_000 });
  await panel.getByText("Choose Models").first().waitFor();
  await editor.screenshot("first-run");
});
