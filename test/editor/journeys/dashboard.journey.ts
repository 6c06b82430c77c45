import assert from "node:assert/strict";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { fillLedger } from "../../../bench/support/large-ledger.ts";
import { afterwards } from "../support/afterwards.ts";
import { editorFor } from "../support/editor.ts";
import { runCommand, webview } from "../support/page.ts";

test("the dashboard shows 1,000 tasks, each down to its calls", async (t) => {
  const workspace = realpathSync(mkdtempSync(join(tmpdir(), "stepladder-spent-")));
  const home = mkdtempSync(join(tmpdir(), "stepladder-home-"));
  afterwards(t, () => {
    for (const folder of [workspace, home]) rmSync(folder, { recursive: true, force: true });
  });
  fillLedger({
    folder: join(home, "data", "ledger"),
    calls: 5_000,
    tasks: 1_000,
    until: Date.now(),
    days: 28,
    workspaces: [workspace],
  });
  const editor = await editorFor(t, { workspace, home, size: { width: 1400, height: 1000 } });
  await runCommand(editor.page, "Stepladder: Spend Dashboard");
  const page = await webview(editor.page, "stepladder-spend-dashboard");
  await page
    .getByText(/Cost per completed task/i)
    .first()
    .waitFor({ timeout: 60_000 });
  await editor.screenshot("dashboard");
  const text = await page.locator("stepladder-spend-dashboard").innerText();
  assert.match(text, /estimate/i);
  assert.match(text, /1,000/);
});
